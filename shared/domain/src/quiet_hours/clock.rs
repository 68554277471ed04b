//! The allowed hours in one zone under one state's law.

use jiff::Timestamp;
use jiff::civil::Date;

use super::place::Place;
use super::window::{FEDERAL, Window};
use super::zone::rules;
use super::{State, Zone};

/// A zone, and the state whose hours narrow the federal ones there. Ordered, so that equal ones are looked at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Clock {
    pub zone: Zone,
    state: Option<State>,
}

/// The instants from the first at which texts are allowed to the first at which they no longer are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub from: Timestamp,
    pub to: Timestamp,
}

/// One day more than the horizon, as the local date may be a day behind.
const DAYS: usize = 9;

impl Clock {
    pub(super) fn of((state, zone): Place) -> Self {
        let state = Window::of(state).and(Some(state));
        Self { zone, state }
    }

    /// The span that `at` lies in, else the next; `None` when no day of the coming week has one.
    pub(super) fn span(self, at: Timestamp) -> Option<Span> {
        let mut date = rules(self.zone).to_datetime(at).date();
        for _ in 0..=DAYS {
            if let Some(span) = self.span_of(date).filter(|span| at < span.to) {
                // In a span it starts now, so that the caller sees at once that it is open.
                let from = span.from.max(at);
                return Some(Span { from, ..span });
            }
            date = date.tomorrow().ok()?;
        }
        None
    }

    /// The end of the span that `at` lies in.
    pub(super) fn closes(self, at: Timestamp) -> Option<Timestamp> {
        self.span(at).filter(|span| span.from <= at).map(|span| span.to)
    }

    fn span_of(self, date: Date) -> Option<Span> {
        let federal = FEDERAL.hours(date);
        let (open, close) = self.window().map_or(federal, |window| {
            let own = window.hours(date);
            (own.0.max(federal.0), own.1.min(federal.1))
        });
        let instant = |hour| {
            let rules = rules(self.zone);
            rules
                .to_ambiguous_timestamp(date.at(hour, 0, 0, 0))
                .compatible()
                .ok()
        };
        if open < close {
            Some(Span {
                from: instant(open)?,
                to: instant(close)?,
            })
        } else {
            None
        }
    }

    /// The state's window, if it has one.
    pub(super) fn window(self) -> Option<&'static Window> {
        self.state.and_then(Window::of)
    }
}

/// The clock that opens last, as seen from `now`.
pub(super) fn opening_last(clocks: &[Clock], now: Timestamp) -> Clock {
    let opens = |clock: &Clock| clock.span(now).map_or(Timestamp::MAX, |span| span.from);
    // Somewhere always counts; the federal capital stands for nothing but the type.
    let capital = Clock::of((State::DC, Zone::Eastern));
    clocks.iter().copied().max_by_key(opens).unwrap_or(capital)
}
