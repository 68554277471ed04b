//! The hours and days on which a law lets one text, and whom it binds.

use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};

use super::State;
use super::holiday::Calendar;

/// Full hours of a local day: open from the first, inclusive, to the second, exclusive. Equal ones allow nothing.
pub(super) type Hours = (i8, i8);

/// No hour of a day.
pub(super) const NONE: Hours = (0, 0);

/// The hours of one law.
#[derive(Debug, Clone, Copy)]
pub struct Window {
    /// The state whose law it is; `None` for the federal rule.
    pub state: Option<State>,
    /// Monday to Friday.
    pub weekdays: Hours,
    pub saturday: Hours,
    pub sunday: Hours,
    /// The holidays on which it allows nothing.
    pub closed_on: Option<Calendar>,
    /// The first local day on which it holds; `None` when it is older than the product.
    pub since: Option<Date>,
    /// What the law names.
    pub binds: &'static [Kind],
    /// Whether it binds solicitations only.
    pub sales_only: bool,
    /// What lifts it.
    pub lifted_by: &'static [Exemption],
    /// How sure it is that it holds for a text.
    pub sure: Sure,
    /// Where it was found.
    pub source: &'static str,
    /// The day on which it was last compared with its source.
    pub as_of: &'static str,
}

/// What a law of calling hours names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text messages.
    Texts,
    /// Calls by voice.
    Calls,
    /// What an automatic system dials.
    AutomatedDialling,
    /// Recorded or artificial voices.
    Recordings,
}

/// What lifts a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exemption {
    /// That the member agreed before.
    Consent,
    /// That the member dealt with the institution within so many months.
    Relationship {
        /// How many.
        months: u8,
    },
}

/// How sure it is that a window holds for texts. A low one is kept as data and binds nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sure {
    /// The law names texts, or the source is the law.
    High,
    /// The hours are sure, or sources agree, and texts are not named.
    Medium,
    /// A secondary source that quotes no law, or recorded voices only.
    Low,
}

/// Which days of the week a window's hours are of, where they differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Day {
    /// Monday to Friday.
    #[serde(rename = "wd")]
    Weekday,
    #[serde(rename = "sat")]
    Saturday,
    #[serde(rename = "sun")]
    Sunday,
}

/// Whose window decided, as it stood then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Law {
    /// The state whose law it is; `None` for the federal rule.
    #[serde(rename = "st", default, skip_serializing_if = "Option::is_none")]
    pub state: Option<State>,
    /// The first allowed hour of that local day.
    #[serde(rename = "from")]
    pub opens: i8,
    /// The hour from which that local day is quiet. The same as the first when nothing is allowed that day.
    #[serde(rename = "to")]
    pub closes: i8,
    /// Which days have these hours, where days differ.
    #[serde(rename = "day", default, skip_serializing_if = "Option::is_none")]
    pub day: Option<Day>,
    /// The holiday that the local day is, if that is why nothing is allowed.
    #[serde(rename = "hol", default, skip_serializing_if = "Option::is_none")]
    pub holiday: Option<String>,
    /// Where the window was found.
    #[serde(rename = "src")]
    pub source: String,
    /// The day on which it was last compared with its source.
    #[serde(rename = "asof")]
    pub as_of: String,
}

impl Law {
    /// What it allows, in words: `Texas allows Sunday texts from 12:00 to 21:00`.
    pub(super) fn words(&self) -> String {
        let whose = self.state.map_or("Federal law", State::name);
        let texts = match (&self.holiday, self.day) {
            (Some(name), _) => format!("texts on {name}"),
            (None, None) => "texts".to_owned(),
            (None, Some(Day::Weekday)) => "weekday texts".to_owned(),
            (None, Some(Day::Saturday)) => "Saturday texts".to_owned(),
            (None, Some(Day::Sunday)) => "Sunday texts".to_owned(),
        };
        if self.opens < self.closes {
            format!(
                "{whose} allows {texts} from {}:00 to {}:00",
                self.opens, self.closes
            )
        } else {
            format!("{whose} allows no {texts}")
        }
    }
}

impl Window {
    /// The hours of a date.
    pub(super) fn hours(&self, date: Date) -> Hours {
        if self.holiday(date).is_some() {
            return NONE;
        }
        match date.weekday() {
            Weekday::Saturday => self.saturday,
            Weekday::Sunday => self.sunday,
            _ => self.weekdays,
        }
    }

    fn holiday(&self, date: Date) -> Option<&'static str> {
        self.closed_on.and_then(|calendar| calendar.holiday(date))
    }

    /// Which days have a date's hours, where days differ.
    fn day(&self, date: Date) -> Option<Day> {
        let every_day = self.weekdays == self.saturday && self.saturday == self.sunday;
        let day = match date.weekday() {
            Weekday::Saturday => Day::Saturday,
            Weekday::Sunday => Day::Sunday,
            _ => Day::Weekday,
        };
        (!every_day).then_some(day)
    }

    /// What it says of a date, to be kept.
    pub(super) fn law(&self, date: Date) -> Law {
        let (opens, closes) = self.hours(date);
        Law {
            state: self.state,
            opens,
            closes,
            day: self.day(date),
            holiday: self.holiday(date).map(str::to_owned),
            source: self.source.to_owned(),
            as_of: self.as_of.to_owned(),
        }
    }
}
