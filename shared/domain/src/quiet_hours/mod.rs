//! When a member may be texted by automation, and the proof of it (lessons 45 to 47).
//!
//! The law goes by the clock where the member is, which nobody knows for sure. So every place counts where they may be,
//! and a text may go out only while all of them allow it.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

mod area_codes;
mod basis;
mod clock;
mod place;
mod state;
pub mod window;
mod zip_prefixes;
mod zone;

pub use basis::Basis;
pub use place::KnownBy;
pub use state::State;
pub use window::Law;
pub use zone::Zone;

use crate::phone::PhoneNumber;
use clock::Clock;
use place::Clue;

/// What is known of where a member is. The address is trusted before the number, which people take along when they move.
#[derive(Debug, Clone, Copy)]
pub struct Whereabouts<'a> {
    /// Their telephone number.
    pub number: &'a PhoneNumber,
    /// The ZIP code of their address, with or without its last four digits. What is none is left out of account.
    pub zip: Option<&'a str>,
    /// The state of their address, by postal code or name. What is none is left out of account.
    pub state: Option<&'a str>,
}

/// Whether a text may go out at an instant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ruling {
    /// It may.
    Open {
        /// The instant from which it may no longer.
        until: Timestamp,
        /// Why.
        because: Basis,
    },
    /// It may not yet.
    Quiet {
        /// The first instant at which it may.
        until: Timestamp,
        /// Why.
        because: Basis,
    },
}

impl Ruling {
    /// Whether a text may go out.
    pub fn is_open(&self) -> bool {
        matches!(self, Self::Open { .. })
    }

    /// The next instant at which the ruling changes.
    pub fn until(&self) -> Timestamp {
        match self {
            Self::Open { until, .. } | Self::Quiet { until, .. } => *until,
        }
    }

    /// Why, for the timeline.
    pub fn because(&self) -> &Basis {
        match self {
            Self::Open { because, .. } | Self::Quiet { because, .. } => because,
        }
    }
}

/// How far ahead an open hour is looked for: a day more than a week, so that every weekday comes up.
const HORIZON: SignedDuration = SignedDuration::from_hours(8 * 24);

/// Rules on a text to a member at `now`.
///
/// All places count that the ZIP code, the state and the area code allow for; a source that agrees with a
/// better one adds nothing. Where sources disagree so far that no hour suits all, as Guam and Rhode Island do, the better
/// ones hold. When nothing is known, as for a toll-free or foreign number without an address, all of the US counts.
/// A `Quiet` ruling ends within 8 days.
pub fn ruling(whereabouts: &Whereabouts<'_>, now: Timestamp) -> Ruling {
    let clues = place::clues(whereabouts);
    let mut counting = clues.len();
    loop {
        let clocks = clocks(&clues[..counting]);
        let found = first_open(&clocks, now);
        if found.is_none() && counting > 1 {
            counting -= 1;
            continue;
        }
        let basis = |clock| {
            let (counting, left_out) = clues.split_at(counting);
            Basis::new(clock, &clocks, counting, left_out, now)
        };
        let closing = clocks
            .iter()
            .filter_map(|clock| Some((clock.closes(now)?, *clock)))
            .min();
        return match closing {
            Some((until, clock)) if found == Some(now) => Ruling::Open {
                until,
                because: basis(clock),
            },
            _ => Ruling::Quiet {
                // No hour at all only at the end of the calendar. It stays quiet then, and is to be asked again.
                until: found.unwrap_or_else(|| horizon(now)),
                because: basis(clock::opening_last(&clocks, now)),
            },
        };
    }
}

fn horizon(now: Timestamp) -> Timestamp {
    now.saturating_add(HORIZON).unwrap_or(Timestamp::MAX)
}

/// The different clocks of all places that count.
fn clocks(clues: &[Clue]) -> Vec<Clock> {
    let mut clocks: Vec<Clock> = if clues.is_empty() {
        place::anywhere().into_iter().map(Clock::of).collect()
    } else {
        clues
            .iter()
            .flat_map(|clue| &clue.places)
            .copied()
            .map(Clock::of)
            .collect()
    };
    clocks.sort_unstable();
    clocks.dedup();
    clocks
}

/// The first instant from `now` on at which all clocks are open.
fn first_open(clocks: &[Clock], now: Timestamp) -> Option<Timestamp> {
    let mut at = now;
    while at <= horizon(now) {
        // Before the last of the next openings not all can be open, so nothing is skipped.
        let mut next = at;
        for clock in clocks {
            next = next.max(clock.span(at)?.from);
        }
        if next == at {
            return Some(at);
        }
        at = next;
    }
    None
}

#[cfg(test)]
mod tests;
