//! Where a person may be, from what is known of them.

use serde::{Deserialize, Serialize};

use super::area_codes::AREA_CODES;
use super::zip_prefixes::{ISLANDS, MILITARY_PREFIXES, Run, ZIP_PREFIXES};
use super::{State, Whereabouts, Zone};
use crate::phone::PhoneNumber;

/// One state's part of one zone.
pub(super) type Place = (State, Zone);

/// What told where the person is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KnownBy {
    /// The digits of the ZIP code that told it: the first three, or all five on some islands. The others would say more of
    /// the address than a timeline needs.
    Zip(String),
    /// The state of the address.
    State(State),
    /// The area code of the telephone number.
    AreaCode(u16),
}

/// Where the person may be, by one source.
pub(super) struct Clue {
    pub known_by: KnownBy,
    pub places: Vec<Place>,
}

/// The sources that count, the most reliable first: one that shares no place with those before it disagrees with them
/// and counts too, one that agrees adds nothing. None at all when nothing is known.
pub(super) fn clues(whereabouts: &Whereabouts<'_>) -> Vec<Clue> {
    let sources = [
        whereabouts.zip.and_then(by_zip),
        whereabouts.state.and_then(by_state),
        by_area_code(whereabouts.number),
    ];
    let mut counting: Vec<Clue> = Vec::with_capacity(2);
    for clue in sources.into_iter().flatten() {
        let agrees = counting
            .iter()
            .any(|known| known.places.iter().any(|place| clue.places.contains(place)));
        if !agrees {
            counting.push(clue);
        }
    }
    counting
}

/// Every place in the US but those of the Chamorro zone, which no number is likely to be in that does not say so: there
/// is no hour of a summer's day that both Guam and Rhode Island allow. Freely associated states are not the US.
pub(super) fn anywhere() -> Vec<Place> {
    use Zone::{Chamorro, Chuuk, Marshall, Palau, Pohnpei};
    let far = [Chamorro, Chuuk, Marshall, Palau, Pohnpei];
    all_places().filter(|(_, zone)| !far.contains(zone)).collect()
}

/// All places, some twice.
fn all_places() -> impl Iterator<Item = Place> {
    let by_prefix = ZIP_PREFIXES.iter().map(|&(state, zone, _)| (state, zone));
    by_prefix.chain(ISLANDS.iter().map(|&(state, zone, _)| (state, zone)))
}

fn by_zip(zip: &str) -> Option<Clue> {
    let digits = zip_digits(zip)?;
    let number = digits.parse::<u32>().ok()?;
    let island = ISLANDS
        .iter()
        .find(|(_, _, (first, last))| (first..=last).contains(&&number));
    if let Some(&(state, zone, _)) = island {
        return clue(KnownBy::Zip(digits.to_owned()), vec![(state, zone)]);
    }
    let prefix = number / 100;
    let within = |runs: &[Run]| {
        runs.iter()
            .any(|&(first, last)| (u32::from(first)..=u32::from(last)).contains(&prefix))
    };
    let places = if within(MILITARY_PREFIXES) {
        anywhere()
    } else {
        let rows = ZIP_PREFIXES.iter().filter(|(_, _, runs)| within(runs));
        rows.map(|&(state, zone, _)| (state, zone)).collect()
    };
    clue(KnownBy::Zip(format!("{prefix:03}")), places)
}

/// The first five digits of a ZIP code of five or nine, with or without its hyphen.
fn zip_digits(zip: &str) -> Option<&str> {
    let zip = zip.trim();
    let digits = |text: &str, length: usize| text.len() == length && text.bytes().all(|b| b.is_ascii_digit());
    let well_formed = match zip.split_once('-') {
        Some((five, four)) => digits(five, 5) && digits(four, 4),
        None => digits(zip, 5) || digits(zip, 9),
    };
    if well_formed { zip.get(..5) } else { None }
}

fn by_state(text: &str) -> Option<Clue> {
    let state = State::parse(text)?;
    let places = all_places().filter(|place| place.0 == state).collect();
    clue(KnownBy::State(state), places)
}

fn by_area_code(number: &PhoneNumber) -> Option<Clue> {
    let national = number
        .as_str()
        .strip_prefix("+1")
        .filter(|digits| digits.len() == 10)?;
    let code = national.get(..3)?.parse::<u16>().ok()?;
    let rows = AREA_CODES
        .iter()
        .filter(|(_, _, codes)| codes.binary_search(&code).is_ok());
    let places = rows.map(|&(state, zone, _)| (state, zone)).collect();
    clue(KnownBy::AreaCode(code), places)
}

fn clue(known_by: KnownBy, places: Vec<Place>) -> Option<Clue> {
    (!places.is_empty()).then_some(Clue { known_by, places })
}
