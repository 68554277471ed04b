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
        let ruling = rule(zip, state, area_code, now);
        let until = ruling.until().expect("it changes by itself");
        prop_assert_eq!(ruling.is_open(), is_open(now, spots), "{:?} at {}", case, now);
        let minute = SignedDuration::from_mins(1);
        let mut at = Timestamp::from_second(now.as_second().div_euclid(60) * 60).unwrap();
        while is_open(at + minute, spots) == ruling.is_open() {
            at += minute;
            prop_assert!(at < until, "{:?} at {}: nothing changes at {}", case, now, until);
        }
        prop_assert_eq!(until, at + minute, "{:?} at {}", case, now);
    }
}

proptest! {
    #[test]
    fn el_17_until_is_the_instant_at_which_it_changes((zip, state, code) in whereabouts(), now in any_instant()) {
        let ask = |now| rule(&zip, &state, &code, now);
        let ruling = ask(now);
        let Some(until) = ruling.until() else {
            let nobody_knows = ruling.because().unknown;
            prop_assert!(nobody_knows == Some(Unknown::ForeignNumber) || nobody_knows == Some(Unknown::NoHour));
            return Ok(());
        };
        prop_assert!(now < until && until.duration_since(now) <= HORIZON);
        prop_assert_eq!(ask(until).is_open(), !ruling.is_open(), "{:?}", ruling);
        let before = (until - MILLISECOND).max(now);
        prop_assert_eq!(ask(before).is_open(), ruling.is_open(), "{:?}", ruling);
        prop_assert_eq!(ask(before).until(), Some(until));
        // And nowhere in between.
        let middle = now + (until.duration_since(now) / 2);
        prop_assert_eq!(ask(middle).is_open(), ruling.is_open());
    }

    #[test]
    fn el_17_open_means_open_in_every_zone_that_counts((zip, state, code) in whereabouts(), now in any_instant()) {
        let ruling = rule(&zip, &state, &code, now);
        let basis = ruling.because();
        let Some(decided) = &basis.decided else {
            prop_assert!(!ruling.is_open());
            return Ok(());
        };
        let hour = |zone: &Zone| rules(*zone).to_datetime(now).hour();
        let is_within = (decided.law.opens..decided.law.closes).contains(&decided.local.hour());
        if ruling.is_open() {
            for zone in &basis.zones {
                prop_assert!((8..21).contains(&hour(zone)), "{zone}: {:?}", ruling);
            }
            prop_assert!(is_within);
        } else {
            prop_assert!(!is_within, "the window that is named is a closed one: {:?}", ruling);
        }
        prop_assert!(basis.wide.is_some() || basis.zones.contains(&decided.zone));
        prop_assert_eq!(rules(decided.zone).to_datetime(now), decided.local);
        let stored = serde_json::to_string(basis).unwrap();
        prop_assert_eq!(&serde_json::from_str::<Basis>(&stored).unwrap(), basis);
    }

    #[test]
    fn el_17_knowing_a_source_that_disagrees_never_opens_an_hour((zip, _, code) in whereabouts(), now in any_instant()) {
        let both = rule(&zip, "", &code, now);
        if both.is_open() && both.because().known_by.len() == 2 {
            prop_assert!(rule(&zip, "", "800", now).is_open());
        }
    }

    #[test]
    fn el_17_any_text_and_any_instant_get_a_ruling(
        zip in any::<String>(), state in "(?s).{0,30}", country in "(?s)|US|.{0,8}", digits in "1[2-9][0-9]{9}|[1-9][0-9]{6,14}",
        second in Timestamp::MIN.as_second()..Timestamp::MAX.as_second(),
    ) {
        let number = number(&format!("+{digits}"));
        let whereabouts = Whereabouts { number: &number, zip: Some(&zip), state: Some(&state), country: Some(&country) };
        let now = Timestamp::from_second(second).unwrap();
        let ruling = ruling(&whereabouts, &Sending::STRICT, now);
        let until = ruling.until();
        prop_assert!(until.is_none_or(|until| until > now && until.duration_since(now) <= HORIZON));
        prop_assert!(!ruling.because().words().is_empty());
    }
}

/// The places that count, each with all windows of its state, straight from the tables.
fn binding(zip: &str, state: &str, code: &str) -> Vec<place::Place> {
    let number = number(&format!("+1{code}5550100"));
    let whereabouts = Whereabouts {
        number: &number,
        zip: Some(zip),
        state: Some(state),
        country: None,
    };
    let Ok(located) = place::locate(&whereabouts) else {
        return Vec::new();
    };
    let known = located.clues.into_iter().flat_map(|clue| clue.places);
    known
        .chain(located.wide.map(Wide::places).unwrap_or_default())
        .collect()
}

proptest! {
    /// No window of any place that counts is closed while a text may go out.
    #[test]
    fn el_17_nothing_goes_out_in_a_window_that_binds_anywhere((zip, state, code) in whereabouts(), now in any_instant()) {
        let ruling = rule(&zip, &state, &code, now);
        if ruling.is_open() && ruling.because().left_out.is_empty() {
            for (state, zone) in binding(&zip, &state, &code) {
                let local = rules(zone).to_datetime(now);
                for window in window::Window::of(state).filter(|window| window.sure != window::Sure::Low) {
                    let (opens, closes) = window.hours(local.date());
                    let holds = window.since.is_none_or(|since| since <= local.date());
                    prop_assert!(!holds || (opens..closes).contains(&local.hour()), "{state:?} {zone} {local}: {ruling:?}");
                }
            }
        }
    }

    /// Asking later never finds an earlier opening, and every opening comes within eight days.
    #[test]
    fn el_17_the_next_opening_is_monotone((zip, state, code) in whereabouts(), now in any_instant(), hours in 0_i64..400) {
        let opening = |now| {
            let ruling = rule(&zip, &state, &code, now);
            if ruling.is_open() { Some(now) } else { ruling.until() }
        };
        let later = now + SignedDuration::from_hours(hours);
        if let (Some(first), Some(second)) = (opening(now), opening(later)) {
            prop_assert!(first >= now && first <= second);
            prop_assert!(second.duration_since(later) <= HORIZON);
        }
    }

    /// A state that closes on Sundays and holidays, with whatever the year brings.
    #[test]
    fn el_17_every_place_opens_within_eight_days(state in select(State::ALL), now in any_instant()) {
        let ruling = rule("", state.code(), "800", now);
        prop_assert!(ruling.until().is_some(), "{state:?} at {now}");
    }

    /// The strictest of all: all of the US, and all of the contiguous US.
    #[test]
    fn el_17_who_may_be_anywhere_is_texted_within_eight_days(code in select(vec!["800", "212", "808", "907"]), now in any_instant()) {
        prop_assert!(rule("", "", code, now).until().is_some());
        prop_assert!(rule("?", "", code, now).until().is_some());
    }
}
