//! The tables are whole and well formed.

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::quiet_hours::area_codes::{AREA_CODES, AREA_CODES_ABROAD};
use crate::quiet_hours::clock::{Asked, Clock};
use crate::quiet_hours::holiday::easter_of;
use crate::quiet_hours::laws::{FEDERAL, STATES};
use crate::quiet_hours::place::Place;
use crate::quiet_hours::window::Sure;
use crate::quiet_hours::zip_prefixes::{ISLANDS, MILITARY, ZIP_PREFIXES};

/// The places of each area code.
pub(super) fn area_codes() -> BTreeMap<u16, Vec<Place>> {
    let mut codes = BTreeMap::<u16, Vec<Place>>::new();
    for &(state, zone, row) in AREA_CODES {
        for &code in row {
            codes.entry(code).or_default().push((state, zone));
        }
    }
    codes
}

/// The places of each ZIP code prefix.
pub(super) fn zip_prefixes() -> BTreeMap<u16, Vec<Place>> {
    let mut prefixes = BTreeMap::<u16, Vec<Place>>::new();
    for &(state, zone, runs) in ZIP_PREFIXES {
        for prefix in runs.iter().flat_map(|&(first, last)| first..=last) {
            prefixes.entry(prefix).or_default().push((state, zone));
        }
    }
    prefixes
}

fn places() -> BTreeSet<Place> {
    let islands = ISLANDS.iter().map(|row| (row.0, row.1));
    ZIP_PREFIXES
        .iter()
        .chain(MILITARY)
        .map(|row| (row.0, row.1))
        .chain(islands)
        .collect()
}

#[test]
fn el_17_the_tables_are_sorted_and_name_each_place_once() {
    let sorted = |codes: &[u16]| codes.windows(2).all(|pair| pair[0] < pair[1]);
    for (state, zone, codes) in AREA_CODES {
        assert!(!codes.is_empty() && sorted(codes), "{state:?} {zone}");
        assert!(
            codes
                .iter()
                .all(|code| (200..1_000).contains(code) && code % 100 != 11)
        );
        assert!(places().contains(&(*state, *zone)), "{state:?} {zone}");
    }
    for (state, zone, runs) in ZIP_PREFIXES {
        let ends: Vec<u16> = runs
            .iter()
            .flat_map(|&(first, last)| [first * 2, last * 2 + 1])
            .collect();
        assert!(!ends.is_empty() && sorted(&ends), "{state:?} {zone}");
    }
    let by_prefix: BTreeSet<Place> = ZIP_PREFIXES.iter().map(|row| (row.0, row.1)).collect();
    assert_eq!(by_prefix.len(), ZIP_PREFIXES.len());
    for (state, zone, (first, last)) in ISLANDS {
        let around = zip_prefixes().remove(&u16::try_from(first / 100).unwrap());
        assert!(
            around.is_some_and(|places| !places.is_empty()),
            "{state:?} {zone}"
        );
        assert!(first <= last && first / 100 == last / 100);
    }
    for (state, zone, runs) in MILITARY {
        for (first, last) in *runs {
            assert!(first <= last, "{state:?} {zone}");
            assert!(zip_prefixes().range(first..=last).next().is_none());
        }
    }
    assert!(AREA_CODES_ABROAD.windows(2).all(|pair| pair[0] < pair[1]));
    for code in AREA_CODES_ABROAD {
        assert!(!area_codes().contains_key(code), "{code} is of one country");
    }
}

#[test]
fn el_17_every_state_and_every_zone_is_reached() {
    let states: BTreeSet<State> = places().into_iter().map(|place| place.0).collect();
    assert_eq!(states, State::ALL.iter().copied().collect());
    assert_eq!(
        states.len(),
        50 + 1 + 6 + 3 + 3,
        "states, the district, territories, associated states, the armed forces"
    );
    let zones: BTreeSet<Zone> = places().into_iter().map(|place| place.1).collect();
    assert_eq!(zones, Zone::ALL.iter().copied().collect());
    let with_codes: BTreeSet<State> = AREA_CODES.iter().map(|row| row.0).collect();
    let without: Vec<&State> = states.difference(&with_codes).collect();
    assert_eq!(
        without,
        [
            &State::AA,
            &State::AE,
            &State::AP,
            &State::FM,
            &State::MH,
            &State::PW,
            &State::UM
        ],
        "they have country codes, or no numbers of their own"
    );
    for &state in State::ALL {
        assert_eq!(State::parse(state.code()), Some(state));
        assert_eq!(State::parse(&state.name().to_uppercase()), Some(state));
        assert_eq!(serde_json::to_value(state).unwrap(), state.code());
    }
}

#[test]
fn el_17_every_area_code_and_zip_prefix_resolves() {
    let noon = at("2026-01-13T17:00:00Z");
    assert_eq!(area_codes().len(), 380);
    for (code, places) in area_codes() {
        let ruling = rule("", "", &code.to_string(), noon);
        assert_eq!(ruling.because().known_by, [KnownBy::AreaCode(code)]);
        assert_eq!(ruling.because().wide, Some(Wide::Contiguous));
        assert!(
            places.iter().all(|place| place.0 == places[0].0),
            "{code} lies in one state"
        );
    }
    assert_eq!(zip_prefixes().len(), 917);
    for (prefix, places) in zip_prefixes() {
        let ruling = rule(&format!("{prefix:03}01"), "", "800", noon);
        let zones: BTreeSet<Zone> = places.iter().map(|place| place.1).collect();
        assert_eq!(
            ruling.because().zones,
            zones.into_iter().collect::<Vec<_>>(),
            "{prefix}"
        );
    }
}

#[test]
fn el_17_well_known_codes_are_where_they_are() {
    use Zone::{Alaska, Aleutian, Arizona, Atlantic, Central, Chamorro, Eastern, Hawaii, Mountain, Pacific};
    let codes = area_codes();
    for (code, state, zones) in [
        (212, State::NY, vec![Eastern]),
        (203, State::CT, vec![Eastern]),
        (202, State::DC, vec![Eastern]),
        (305, State::FL, vec![Eastern]),
        (312, State::IL, vec![Central]),
        (713, State::TX, vec![Central]),
        (303, State::CO, vec![Mountain]),
        (310, State::CA, vec![Pacific]),
        (702, State::NV, vec![Pacific]),
        (602, State::AZ, vec![Arizona]),
        (907, State::AK, vec![Alaska, Aleutian]),
        (808, State::HI, vec![Hawaii]),
        (787, State::PR, vec![Atlantic]),
        (340, State::VI, vec![Atlantic]),
        (671, State::GU, vec![Chamorro]),
        (850, State::FL, vec![Central, Eastern]),
        (812, State::IN, vec![Central, Eastern]),
        (270, State::KY, vec![Central, Eastern]),
        (906, State::MI, vec![Central, Eastern]),
        (423, State::TN, vec![Central, Eastern]),
        (605, State::SD, vec![Central, Mountain]),
        (701, State::ND, vec![Central, Mountain]),
        (308, State::NE, vec![Central, Mountain]),
        (785, State::KS, vec![Central, Mountain]),
        (208, State::ID, vec![Mountain, Pacific]),
        (541, State::OR, vec![Mountain, Pacific]),
    ] {
        let expected: Vec<Place> = zones.into_iter().map(|zone| (state, zone)).collect();
        assert_eq!(codes.get(&code), Some(&expected), "{code}");
    }
    for none in [416, 514, 604, 876, 809, 800, 888, 900, 555, 710, 911] {
        assert_eq!(codes.get(&none), None, "{none}");
    }
}

#[test]
fn el_17_every_window_is_dated_and_fits_a_day() {
    let mut seen = BTreeSet::new();
    for window in STATES.iter().chain([&FEDERAL]) {
        assert!(seen.insert((window.state, window.source)), "{:?}", window.state);
        assert!(!window.source.is_empty() && window.as_of.parse::<jiff::civil::Date>().is_ok());
        assert!(!window.binds.is_empty());
        for (open, close) in [window.weekdays, window.saturday, window.sunday] {
            assert!(
                (0..24).contains(&open) && (open..24).contains(&close),
                "{:?}",
                window.state
            );
        }
    }
}

/// All different sets of clocks that one source can lead to.
fn sets(sources: impl Iterator<Item = Vec<Place>>) -> BTreeSet<Vec<Clock>> {
    sources
        .map(|places| {
            let clocks: BTreeSet<Clock> = places.into_iter().map(Clock::of).collect();
            clocks.into_iter().collect()
        })
        .collect()
}

#[test]
fn el_17_whatever_two_sources_say_an_hour_is_open_within_eight_days() {
    let zips = sets(zip_prefixes().into_values());
    let codes = sets(area_codes().into_values());
    let states = sets(
        State::ALL
            .iter()
            .map(|&state| places().into_iter().filter(|place| place.0 == state).collect()),
    );
    let far = [Zone::Chamorro, Zone::Palau];
    // A Friday evening on the East coast, in winter and in summer.
    for now in [at("2026-01-17T01:00:00Z"), at("2026-07-18T00:00:00Z")] {
        let asked = Asked {
            sending: &Sending::STRICT,
            now,
        };
        for set in zips.iter().chain(&codes).chain(&states) {
            assert!(first_open(set, asked).is_some(), "{set:?}");
        }
        for (zip, code) in zips
            .iter()
            .flat_map(|zip| codes.iter().map(move |code| (zip, code)))
        {
            let both: Vec<Clock> = zip.iter().chain(code).copied().collect();
            let far_apart = both.iter().any(|clock| far.contains(&clock.zone));
            assert!(far_apart || first_open(&both, asked).is_some(), "{both:?}");
        }
    }
}

/// Area codes and prefixes that were missing or lacked a zone.
#[test]
fn el_17_corrected_codes_and_prefixes_are_where_they_are() {
    use Zone::{Central, Eastern, Mountain, Pacific};
    let codes = area_codes();
    for (code, state, zones) in [
        (357, State::CA, vec![Pacific]),
        (837, State::CA, vec![Pacific]),
        (457, State::LA, vec![Central]),
        (465, State::NY, vec![Eastern]),
        (471, State::MS, vec![Central]),
        (483, State::AL, vec![Central, Eastern]),
        (729, State::TN, vec![Central, Eastern]),
        (924, State::MN, vec![Central]),
        (761, State::KY, vec![Eastern]),
        (565, State::GA, vec![Eastern]),
    ] {
        let expected: Vec<Place> = zones.into_iter().map(|zone| (state, zone)).collect();
        assert_eq!(codes.get(&code), Some(&expected), "{code}");
    }
    let prefixes = zip_prefixes();
    for (prefix, state, zones) in [
        (476, State::IN, [Central, Eastern]),
        (463, State::IN, [Central, Eastern]),
        (385, State::TN, [Central, Eastern]),
        (378, State::TN, [Central, Eastern]),
        (425, State::KY, [Central, Eastern]),
        (471, State::IN, [Central, Eastern]),
        (587, State::ND, [Central, Mountain]),
        (977, State::OR, [Mountain, Pacific]),
        (978, State::OR, [Mountain, Pacific]),
        (836, State::ID, [Mountain, Pacific]),
    ] {
        assert_eq!(
            prefixes.get(&prefix),
            Some(&zones.map(|zone| (state, zone)).to_vec()),
            "{prefix}"
        );
    }
    // Wake: noon there is midnight in UTC.
    assert_quiet(
        |now| by_zip("96898", now),
        "2026-06-10T09:00:00Z",
        "2026-06-10T20:00:00Z",
    );
}

#[test]
fn el_17_what_is_low_is_kept_and_binds_nothing() {
    let low: BTreeSet<State> = STATES
        .iter()
        .filter(|window| window.sure == Sure::Low)
        .filter_map(|window| window.state)
        .collect();
    assert_eq!(
        low.into_iter().collect::<Vec<_>>(),
        [
            State::CA,
            State::IL,
            State::ME,
            State::MI,
            State::MN,
            State::NV,
            State::PA
        ]
    );
    // 20:30 on a Wednesday in Las Vegas.
    assert!(by_zip("89101", at("2026-01-15T04:30:00Z")).is_open());
}

#[test]
fn el_17_easter_is_where_it_was_and_will_be() {
    for (year, day) in [
        (1961, "1961-04-02"),
        (2008, "2008-03-23"),
        (2024, "2024-03-31"),
        (2026, "2026-04-05"),
        (2027, "2027-03-28"),
        (2038, "2038-04-25"),
        (2285, "2285-03-22"),
    ] {
        assert_eq!(easter_of(year), Some(day.parse().unwrap()), "{year}");
    }
    assert!((-9_999..=9_999).all(|year| easter_of(year).is_some()));
}
