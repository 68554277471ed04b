use proptest::prelude::*;
use proptest::sample::select;

use super::model::{CASES, is_open};
use super::*;
use crate::quiet_hours::zone::rules;

/// Any millisecond from 2007, when today's daylight saving began, to 2060.
fn instant() -> impl Strategy<Value = Timestamp> {
    let (from, to) = (at("2007-01-02T00:00:00Z"), at("2060-01-01T00:00:00Z"));
    (from.as_millisecond()..to.as_millisecond()).prop_map(|ms| Timestamp::from_millisecond(ms).unwrap())
}

/// Instants within a day of a change of clocks or of a year, and on leap days.
fn odd_instant() -> impl Strategy<Value = Timestamp> {
    let days = select(vec![
        "2024-02-29",
        "2026-03-08",
        "2026-11-01",
        "2027-03-14",
        "2027-11-07",
        "2028-02-29",
        "2027-01-01",
        "2028-01-01",
    ]);
    let day_in_ms = 86_400_000_i64;
    (days, -day_in_ms..2 * day_in_ms)
        .prop_map(|(day, offset)| at(&format!("{day}T00:00:00Z")) + SignedDuration::from_millis(offset))
}

fn any_instant() -> impl Strategy<Value = Timestamp> {
    prop_oneof![instant(), odd_instant()]
}

fn whereabouts() -> impl Strategy<Value = (String, String, String)> {
    let zip = prop_oneof![2 => "[0-9]{5}", 1 => Just(String::new())];
    let code = prop_oneof![
        select(data::area_codes().into_keys().collect::<Vec<_>>()).prop_map(|code| code.to_string()),
        "[2-9][0-9]{2}",
    ];
    let state = prop_oneof![
        1 => select(State::ALL).prop_map(|state| state.code().to_owned()),
        2 => Just(String::new()),
    ];
    (zip, state, code)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// Every minute until the ruling changes, against the rules written naively.
    #[test]
    fn el_17_a_ruling_is_what_every_minute_of_the_model_says(case in select(CASES), now in any_instant()) {
        let (zip, state, area_code, spots) = case;
        let code = if area_code.is_empty() { "800" } else { area_code };
        let ruling = rule(zip, state, code, now);
        prop_assert_eq!(ruling.is_open(), is_open(now, spots), "{:?} at {}", case, now);
        let minute = SignedDuration::from_mins(1);
        let mut at = Timestamp::from_second(now.as_second().div_euclid(60) * 60).unwrap();
        while is_open(at + minute, spots) == ruling.is_open() {
            at += minute;
            prop_assert!(at < ruling.until(), "{:?} at {}: nothing changes at {}", case, now, ruling.until());
        }
        prop_assert_eq!(ruling.until(), at + minute, "{:?} at {}", case, now);
    }
}

proptest! {
    #[test]
    fn el_17_until_is_the_instant_at_which_it_changes((zip, state, code) in whereabouts(), now in any_instant()) {
        let ask = |now| rule(&zip, &state, &code, now);
        let ruling = ask(now);
        let until = ruling.until();
        prop_assert!(now < until && until.duration_since(now) <= HORIZON);
        prop_assert_eq!(ask(until).is_open(), !ruling.is_open(), "{:?}", ruling);
        let before = (until - MILLISECOND).max(now);
        prop_assert_eq!(ask(before).is_open(), ruling.is_open(), "{:?}", ruling);
        prop_assert_eq!(ask(before).until(), until);
        // And nowhere in between.
        let middle = now + (until.duration_since(now) / 2);
        prop_assert_eq!(ask(middle).is_open(), ruling.is_open());
    }

    #[test]
    fn el_17_open_means_open_in_every_zone_that_counts((zip, state, code) in whereabouts(), now in any_instant()) {
        let ruling = rule(&zip, &state, &code, now);
        let basis = ruling.because();
        let hour = |zone: &Zone| rules(*zone).to_datetime(now).hour();
        if ruling.is_open() {
            for zone in &basis.zones {
                prop_assert!((8..21).contains(&hour(zone)), "{zone}: {:?}", ruling);
            }
            prop_assert!((basis.law.opens..basis.law.closes).contains(&basis.local.hour()));
        } else {
            let closed = !(basis.law.opens..basis.law.closes).contains(&basis.local.hour());
            prop_assert!(closed, "the window that is named is a closed one: {:?}", ruling);
        }
        prop_assert!(basis.zones.contains(&basis.zone));
        prop_assert_eq!(rules(basis.zone).to_datetime(now), basis.local);
    }

    #[test]
    fn el_17_knowing_a_source_that_disagrees_never_opens_an_hour((zip, _, code) in whereabouts(), now in any_instant()) {
        let both = rule(&zip, "", &code, now);
        if both.is_open() && both.because().known_by.len() == 2 {
            prop_assert!(rule(&zip, "", "800", now).is_open());
            prop_assert!(rule("", "", &code, now).is_open());
        }
    }

    #[test]
    fn el_17_any_text_and_any_instant_get_a_ruling(
        zip in any::<String>(), state in "(?s).{0,30}", digits in "[1-9][0-9]{6,14}",
        second in Timestamp::MIN.as_second()..Timestamp::MAX.as_second(),
    ) {
        let number = number(&format!("+{digits}"));
        let whereabouts = Whereabouts { number: &number, zip: Some(&zip), state: Some(&state) };
        let now = Timestamp::from_second(second).unwrap();
        let ruling = ruling(&whereabouts, now);
        prop_assert!(ruling.until() > now && ruling.until().duration_since(now) <= HORIZON);
        let stored = serde_json::to_string(&ruling).unwrap();
        prop_assert_eq!(serde_json::from_str::<Ruling>(&stored).unwrap(), ruling);
    }
}
