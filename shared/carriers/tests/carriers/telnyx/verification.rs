//! Telnyx's signatures.

use memberline_carriers::{Carrier, Credentials, TelnyxCredentials, VerificationFailure, telnyx};
use proptest::prelude::*;
use serde_json::json;

use crate::samples::*;

fn credentials() -> Credentials {
    crate::samples::credentials(Carrier::Telnyx)
}

/// RFC 8032, 7.1, test 1: the seed and its public key.
#[test]
fn the_public_key_is_that_of_rfc_8032() {
    let seed = [
        0x9d, 0x61, 0xb1, 0x9d, 0xef, 0xfd, 0x5a, 0x60, 0xba, 0x84, 0x4a, 0xf4, 0x92, 0xec, 0x2c, 0xc4, 0x44,
        0x49, 0xc5, 0x69, 0x7b, 0x32, 0x69, 0x19, 0x70, 0x3b, 0xac, 0x03, 0x1c, 0xae, 0x7f, 0x60,
    ];
    let expected = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
    assert_eq!(telnyx::public_key(&seed).as_deref(), Ok(expected));
}

#[test]
fn a_message_verifies_up_to_300_seconds_either_way() {
    let delivery = telnyx_message(&json!({}));
    for (now, expected) in [
        (NOW, Ok(())),
        (NOW + 300, Ok(())),
        (NOW - 300, Ok(())),
        (NOW + 301, Err(VerificationFailure::StaleTimestamp)),
        (NOW - 301, Err(VerificationFailure::StaleTimestamp)),
        (i64::MIN, Err(VerificationFailure::StaleTimestamp)),
        (i64::MAX, Err(VerificationFailure::StaleTimestamp)),
    ] {
        assert_eq!(delivery.verify(&credentials(), now), expected, "{now}");
    }
}

#[test]
fn a_later_time_cannot_be_written_over_the_signed_one() {
    let mut delivery = telnyx_message(&json!({}));
    delivery.set("telnyx-timestamp", &(NOW + 86_400).to_string());
    assert_eq!(
        delivery.verify(&credentials(), NOW + 86_400),
        Err(VerificationFailure::WrongSignature)
    );
}

#[test]
fn what_is_not_a_signature_or_a_time_is_refused_by_name() {
    let table = [
        (
            "telnyx-signature-ed25519",
            Some("not base64!"),
            VerificationFailure::MalformedSignature,
        ),
        (
            "telnyx-signature-ed25519",
            Some("AAAA"),
            VerificationFailure::MalformedSignature,
        ),
        (
            "telnyx-signature-ed25519",
            None,
            VerificationFailure::MissingSignature,
        ),
        ("telnyx-timestamp", None, VerificationFailure::MalformedTimestamp),
        (
            "telnyx-timestamp",
            Some(""),
            VerificationFailure::MalformedTimestamp,
        ),
        (
            "telnyx-timestamp",
            Some("-5"),
            VerificationFailure::MalformedTimestamp,
        ),
        (
            "telnyx-timestamp",
            Some("+1790000000"),
            VerificationFailure::MalformedTimestamp,
        ),
        (
            "telnyx-timestamp",
            Some("99999999999999999999"),
            VerificationFailure::MalformedTimestamp,
        ),
    ];
    for (name, value, failure) in table {
        let mut delivery = telnyx_message(&json!({}));
        match value {
            Some(value) => delivery.set(name, value),
            None => drop(delivery.headers.remove(name)),
        }
        assert_eq!(
            delivery.verify(&credentials(), NOW),
            Err(failure),
            "{name} {value:?}"
        );
    }
}

/// Lesson 8: a key must be replaceable without losing a message.
#[test]
fn the_key_before_a_rotation_still_verifies() {
    let current = telnyx_credentials().public_key;
    let other = telnyx::public_key(&[8; 32]).unwrap_or_else(|e| panic!("{e}"));
    let verify = |public_key: &str, previous: Option<&str>| {
        let credentials = TelnyxCredentials {
            public_key: public_key.to_owned(),
            previous_public_key: previous.map(str::to_owned),
            ..telnyx_credentials()
        };
        telnyx_message(&json!({})).verify(&Credentials::Telnyx(credentials), NOW)
    };
    assert_eq!(verify(&other, Some(&current)), Ok(()));
    assert_eq!(verify("", Some(&current)), Ok(()));
    assert_eq!(verify(&other, None), Err(VerificationFailure::WrongSignature));
    assert_eq!(
        verify("not a key", Some("")),
        Err(VerificationFailure::UnusableKey)
    );
    assert_eq!(
        verify("not a key", Some(&other)),
        Err(VerificationFailure::WrongSignature)
    );
}

#[test]
fn a_key_of_small_order_verifies_no_forgery() {
    // The identity point: with it, a zero signature would hold for any message in a careless implementation.
    let identity = "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    let credentials = TelnyxCredentials {
        public_key: identity.to_owned(),
        ..telnyx_credentials()
    };
    let delivery = telnyx_message(&json!({}));
    assert!(delivery.verify(&Credentials::Telnyx(credentials), NOW).is_err());
}

proptest! {
    #[test]
    fn one_bit_changed_in_the_body_fails(at in any::<prop::sample::Index>(), bit in 0..8_u8) {
        let mut tampered = telnyx_message(&json!({}));
        let at = at.index(tampered.body.len());
        tampered.body[at] ^= 1 << bit;
        prop_assert_eq!(tampered.verify(&credentials(), NOW), Err(VerificationFailure::WrongSignature));
    }

    #[test]
    fn a_truncated_body_fails(length in any::<prop::sample::Index>()) {
        let mut tampered = telnyx_message(&json!({}));
        tampered.body.truncate(length.index(tampered.body.len()));
        prop_assert_eq!(tampered.verify(&credentials(), NOW), Err(VerificationFailure::WrongSignature));
    }

    #[test]
    fn another_time_fails(seconds in 0..4_000_000_000_i64) {
        prop_assume!(seconds != NOW);
        let mut tampered = telnyx_message(&json!({}));
        tampered.set("telnyx-timestamp", &seconds.to_string());
        prop_assert_eq!(tampered.verify(&credentials(), seconds), Err(VerificationFailure::WrongSignature));
    }
}
