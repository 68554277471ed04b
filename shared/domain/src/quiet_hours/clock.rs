//! The allowed hours in one zone under one state's law.

use jiff::Timestamp;
use jiff::civil::Date;

use super::laws::FEDERAL;
use super::place::Place;
use super::window::Window;
use super::zone::rules;
use super::{Sending, State, Zone};

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

/// A text, and when it is asked about.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked<'a> {
    pub sending: &'a Sending<'a>,
    pub now: Timestamp,
}

/// How many days ahead one clock is looked at. A state without Sundays that keeps holidays on a Friday, Saturday and Monday is
/// open within five.
const DAYS: usize = 9;

impl Clock {
    pub(super) fn of((state, zone): Place) -> Self {
        let state = Window::of(state).next().and(Some(state));
        Self { zone, state }
    }

    /// The span that `at` lies in, else the next; `None` when no day of the coming week has one.
    pub(super) fn span(self, at: Timestamp, asked: Asked<'_>) -> Option<Span> {
        let mut date = rules(self.zone).to_datetime(at).date();
        for _ in 0..=DAYS {
            if let Some(span) = self.span_of(date, asked).filter(|span| at < span.to) {
                // In a span it starts now, so that the caller sees at once that it is open.
                let from = span.from.max(at);
                return Some(Span { from, ..span });
            }
            date = date.tomorrow().ok()?;
        }
        None
    }

    /// The end of the span that `at` lies in.
    pub(super) fn closes(self, at: Timestamp, asked: Asked<'_>) -> Option<Timestamp> {
        let span = self.span(at, asked)?;
        (span.from <= at).then_some(span.to)
    }

    fn span_of(self, date: Date, asked: Asked<'_>) -> Option<Span> {
        let mut hours = FEDERAL.hours(date);
        for window in self.windows(date, asked) {
            let own = window.hours(date);
            hours = (hours.0.max(own.0), hours.1.min(own.1));
        }
        let instant = |hour| {
            let rules = rules(self.zone);
            rules
                .to_ambiguous_timestamp(date.at(hour, 0, 0, 0))
                .compatible()
                .ok()
        };
        if hours.0 < hours.1 {
            Some(Span {
                from: instant(hours.0)?,
                to: instant(hours.1)?,
            })
        } else {
            None
        }
    }

    /// The windows of the state that bind the text on a date.
    fn windows(self, date: Date, asked: Asked<'_>) -> impl Iterator<Item = &'static Window> {
        let of_the_state = self.state.into_iter().flat_map(Window::of);
        of_the_state.filter(move |window| asked.sending.is_bound_by(window, date, asked.now))
    }

    /// The window that keeps it closed at a local hour, or that closes it first; a state's before the federal one.
    pub(super) fn deciding(self, date: Date, hour: i8, asked: Asked<'_>) -> &'static Window {
        let all = || std::iter::once(&FEDERAL).chain(self.windows(date, asked));
        let is_state = |window: &Window| window.state.is_some();
        let quiet = all().filter(|window| {
            let (opens, closes) = window.hours(date);
            !(opens..closes).contains(&hour)
        });
        // The hours for which it stays closed today.
        let longest = quiet.max_by_key(|window| {
            let (opens, closes) = window.hours(date);
            let closed_for = if hour < opens && opens < closes {
                opens - hour
            } else {
                i8::MAX
            };
            (is_state(window), closed_for)
        });
        let first = || all().min_by_key(|window| (window.hours(date).1, !is_state(window)));
        longest.or_else(first).unwrap_or(&FEDERAL)
    }
}

/// The clock that opens last, as seen from `now`.
pub(super) fn opening_last(clocks: &[Clock], asked: Asked<'_>) -> Option<Clock> {
    let opens = |clock: &Clock| {
        clock
            .span(asked.now, asked)
            .map_or(Timestamp::MAX, |span| span.from)
    };
    clocks.iter().copied().max_by_key(opens)
}
