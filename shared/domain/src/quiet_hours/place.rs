//! Where a person may be, from what is known of them.

use serde::{Deserialize, Serialize};

use super::address::{Country, Part, told, zip_digits};
use super::area_codes::{AREA_CODES, AREA_CODES_ABROAD};
use super::zip_prefixes::{ISLANDS, MILITARY, Run, ZIP_PREFIXES};
use super::{State, Zone};
use crate::phone::PhoneNumber;

/// One state's part of one zone.
pub(super) type Place = (State, Zone);

/// What told where the person is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "k", content = "v")]
pub enum KnownBy {
    /// The digits of the ZIP code that told it: the first three, or all five on some islands. The others would say more of
    /// the address than a timeline needs.
    #[serde(rename = "zip")]
    Zip(String),
    /// The state of the address.
    #[serde(rename = "st")]
    State(State),
    /// The area code of the telephone number.
    #[serde(rename = "ac")]
    AreaCode(u16),
}

/// How far beyond what is known all places count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Wide {
    /// All of the contiguous US, since a number alone says little of where somebody is.
    #[serde(rename = "conus")]
    Contiguous,
    /// All of the US, since an address could not be read or nothing is known.
    #[serde(rename = "us")]
    Anywhere,
}

/// Why nobody can say where the person may be texted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unknown {
    /// The number is of another country, and no address in the US is told.
    #[serde(rename = "foreign_number")]
    ForeignNumber,
    /// The address is in another country.
    #[serde(rename = "foreign_address")]
    ForeignAddress,
    /// No hour suits all places where they may be.
    #[serde(rename = "no_hour")]
    NoHour,
}

/// Where the person may be, by one source.
#[derive(Debug)]
pub(super) struct Clue {
    pub known_by: KnownBy,
    pub places: Vec<Place>,
}

/// Where the person may be, by all that is known.
#[derive(Debug)]
pub(super) struct Located {
    /// The sources that count, the most reliable first: one that shares no place with those before it disagrees with them
    /// and counts too, one that agrees adds nothing.
    pub clues: Vec<Clue>,
    /// What counts besides.
    pub wide: Option<Wide>,
    /// The parts of the address that could not be read.
    pub unread: Vec<Part>,
}

/// What a number tells.
enum Numbering {
    /// An area code of the US.
    Us(Clue),
    /// Nothing: toll-free, or a code that the tables do not have.
    Placeless,
    /// Another country, or a number that is none in the US.
    Foreign,
}

/// Reads what is known. What of an address is told and cannot be read makes all of the US count. A foreign number says that
/// a code of five digits may be another country's ZIP code, unless a state or a country confirms it.
pub(super) fn locate(whereabouts: &Whereabouts<'_>) -> Result<Located, Unknown> {
    let country = told(whereabouts.country).map(Country::parse);
    if country == Some(Country::Other) {
        return Err(Unknown::ForeignAddress);
    }
    let (zip, state) = (told(whereabouts.zip), told(whereabouts.state));
    let read_state = state.and_then(State::parse);
    let territory = match country {
        Some(Country::Territory(territory)) => Some(territory),
        _ => None,
    };
    let by_zip = zip.and_then(|zip| by_zip(zip, read_state.or(territory)));
    let by_state = read_state.or(territory).and_then(by_state);
    let mut unread = Vec::new();
    if zip.is_some() && by_zip.is_none() {
        unread.push(Part::Zip);
    }
    if state.is_some() && read_state.is_none() {
        unread.push(Part::State);
    }
    let numbering = numbering(whereabouts.number);
    if matches!(numbering, Numbering::Foreign) {
        let confirmed = by_state.is_some() || (country.is_some() && by_zip.is_some());
        if !confirmed {
            return Err(Unknown::ForeignNumber);
        }
    }
    let by_address = by_zip.is_some() || by_state.is_some();
    let wide = match &numbering {
        _ if !unread.is_empty() => Some(Wide::Anywhere),
        _ if by_address => None,
        Numbering::Us(_) => Some(Wide::Contiguous),
        Numbering::Placeless | Numbering::Foreign => Some(Wide::Anywhere),
    };
    let by_number = match numbering {
        Numbering::Us(clue) => Some(clue),
        Numbering::Placeless | Numbering::Foreign => None,
    };
    let mut clues: Vec<Clue> = Vec::with_capacity(2);
    for clue in [by_zip, by_state, by_number].into_iter().flatten() {
        let agrees = clues
            .iter()
            .any(|known| known.places.iter().any(|place| clue.places.contains(place)));
        if !agrees {
            clues.push(clue);
        }
    }
    Ok(Located { clues, wide, unread })
}

impl Wide {
    /// The places that count. No number or scrap of an address is likely to be of the Chamorro zone without saying so: there
    /// is no hour of a summer's day that both Guam and Rhode Island allow. Freely associated states are not the US.
    pub(super) fn places(self) -> Vec<Place> {
        use Zone::{Chamorro, Chuuk, Marshall, Palau, Pohnpei};
        let far = [Chamorro, Chuuk, Marshall, Palau, Pohnpei];
        let overseas = [State::AK, State::AS, State::HI, State::PR, State::VI];
        let counts = |(state, zone): &Place| match self {
            Self::Anywhere => !far.contains(zone),
            Self::Contiguous => !far.contains(zone) && !overseas.contains(state),
        };
        all_places().filter(counts).collect()
    }
}

/// All places but the posts of the armed forces, some twice.
fn all_places() -> impl Iterator<Item = Place> {
    let by_prefix = ZIP_PREFIXES.iter().map(|&(state, zone, _)| (state, zone));
    by_prefix.chain(ISLANDS.iter().map(|&(state, zone, _)| (state, zone)))
}

fn by_zip(zip: &str, state: Option<State>) -> Option<Clue> {
    let digits = zip_digits(zip, state)?;
    let number = digits.parse::<u32>().ok()?;
    let island = ISLANDS
        .iter()
        .find(|(_, _, (first, last))| (first..=last).contains(&&number));
    if let Some(&(state, zone, _)) = island {
        return clue(KnownBy::Zip(digits), vec![(state, zone)]);
    }
    let prefix = number / 100;
    let within = |runs: &[Run]| {
        runs.iter()
            .any(|&(first, last)| (u32::from(first)..=u32::from(last)).contains(&prefix))
    };
    let rows = ZIP_PREFIXES
        .iter()
        .chain(MILITARY)
        .filter(|(_, _, runs)| within(runs));
    let places = rows.map(|&(state, zone, _)| (state, zone)).collect();
    clue(KnownBy::Zip(format!("{prefix:03}")), places)
}

fn by_state(state: State) -> Option<Clue> {
    let posts = MILITARY.iter().map(|&(state, zone, _)| (state, zone));
    let places = all_places()
        .chain(posts)
        .filter(|place| place.0 == state)
        .collect();
    clue(KnownBy::State(state), places)
}

fn numbering(number: &PhoneNumber) -> Numbering {
    let national = number
        .as_str()
        .strip_prefix("+1")
        .filter(|digits| digits.len() == 10);
    let Some(code) = national.and_then(|digits| digits.get(..3)?.parse::<u16>().ok()) else {
        return Numbering::Foreign;
    };
    if AREA_CODES_ABROAD.binary_search(&code).is_ok() {
        return Numbering::Foreign;
    }
    let rows = AREA_CODES
        .iter()
        .filter(|(_, _, codes)| codes.binary_search(&code).is_ok());
    let places = rows.map(|&(state, zone, _)| (state, zone)).collect();
    clue(KnownBy::AreaCode(code), places).map_or(Numbering::Placeless, Numbering::Us)
}

fn clue(known_by: KnownBy, places: Vec<Place>) -> Option<Clue> {
    (!places.is_empty()).then_some(Clue { known_by, places })
}

/// What is known of where a member is. The address is trusted before the number, which people take along when they move.
#[derive(Debug, Clone, Copy)]
pub struct Whereabouts<'a> {
    /// Their telephone number.
    pub number: &'a PhoneNumber,
    /// The ZIP code of their address, as a system wrote it.
    pub zip: Option<&'a str>,
    /// The state of their address, as a system wrote it.
    pub state: Option<&'a str>,
    /// The country of their address, as a system wrote it; the US when it is not told.
    pub country: Option<&'a str>,
}

impl Whereabouts<'_> {
    /// Whether anything tells where in the US somebody is.
    pub fn are_known(&self) -> bool {
        locate(self).is_ok()
    }
}
