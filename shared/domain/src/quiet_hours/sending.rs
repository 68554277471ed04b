//! What is to be sent, and how strictly an institution reads the law.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::window::{Exemption, Kind, Sure, Window};

/// How an institution reads the laws of quiet hours.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "reading")]
pub enum Reading {
    /// Every window binds every text of automation, whatever it is about and whoever consented.
    #[default]
    #[serde(rename = "strict")]
    Strict,
    /// A window binds what its law names, and its exemptions lift it. On the record: it takes who said so and when.
    #[serde(rename = "counsel")]
    Counsel {
        /// The counsel who said so.
        #[serde(rename = "by")]
        by: String,
        /// The day of it.
        #[serde(rename = "on")]
        on: Date,
    },
}

/// A text that automation is about to send.
#[derive(Debug, Clone, Copy)]
pub struct Sending<'a> {
    /// How the institution reads the laws.
    pub reading: &'a Reading,
    /// Whether the member agreed to texts of its kind. The question for consent goes out without.
    pub consented: bool,
    /// Whether it encourages to buy or borrow; a text of service does not.
    pub sells: bool,
    /// When the member last dealt with the institution, if they did.
    pub dealt_at: Option<Timestamp>,
}

/// Days of a month, taken short.
const MONTH: i64 = 28;

impl Sending<'_> {
    /// A text in the strict reading, of which nothing else matters.
    pub const STRICT: Sending<'static> = Sending {
        reading: &Reading::Strict,
        consented: false,
        sells: true,
        dealt_at: None,
    };

    /// Whether a window binds it on a local date.
    pub(super) fn is_bound_by(&self, window: &Window, date: Date, now: Timestamp) -> bool {
        let holds = window.sure != Sure::Low && window.since.is_none_or(|since| since <= date);
        match self.reading {
            Reading::Strict => holds,
            Reading::Counsel { .. } => {
                let names_it = window.binds.contains(&Kind::Texts) && (self.sells || !window.sales_only);
                let lifted = window.lifted_by.iter().any(|exemption| self.has(*exemption, now));
                holds && names_it && !lifted
            }
        }
    }

    fn has(&self, exemption: Exemption, now: Timestamp) -> bool {
        match exemption {
            Exemption::Consent => self.consented,
            Exemption::Relationship { months } => self.dealt_at.is_some_and(|dealt| {
                let since = SignedDuration::from_hours(24 * MONTH * i64::from(months));
                dealt <= now && now.duration_since(dealt) < since
            }),
        }
    }
}
