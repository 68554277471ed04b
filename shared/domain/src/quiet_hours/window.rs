//! The hours in which the law lets one text, each with its source.
//!
//! Not legal advice: these are data, to be changed when counsel says so. The states' windows come from a secondary source
//! and are to be verified; other collections list further states whose hours are for voice calls.

use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};

use super::State;

/// Full hours of a local day: open from the first, inclusive, to the second, exclusive. Equal ones allow nothing.
type Hours = (i8, i8);

/// The hours of one law.
#[derive(Debug)]
pub struct Window {
    /// The state whose law it is; `None` for the federal rule.
    pub state: Option<State>,
    /// Monday to Friday.
    pub weekdays: Hours,
    /// Saturday.
    pub saturday: Hours,
    /// Sunday.
    pub sunday: Hours,
    /// Where it was found.
    pub source: &'static str,
    /// The day on which it was last compared with its source.
    pub as_of: &'static str,
}

const AS_OF: &str = "2026-11-22";
const TEXT_HOURS: &str = "Referrizer, TCPA quiet hours and state-specific rules for text campaigns";

const fn state(state: State, weekdays: Hours, saturday: Hours, sunday: Hours) -> Window {
    Window {
        state: Some(state),
        weekdays,
        saturday,
        sunday,
        source: TEXT_HOURS,
        as_of: AS_OF,
    }
}

/// The federal window, at the called party's location.
pub const FEDERAL: Window = Window {
    state: None,
    weekdays: (8, 21),
    saturday: (8, 21),
    sunday: (8, 21),
    source: "47 CFR 64.1200(c)(1)",
    as_of: AS_OF,
};

/// The windows of states. They narrow the federal one and never widen it.
pub const STATES: &[Window] = &[
    state(State::CT, (9, 20), (9, 20), (9, 20)),
    state(State::FL, (8, 20), (8, 20), (8, 20)),
    state(State::MD, (8, 20), (8, 20), (8, 20)),
    state(State::MS, (8, 20), (8, 20), (8, 20)),
    state(State::NJ, (8, 20), (8, 20), (8, 20)),
    state(State::OK, (8, 20), (8, 20), (8, 20)),
    state(State::RI, (9, 18), (10, 17), (10, 17)),
    state(State::TX, (9, 21), (9, 21), (12, 21)),
];

impl Window {
    /// The window of a state besides the federal one.
    pub(super) fn of(state: State) -> Option<&'static Self> {
        STATES.iter().find(|window| window.state == Some(state))
    }

    /// The hours of a date.
    pub(super) fn hours(&self, date: Date) -> Hours {
        match date.weekday() {
            Weekday::Saturday => self.saturday,
            Weekday::Sunday => self.sunday,
            _ => self.weekdays,
        }
    }

    /// What it allows on a date, in words: `Sunday texts from 12:00 to 21:00`.
    pub(super) fn words(&self, date: Date) -> String {
        let (open, close) = self.hours(date);
        let every_day = self.weekdays == self.saturday && self.saturday == self.sunday;
        let texts = match date.weekday() {
            _ if every_day => "texts",
            Weekday::Saturday => "Saturday texts",
            Weekday::Sunday => "Sunday texts",
            _ => "weekday texts",
        };
        if open < close {
            format!("{texts} from {open}:00 to {close}:00")
        } else {
            format!("no {texts}")
        }
    }
}

/// Whose window decided, as it stood then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Law {
    /// The state whose law it is; `None` for the federal rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<State>,
    /// The first allowed hour of that local day.
    pub opens: i8,
    /// The hour from which that local day is quiet.
    pub closes: i8,
    /// Where the window was found.
    pub source: String,
    /// The day on which it was last compared with its source.
    pub as_of: String,
}
