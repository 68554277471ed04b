//! Whether a text may go out at an instant.

use jiff::{SignedDuration, Timestamp};

use super::basis::Basis;
use super::clock::{Asked, Clock, opening_last};
use super::place::{Clue, Located, Whereabouts, Wide, locate};
use super::sending::Sending;

/// Whether a text may go out at an instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ruling {
    /// It may.
    Open {
        /// The instant from which it may no longer.
        until: Timestamp,
        because: Basis,
    },
    /// It may not yet.
    Quiet {
        /// The first instant at which it may; `None` until somebody says where the member is.
        until: Option<Timestamp>,
        because: Basis,
    },
}

impl Ruling {
    /// Whether a text may go out.
    pub fn is_open(&self) -> bool {
        matches!(self, Self::Open { .. })
    }

    /// The next instant at which the ruling changes, if time alone changes it.
    pub fn until(&self) -> Option<Timestamp> {
        match self {
            Self::Open { until, .. } => Some(*until),
            Self::Quiet { until, .. } => *until,
        }
    }

    /// Why, for the history.
    pub fn because(&self) -> &Basis {
        match self {
            Self::Open { because, .. } | Self::Quiet { because, .. } => because,
        }
    }
}

/// How far ahead an open hour is looked for.
pub(super) const HORIZON: SignedDuration = SignedDuration::from_hours(8 * 24);

/// Rules on a text to a member at `now`.
///
/// All places count that the ZIP code, the state and the area code allow for; a source that agrees with a better one adds
/// nothing. Where sources disagree so far that no hour suits all, as Guam and Rhode Island do, the better ones hold. With a
/// number alone the contiguous US counts as well, and all of the US with an address that cannot be read or when nothing is
/// known. Who is in another country, or may well be, waits until somebody says where they are. A `Quiet` ruling that ends by
/// itself does so within 8 days.
pub fn ruling(whereabouts: &Whereabouts<'_>, sending: &Sending<'_>, now: Timestamp) -> Ruling {
    let asked = Asked { sending, now };
    let located = match locate(whereabouts) {
        Ok(located) => located,
        Err(why) => {
            let because = Basis::unknown(why, asked);
            return Ruling::Quiet { until: None, because };
        }
    };
    let mut counting = located.clues.len();
    loop {
        let clocks = clocks(&located, counting);
        let found = first_open(&clocks, asked);
        // Who may be anywhere may be where the number says.
        if found.is_none() && counting > 1 && located.wide.is_none() {
            counting -= 1;
            continue;
        }
        let closing = clocks
            .iter()
            .filter_map(|clock| Some((clock.closes(now, asked)?, *clock)))
            .min();
        return match (found, closing, opening_last(&clocks, asked)) {
            (Some(at), Some((until, clock)), _) if at == now => Ruling::Open {
                until,
                because: Basis::new(clock, &clocks, located, counting, asked),
            },
            (Some(until), _, Some(clock)) => Ruling::Quiet {
                until: Some(until),
                because: Basis::new(clock, &clocks, located, counting, asked),
            },
            _ => Ruling::Quiet {
                until: None,
                because: Basis::no_hour(located, asked),
            },
        };
    }
}

fn horizon(now: Timestamp) -> Timestamp {
    now.saturating_add(HORIZON).unwrap_or(Timestamp::MAX)
}

/// The different clocks of all places that count.
fn clocks(located: &Located, counting: usize) -> Vec<Clock> {
    let known = located.clues.iter().take(counting);
    let places = known.flat_map(|clue: &Clue| clue.places.iter().copied());
    let wide = located.wide.map(Wide::places).unwrap_or_default();
    let mut clocks: Vec<Clock> = places.chain(wide).map(Clock::of).collect();
    clocks.sort_unstable();
    clocks.dedup();
    clocks
}

/// The first instant from now on at which all clocks are open.
pub(super) fn first_open(clocks: &[Clock], asked: Asked<'_>) -> Option<Timestamp> {
    let mut at = asked.now;
    while at <= horizon(asked.now) {
        // Before the last of the next openings not all can be open, so nothing is skipped.
        let mut next = at;
        for clock in clocks {
            next = next.max(clock.span(at, asked)?.from);
        }
        if next == at {
            return Some(at);
        }
        at = next;
    }
    None
}
