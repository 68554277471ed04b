//! Why a text may or may not go out, as it is kept in the history.

use jiff::civil::DateTime;
use serde::{Deserialize, Deserializer, Serialize};

use super::address::Part;
use super::clock::{Asked, Clock};
use super::place::{Clue, Located, Unknown, Wide};
use super::sending::Reading;
use super::window::Law;
use super::zone::rules;
use super::{KnownBy, Zone};

/// The proof of a ruling: whose window decided, on which clock, how the place was found and what could not be read of it.
///
/// Kept whole, since the law, the zones and the tables change while a history does not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basis {
    /// The window that decided and the clock on which it did; none while nobody knows where the member is.
    #[serde(rename = "win", default, skip_serializing_if = "Option::is_none")]
    pub decided: Option<Decided>,
    /// Why nobody knows.
    #[serde(rename = "unk", default, skip_serializing_if = "Option::is_none")]
    pub unknown: Option<Unknown>,
    /// All zones that counted, unless all of the US or the contiguous US did.
    #[serde(rename = "zns", default, skip_serializing_if = "Vec::is_empty")]
    pub zones: Vec<Zone>,
    /// What told where the member is, the most reliable first. Several disagree.
    #[serde(rename = "by", default, skip_serializing_if = "Vec::is_empty")]
    pub known_by: Vec<KnownBy>,
    /// How far beyond that all places counted.
    #[serde(rename = "wide", default, skip_serializing_if = "Option::is_none")]
    pub wide: Option<Wide>,
    /// What of the address could not be read.
    #[serde(rename = "bad", default, skip_serializing_if = "Vec::is_empty")]
    pub unread: Vec<Part>,
    /// What was left out, as no hour suits all.
    #[serde(rename = "out", default, skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<KnownBy>,
    /// The reading of the law that an institution chose on its counsel's word.
    #[serde(rename = "rd", default, skip_serializing_if = "Option::is_none")]
    pub reading: Option<Reading>,
}

/// The window that decided: the one that opens last, or that closes first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    /// What its law says of the local day.
    #[serde(rename = "law")]
    pub law: Law,
    /// The zone in which it decided.
    #[serde(rename = "zn")]
    pub zone: Zone,
    /// What the clocks showed there.
    #[serde(rename = "at")]
    pub local: DateTime,
}

/// Reads a basis that an entry keeps. One that a later release wrote otherwise is passed over, since the entry says the rest.
pub(crate) fn kept<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Box<Basis>>, D::Error> {
    let stored = Option::<serde_json::Value>::deserialize(deserializer)?;
    Ok(stored.and_then(|stored| serde_json::from_value(stored).ok()))
}

fn chosen(asked: Asked<'_>) -> Option<Reading> {
    Some(asked.sending.reading.clone()).filter(|reading| *reading != Reading::Strict)
}

impl Basis {
    /// The proof that `clock` decides, one of `clocks`, where only the first `counting` sources count.
    pub(super) fn new(
        clock: Clock,
        clocks: &[Clock],
        located: Located,
        counting: usize,
        asked: Asked<'_>,
    ) -> Self {
        let local = rules(clock.zone).to_datetime(asked.now);
        let window = clock.deciding(local.date(), local.hour(), asked);
        let mut zones: Vec<Zone> = clocks.iter().map(|clock| clock.zone).collect();
        zones.dedup();
        if located.wide.is_some() {
            zones.clear();
        }
        Self {
            decided: Some(Decided {
                law: window.law(local.date()),
                zone: clock.zone,
                local,
            }),
            unknown: None,
            zones,
            ..Self::placed(located, counting, asked)
        }
    }

    /// The proof that no hour suits all places.
    pub(super) fn no_hour(located: Located, asked: Asked<'_>) -> Self {
        let counting = located.clues.len();
        Self {
            unknown: Some(Unknown::NoHour),
            ..Self::placed(located, counting, asked)
        }
    }

    /// The proof that nobody knows where the member is.
    pub(super) fn unknown(why: Unknown, asked: Asked<'_>) -> Self {
        let nowhere = Located {
            clues: Vec::new(),
            wide: None,
            unread: Vec::new(),
        };
        Self {
            unknown: Some(why),
            ..Self::placed(nowhere, 0, asked)
        }
    }

    fn placed(located: Located, counting: usize, asked: Asked<'_>) -> Self {
        let known_by = |clue: Clue| clue.known_by;
        let mut known: Vec<KnownBy> = located.clues.into_iter().map(known_by).collect();
        let left_out = known.split_off(counting.min(known.len()));
        Self {
            decided: None,
            unknown: None,
            zones: Vec::new(),
            known_by: known,
            wide: located.wide,
            unread: located.unread,
            left_out,
            reading: chosen(asked),
        }
    }

    /// The same in plain words, for whoever reads the history.
    pub fn words(&self) -> String {
        let mut words = match (&self.decided, self.unknown) {
            (Some(decided), _) => format!(
                "{}; it is {} in {}{}.",
                decided.law.words(),
                decided.local.strftime("%-H:%M on %A"),
                decided.zone,
                self.by_words()
            ),
            (None, Some(Unknown::ForeignAddress)) => {
                "The address is in another country, whose quiet hours are not known here: only a person may write.".to_owned()
            }
            (None, Some(Unknown::NoHour)) => format!(
                "No hour suits all places where the member may be{}: an address would tell.",
                self.by_words()
            ),
            (None, Some(Unknown::ForeignNumber) | None) => {
                "The number is of another country and no address in the US is told: a state or a country would tell.".to_owned()
            }
        };
        match self.wide {
            Some(Wide::Contiguous) => words.push_str(
                " A number alone says little of where somebody is, so that all of the contiguous US counts.",
            ),
            Some(Wide::Anywhere) if !self.unread.is_empty() => {
                let parts: Vec<&str> = self.unread.iter().map(|part| part.name()).collect();
                words.extend([
                    " The ",
                    &parts.join(" and the "),
                    " could not be read, so that all of the US counts.",
                ]);
            }
            Some(Wide::Anywhere) => {
                words.push_str(" Nothing tells where the member is, so that all of the US counts.");
            }
            None => {}
        }
        if self.zones.len() > 1 {
            let all: Vec<&str> = self.zones.iter().map(|zone| zone.iana()).collect();
            words.extend([" Zones that count: ", &all.join(", "), "."]);
        }
        for known_by in &self.left_out {
            words.extend([" Left out, as no hour suits all: ", &known_by.words(), "."]);
        }
        if let Some(Reading::Counsel { by, on }) = &self.reading {
            words.extend([" By the reading of ", by, ", ", &on.to_string(), "."]);
        }
        words
    }

    fn by_words(&self) -> String {
        let all: Vec<String> = self.known_by.iter().map(KnownBy::words).collect();
        match all.len() {
            0 => String::new(),
            1 => format!(", by {}", all.join("")),
            _ => format!(", by {}, which disagree, so that all count", all.join(" and ")),
        }
    }
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
