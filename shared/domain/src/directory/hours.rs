//! When a team is there to answer.

use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};

use crate::id::TeamId;
use crate::quiet_hours::Zone;

/// When a team is there to answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BusinessHours {
    /// The team, which has one record of hours at most.
    #[serde(rename = "team")]
    pub team: TeamId,
    #[serde(rename = "time_zone")]
    pub time_zone: Zone,
    /// When it is open in a week.
    #[serde(rename = "open")]
    pub open: Vec<OpenHours>,
    /// Days on which it is closed.
    #[serde(rename = "closed_on", default)]
    pub closed_on: Vec<Date>,
}

/// From when to when a team is open on certain days of the week.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenHours {
    #[serde(rename = "days")]
    pub days: Vec<Weekday>,
    #[serde(rename = "from")]
    pub from: Time,
    /// The minute at which it closes: later on the same day.
    #[serde(rename = "to")]
    pub to: Time,
}

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Weekday {
    #[serde(rename = "mon")]
    Monday,
    #[serde(rename = "tue")]
    Tuesday,
    #[serde(rename = "wed")]
    Wednesday,
    #[serde(rename = "thu")]
    Thursday,
    #[serde(rename = "fri")]
    Friday,
    #[serde(rename = "sat")]
    Saturday,
    #[serde(rename = "sun")]
    Sunday,
}
