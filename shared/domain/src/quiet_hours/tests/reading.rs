//! The strict reading and counsel's.

use jiff::civil::date;

use super::*;

fn counsel() -> Reading {
    Reading::Counsel {
        by: "Ana Ruiz, general counsel".to_owned(),
        on: date(2026, 11, 2),
    }
}

fn ask(state: &str, sending: &Sending<'_>, now: &str) -> Ruling {
    let number = number("+18005550100");
    let whereabouts = Whereabouts {
        number: &number,
        zip: None,
        state: Some(state),
        country: None,
    };
    ruling(&whereabouts, sending, at(now))
}

const SUNDAY: &str = "2026-11-15T18:00:00Z";

#[test]
fn el_17_by_default_nothing_lifts_a_window() {
    assert_eq!(Reading::default(), Reading::Strict);
    let agreed = Sending {
        consented: true,
        sells: false,
        dealt_at: Some(at("2026-11-14T18:00:00Z")),
        ..Sending::STRICT
    };
    for state in ["UT", "RI", "MS", "PA", "SD", "AL"] {
        assert!(!ask(state, &agreed, SUNDAY).is_open(), "{state}");
    }
}

#[test]
fn el_17_counsel_s_reading_goes_by_what_a_law_names_and_what_lifts_it() {
    let reading = counsel();
    let agreed = Sending {
        reading: &reading,
        consented: true,
        sells: true,
        dealt_at: None,
    };
    for (state, open) in [
        ("UT", true),  // consent lifts it
        ("RI", true),  // as well
        ("MS", false), // texts are named, nothing lifts it
        ("LA", false),
        ("SD", true), // automated dialling is named alone
        ("AL", true), // calls are named alone
    ] {
        assert_eq!(ask(state, &agreed, SUNDAY).is_open(), open, "{state}");
    }
    // Nothing lifts the federal night.
    for state in ["UT", "RI", "SD"] {
        assert!(!ask(state, &agreed, "2026-11-17T07:00:00Z").is_open(), "{state}");
    }
    let served = Sending {
        sells: false,
        ..agreed
    };
    assert!(ask("MS", &served, SUNDAY).is_open(), "no solicitation");
    let because = ask("UT", &agreed, SUNDAY).because().clone();
    assert_eq!(because.reading, Some(reading.clone()));
    assert!(
        because
            .words()
            .ends_with(" By the reading of Ana Ruiz, general counsel, 2026-11-02.")
    );
}

#[test]
fn x_26_the_question_for_consent_is_lifted_by_no_consent() {
    let reading = counsel();
    let asking = Sending {
        reading: &reading,
        consented: false,
        sells: true,
        dealt_at: Some(at("2026-11-14T18:00:00Z")),
    };
    for state in ["UT", "RI"] {
        assert!(!ask(state, &asking, SUNDAY).is_open(), "{state}");
    }
}

#[test]
fn el_17_a_relationship_lifts_for_as_long_as_the_law_says() {
    let reading = counsel();
    let with = |dealt_at| Sending {
        reading: &reading,
        consented: true,
        sells: true,
        dealt_at,
    };
    // Christmas Day in Pennsylvania.
    let now = "2026-12-25T18:00:00Z";
    assert!(ask("PA", &with(Some(at("2026-11-01T00:00:00Z"))), now).is_open());
    for dealt_at in [
        None,
        Some(at("2025-01-01T00:00:00Z")),
        Some(at("2026-12-26T00:00:00Z")),
    ] {
        assert!(!ask("PA", &with(dealt_at), now).is_open(), "{dealt_at:?}");
    }
}

#[test]
fn el_17_a_reading_other_than_the_strict_one_is_on_the_record() {
    let stored = r#"{"reading":"counsel","by":"Ana Ruiz, general counsel","on":"2026-11-02"}"#;
    assert_eq!(serde_json::to_string(&counsel()).unwrap(), stored);
    assert_eq!(serde_json::from_str::<Reading>(stored).unwrap(), counsel());
    assert_eq!(
        serde_json::from_str::<Reading>(r#"{"reading":"strict"}"#).unwrap(),
        Reading::Strict
    );
    for unsaid in [
        r#"{"reading":"counsel"}"#,
        r#"{"reading":"counsel","by":"A"}"#,
        r#"{"reading":"lax"}"#,
    ] {
        assert!(serde_json::from_str::<Reading>(unsaid).is_err(), "{unsaid}");
    }
}
