//! Reading the parts of an address that tell where somebody is, as systems and people write them.

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;

use super::State;
use super::state::{LONGEST, squashed};

/// A part of an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Part {
    /// Its ZIP code.
    #[serde(rename = "zip")]
    Zip,
    #[serde(rename = "st")]
    State,
}

impl Part {
    /// What it is called.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Zip => "ZIP code",
            Self::State => "state",
        }
    }
}

/// What a country says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Country {
    /// The United States.
    Us,
    /// A territory of theirs, or a state that shares their mail, which some lists count as countries.
    Territory(State),
    /// Any other, or what nobody can tell.
    Other,
}

/// Of the codes of countries, most are codes of states as well: `CA`, `GA`, `IN`. These mean the same by both.
const TERRITORIES: &[(State, &[&str])] = &[
    (State::AS, &["AS", "ASM", "AMERICANSAMOA"]),
    (
        State::FM,
        &["FM", "FSM", "MICRONESIA", "FEDERATEDSTATESOFMICRONESIA"],
    ),
    (State::GU, &["GU", "GUM", "GUAM"]),
    (State::MH, &["MH", "MHL", "MARSHALLISLANDS"]),
    (State::MP, &["MP", "MNP", "NORTHERNMARIANAISLANDS"]),
    (State::PR, &["PR", "PRI", "PUERTORICO"]),
    (State::PW, &["PW", "PLW", "PALAU"]),
    (State::UM, &["UM", "UMI"]),
    (
        State::VI,
        &["VI", "VIR", "VIRGINISLANDS", "USVIRGINISLANDS", "VIRGINISLANDSUS"],
    ),
];

const US: &[&str] = &[
    "US",
    "USA",
    "UNITEDSTATES",
    "UNITEDSTATESOFAMERICA",
    "THEUNITEDSTATES",
    "AMERICA",
    "840",
];

impl Country {
    pub(super) fn parse(text: &str) -> Self {
        let Some(text) = squashed(text) else {
            return Self::Other;
        };
        if US.contains(&&*text) {
            return Self::Us;
        }
        let territory = TERRITORIES.iter().find(|(_, names)| names.contains(&&*text));
        territory.map_or(Self::Other, |(state, _)| Self::Territory(*state))
    }
}

/// What a text says, if it says anything.
pub(super) fn told(text: Option<&str>) -> Option<&str> {
    text.filter(|text| text.chars().any(|c| !is_blank(c)))
}

/// White space, and what is no wider than nothing.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// The Unicode dashes that stand before the last four digits.
fn is_dash(c: char) -> bool {
    matches!(
        c,
        '-' | '\u{ad}' | '\u{2010}'
            ..='\u{2015}' | '\u{2043}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}'
    )
}

/// The first five digits of a ZIP code.
///
/// It may have its last four digits behind any dash or blank or none, lack the zero that it began with, as in New England,
/// and carry the `.0` of a spreadsheet. Of three digits two zeros are missing, which only `state` can say.
pub(super) fn zip_digits(zip: &str, state: Option<State>) -> Option<String> {
    if zip.len() > LONGEST {
        return None;
    }
    let zip: String = zip.nfkc().filter(|c| !is_blank(*c)).collect();
    let whole = match zip.split_once('.') {
        Some((whole, rest)) if !rest.is_empty() && rest.bytes().all(|b| b == b'0') => whole,
        Some(_) => return None,
        None => &zip,
    };
    let (five, four) = match whole.split_once(is_dash) {
        Some((five, four)) => (five, four),
        None if matches!(whole.len(), 8 | 9) && whole.is_ascii() => whole.split_at(whole.len() - 4),
        None => (whole, ""),
    };
    let is_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let twice_short = matches!(state, Some(State::PR | State::VI));
    let long_enough = matches!(five.len(), 4 | 5) || (five.len() == 3 && twice_short);
    let well_formed = is_digits(five) && is_digits(four) && matches!(four.len(), 0 | 4) && long_enough;
    well_formed.then(|| format!("{five:0>5}"))
}
