//! Why a text may or may not go out, as it is kept on the timeline.

use jiff::Timestamp;
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use super::clock::Clock;
use super::place::Clue;
use super::window::{FEDERAL, Law, Window};
use super::zone::rules;
use super::{KnownBy, State, Zone};

/// The proof of a ruling: whose window decided, on which clock, and how the zone was found.
///
/// Kept whole, since the law, the zones and the tables change while a timeline does not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basis {
    /// The window that decided: the one that opens last, or that closes first.
    pub law: Law,
    /// The zone in which it decided.
    pub zone: Zone,
    /// What the clocks showed there.
    pub local: DateTime,
    /// All zones that counted.
    pub zones: Vec<Zone>,
    /// What told where the member is, the most reliable first. Several disagree; none means that all of the US counted.
    pub known_by: Vec<KnownBy>,
    /// The same in plain words.
    pub words: String,
}

impl Basis {
    /// The proof that `clock` decides at `now`, one of `clocks` that `counting` sources led to; no hour suited the rest.
    pub(super) fn new(
        clock: Clock,
        clocks: &[Clock],
        counting: &[Clue],
        left_out: &[Clue],
        now: Timestamp,
    ) -> Self {
        let local = rules(clock.zone).to_datetime(now);
        let window = deciding(clock, local);
        let (opens, closes) = window.hours(local.date());
        let mut zones: Vec<Zone> = clocks.iter().map(|clock| clock.zone).collect();
        zones.dedup();
        Self {
            law: Law {
                state: window.state,
                opens,
                closes,
                source: window.source.to_owned(),
                as_of: window.as_of.to_owned(),
            },
            zone: clock.zone,
            local,
            words: words(window, clock.zone, local, &zones, counting, left_out),
            zones,
            known_by: counting.iter().map(|clue| clue.known_by.clone()).collect(),
        }
    }
}

/// The window that keeps `clock` closed, or that closes it first.
fn deciding(clock: Clock, local: DateTime) -> &'static Window {
    let Some(own) = clock.window() else {
        return &FEDERAL;
    };
    let (open, close) = own.hours(local.date());
    let (federal_open, federal_close) = FEDERAL.hours(local.date());
    let own_is_open = (open..close).contains(&local.hour());
    let federal_is_open = (federal_open..federal_close).contains(&local.hour());
    if own_is_open && (!federal_is_open || federal_close < close) {
        &FEDERAL
    } else {
        own
    }
}

fn words(
    window: &Window,
    zone: Zone,
    local: DateTime,
    zones: &[Zone],
    counting: &[Clue],
    left_out: &[Clue],
) -> String {
    let law = window.state.map_or("Federal law", State::name);
    let mut words = format!(
        "{law} allows {}; it is {} in {zone}",
        window.words(local.date()),
        local.strftime("%-H:%M on %A"),
    );
    match counting {
        [] => words.push_str(", and as nothing tells where the member is, all of the US counts."),
        [clue] => words.extend([", by ", &clue.known_by.words(), "."]),
        several => {
            let all: Vec<String> = several.iter().map(|clue| clue.known_by.words()).collect();
            words.extend([
                ", by ",
                &all.join(" and "),
                ", which disagree, so that all count.",
            ]);
        }
    }
    if zones.len() > 1 && !counting.is_empty() {
        let all: Vec<&str> = zones.iter().map(|zone| zone.iana()).collect();
        words.extend([" Zones that count: ", &all.join(", "), "."]);
    }
    for clue in left_out {
        words.extend([" Left out, as no hour suits all: ", &clue.known_by.words(), "."]);
    }
    words
}

impl KnownBy {
    fn words(&self) -> String {
        match self {
            Self::Zip(digits) => format!("ZIP code {digits:x<5}"),
            Self::State(state) => format!("state {}", state.code()),
            Self::AreaCode(code) => format!("area code {code}"),
        }
    }
}
