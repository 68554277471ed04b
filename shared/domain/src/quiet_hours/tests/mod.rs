use super::ruling::{HORIZON, first_open};
use super::*;
use crate::phone::PhoneNumber;
use jiff::{SignedDuration, Timestamp};

mod address;
mod data;
mod days;
mod edges;
mod model;
mod named;
mod proof;
mod properties;
mod reading;
mod whereabouts;

fn number(text: &str) -> PhoneNumber {
    PhoneNumber::parse(text).unwrap()
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap_or_else(|e| panic!("{text}: {e}"))
}

/// A ruling for what may be known; a toll-free number says nothing.
fn rule(zip: &str, state: &str, area_code: &str, now: Timestamp) -> Ruling {
    let number = number(&format!("+1{area_code}5550100"));
    let known = |text| Some(text).filter(|text: &&str| !text.is_empty());
    let whereabouts = Whereabouts {
        number: &number,
        zip: known(zip),
        state: known(state),
        country: None,
    };
    ruling(&whereabouts, &Sending::STRICT, now)
}

/// A ruling for a whole address with its country.
fn in_country((zip, state, country): (&str, &str, &str), text: &str, now: Timestamp) -> Ruling {
    let known = |text| Some(text).filter(|text: &&str| !text.is_empty());
    let whereabouts = Whereabouts {
        number: &number(text),
        zip: known(zip),
        state: known(state),
        country: known(country),
    };
    ruling(&whereabouts, &Sending::STRICT, now)
}

/// The window that decided.
fn law(ruling: &Ruling) -> &Law {
    &ruling.because().decided.as_ref().expect("a window decided").law
}

fn by_zip(zip: &str, now: Timestamp) -> Ruling {
    rule(zip, "", "800", now)
}

const MILLISECOND: SignedDuration = SignedDuration::from_millis(1);

/// Asserts that it is quiet from `from` to the last millisecond before `to`, where it opens.
fn assert_quiet(ask: impl Fn(Timestamp) -> Ruling, from: &str, to: &str) {
    let (from, to) = (at(from), at(to));
    assert!(ask(from - MILLISECOND).is_open(), "open before {from}");
    assert_eq!(ask(from - MILLISECOND).until(), Some(from));
    for now in [from, to - MILLISECOND] {
        let ruling = ask(now);
        assert!(!ruling.is_open(), "quiet at {now}");
        assert_eq!(ruling.until(), Some(to), "asked at {now}");
    }
    assert!(ask(to).is_open(), "open at {to}");
}
