//! When teams are there, as files and the API write it.

use jiff::civil::{Date, Time};
use memberline_domain::TeamId;
use memberline_domain::directory::administration::{FieldProblem, Record};
use memberline_domain::directory::{BusinessHours, OpenHours};
use memberline_domain::quiet_hours::Zone;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::reading::{Form, Reading};
use super::words::WeekdayWord;

/// When a team is there to answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Hours)]
pub struct HoursForm {
    /// The team.
    #[schema(examples("lending"))]
    pub team: String,
    /// A time zone of the United States, by its name in the IANA data.
    #[schema(examples("America/Chicago"))]
    pub time_zone: String,
    /// When it is open in a week.
    pub open: Vec<OpenHoursForm>,
    /// Days on which it is closed.
    #[serde(default)]
    #[schema(examples("2027-01-01"))]
    pub closed_on: Vec<String>,
}

/// From when to when a team is open on certain days of the week.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = OpenHours)]
pub struct OpenHoursForm {
    pub days: Vec<WeekdayWord>,
    /// Hours and minutes.
    #[schema(examples("09:00"))]
    pub from: String,
    /// Hours and minutes, later on the same day.
    #[schema(examples("17:30"))]
    pub to: String,
}

fn clock(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// Why a text is no time of day.
const NO_TIME: &str = "a time is written as hours and minutes: 09:00";

/// Reads hours and minutes.
fn read_clock(text: &str) -> Result<Time, &'static str> {
    let (hour, minute) = text.split_once(':').ok_or(NO_TIME)?;
    let number = |digits: &str| {
        let written = digits.len() == 2 && digits.bytes().all(|b| b.is_ascii_digit());
        written
            .then(|| digits.parse::<i8>().ok())
            .flatten()
            .ok_or(NO_TIME)
    };
    Time::new(number(hour)?, number(minute)?, 0, 0).map_err(|_| NO_TIME)
}

fn zone(name: &str) -> Result<Zone, &'static str> {
    let mut zones = Zone::ALL.iter().copied();
    zones
        .find(|zone| zone.iana() == name)
        .ok_or("it is no time zone of the United States by its IANA name, such as America/Chicago")
}

impl From<&BusinessHours> for HoursForm {
    fn from(hours: &BusinessHours) -> Self {
        let open = hours.open.iter().map(|window| OpenHoursForm {
            days: window.days.iter().map(|day| (*day).into()).collect(),
            from: clock(window.from),
            to: clock(window.to),
        });
        Self {
            team: hours.team.to_string(),
            time_zone: hours.time_zone.iana().to_owned(),
            open: open.collect(),
            closed_on: hours.closed_on.iter().map(Date::to_string).collect(),
        }
    }
}

impl Form for HoursForm {
    fn record(self) -> Result<Record, Vec<FieldProblem>> {
        let mut reading = Reading::default();
        let team = reading.id("/team", TeamId::parse(&self.team));
        let time_zone = reading.field("/time_zone", "unknown_time_zone", zone(&self.time_zone));
        let mut open = Vec::new();
        for (place, window) in self.open.into_iter().enumerate() {
            let from = reading.field(
                format!("/open/{place}/from"),
                "invalid_time",
                read_clock(&window.from),
            );
            let to = reading.field(
                format!("/open/{place}/to"),
                "invalid_time",
                read_clock(&window.to),
            );
            if let (Some(from), Some(to)) = (from, to) {
                let days = window.days.into_iter().map(Into::into).collect();
                open.push(OpenHours { days, from, to });
            }
        }
        let mut closed_on = Vec::new();
        for (place, day) in self.closed_on.iter().enumerate() {
            let day = day.parse::<Date>().map_err(|_| "a day is written as 2027-01-01");
            closed_on.extend(reading.field(format!("/closed_on/{place}"), "invalid_date", day));
        }
        reading.end(team.zip(time_zone).map(|(team, time_zone)| {
            Record::Hours(BusinessHours {
                team,
                time_zone,
                open,
                closed_on,
            })
        }))
    }
}
