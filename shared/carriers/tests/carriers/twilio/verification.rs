//! Twilio's signatures. The expected values with the token `12345` are those of the test suites of Twilio's own
//! validators for Python and Node.js.

use memberline_carriers::{Carrier, Credentials, Secret, TwilioCredentials, VerificationFailure, twilio};
use proptest::prelude::*;

use crate::samples::*;

const URL: &str = "https://mycompany.com/myapp.php?foo=1&bar=2";
const FIELDS: [(&str, &str); 5] = [
    ("CallSid", "CA1234567890ABCDE"),
    ("Digits", "1234"),
    ("From", "+14158675309"),
    ("To", "+18005551212"),
    ("Caller", "+14158675309"),
];

fn credentials() -> Credentials {
    crate::samples::credentials(Carrier::Twilio)
}

/// A form to `url` with a signature that was computed elsewhere.
fn signed(url: &str, fields: &[(&str, &str)], signature: &str) -> Delivery {
    let mut delivery = twilio(url, fields);
    delivery.set("x-twilio-signature", signature);
    delivery
}

#[test]
fn twilios_own_vectors_verify() {
    let http = URL.replace("https", "http");
    let table = [
        ("plain", URL.to_owned(), "RSOYDt4T1cUTdK1PDd93/VVr8B8="),
        (
            "port stripped on https",
            URL.replace(".com", ".com:1234"),
            "RSOYDt4T1cUTdK1PDd93/VVr8B8=",
        ),
        (
            "port kept on http",
            http.replace(".com", ".com:1234"),
            "Zmvh+3yNM1Phv2jhDCwEM3q5ebU=",
        ),
        (
            "port 443 added on https",
            URL.to_owned(),
            "kvajT1Ptam85bY51eRf/AJRuM3w=",
        ),
        ("port 80 added on http", http, "0ZXoZLH/DfblKGATFgpif+LLRf4="),
        (
            "user and password",
            URL.replace("//", "//user:pass@"),
            "CukzLTc1tT5dXEDIHm/tKBanW10=",
        ),
        (
            "user",
            URL.replace("//", "//user@"),
            "2YRLlVAflCqxaNicjMpJcSTgzSs=",
        ),
        (
            "user, password, added port",
            URL.replace("//", "//user:pass@"),
            "ZQFR1PTIZXF2MXB8ZnKCvnnA+rI=",
        ),
        (
            "apostrophe",
            format!("{URL}&Body=It's+amazing"),
            "TfZzewPq8wqrGlMfyAud8+/IvJ0=",
        ),
        (
            "escaped apostrophe",
            format!("{URL}&Body=It%27s+amazing"),
            "dsq4Ehbj6cs+KdTkpF5sSSplOWw=",
        ),
    ];
    for (name, url, signature) in table {
        assert_eq!(
            signed(&url, &FIELDS, signature).verify(&credentials(), NOW),
            Ok(()),
            "{name}"
        );
    }
}

#[test]
fn repeated_fields_are_deduplicated_and_sorted() {
    let addresses = [
        ("MessagingBinding.Address", "+1415xxxxxxx"),
        ("MessagingBinding.Address", "+1325xxxxxxx"),
    ];
    let digits = [
        ("Sid", "CA123"),
        ("SidAccount", "AC123"),
        ("Digits", "5678"),
        ("Digits", "1234"),
        ("Digits", "1234"),
    ];
    for (fields, signature) in [
        (&addresses[..], "83O6e2vORAoJHUNzJjDWN1jz+BA="),
        (&digits[..], "IK+Dwps556ElfBT0I3Rgjkr1wJU="),
    ] {
        assert_eq!(twilio::sign(URL, fields, TOKEN), signature);
        assert_eq!(signed(URL, fields, signature).verify(&credentials(), NOW), Ok(()));
    }
}

#[test]
fn a_json_body_is_vouched_for_by_its_hash_in_the_url() {
    let body = r#"{"property": "value", "boolean": true}"#;
    let hash = "0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620";
    let empty = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";
    let table = [
        (
            format!("{URL}&bodySHA256={hash}"),
            body,
            "a9nBmqA0ju/hNViExpshrM61xv4=",
        ),
        (
            format!("{URL}&bodySHA256={empty}"),
            "{}",
            "Ldidvp12m26NI7eqEvxnEpkd9Hc=",
        ),
        (
            format!("https://mycompany.com/myapp.php?bodySHA256={hash}"),
            body,
            "y77kIzt2vzLz71DgmJGsen2scGs=",
        ),
    ];
    for (url, body, signature) in table {
        let mut delivery = Delivery::new(Carrier::Twilio, &url, "application/json", body);
        delivery.set("x-twilio-signature", signature);
        assert_eq!(delivery.verify(&credentials(), NOW), Ok(()), "{url}");
        delivery.body.push(b' ');
        assert_eq!(
            delivery.verify(&credentials(), NOW),
            Err(VerificationFailure::WrongSignature),
            "{url}"
        );
    }
}

#[test]
fn a_signature_over_the_url_alone_vouches_for_no_body() {
    let mut delivery = Delivery::new(Carrier::Twilio, URL, "application/json", "{}");
    delivery.set("x-twilio-signature", &twilio::sign(URL, &[], TOKEN));
    assert_eq!(
        delivery.verify(&credentials(), NOW),
        Err(VerificationFailure::UnsignedBody)
    );
    delivery.headers.remove("content-type");
    assert_eq!(
        delivery.verify(&credentials(), NOW),
        Err(VerificationFailure::UnsignedBody)
    );
}

/// Lesson 8: a token must be replaceable without losing a message.
#[test]
fn the_token_before_a_rotation_still_verifies() {
    let rotated = |previous| {
        let new = TwilioCredentials {
            auth_token: Secret::new("67890"),
            previous_auth_token: previous,
            ..twilio_credentials()
        };
        twilio_message(&[]).verify(&Credentials::Twilio(new), NOW)
    };
    assert_eq!(rotated(Some(Secret::new(TOKEN))), Ok(()));
    assert_eq!(rotated(None), Err(VerificationFailure::WrongSignature));
}

#[test]
fn an_empty_token_verifies_nothing() {
    let empty = TwilioCredentials {
        auth_token: Secret::new(""),
        ..twilio_credentials()
    };
    let mut delivery = twilio_message(&[]);
    delivery.set("x-twilio-signature", &twilio::sign(TWILIO_URL, &[], ""));
    assert_eq!(
        delivery.verify(&Credentials::Twilio(empty), NOW),
        Err(VerificationFailure::WrongSignature)
    );
}

#[test]
fn what_is_not_a_signature_is_refused_by_name() {
    let table = [
        ("", VerificationFailure::MalformedSignature),
        ("WRONG_SIGNATURE", VerificationFailure::MalformedSignature),
        ("AAAA", VerificationFailure::MalformedSignature),
        (
            "AAAAAAAAAAAAAAAAAAAAAAAAAAA=",
            VerificationFailure::WrongSignature,
        ),
    ];
    for (signature, failure) in table {
        assert_eq!(
            signed(URL, &FIELDS, signature).verify(&credentials(), NOW),
            Err(failure),
            "{signature}"
        );
    }
    let mut delivery = twilio_message(&[]);
    delivery.headers.append(
        "x-twilio-signature",
        http::HeaderValue::from_static("RSOYDt4T1cUTdK1PDd93/VVr8B8="),
    );
    assert_eq!(
        delivery.verify(&credentials(), NOW),
        Err(VerificationFailure::MissingSignature)
    );
    delivery.headers.remove("x-twilio-signature");
    assert_eq!(
        delivery.verify(&credentials(), NOW),
        Err(VerificationFailure::MissingSignature)
    );
}

/// Lesson 10: where a stranger says that the request went is not where it went.
#[test]
fn a_forwarded_host_changes_nothing() {
    let mut delivery = twilio_message(&[]);
    for name in ["host", "x-forwarded-host", "x-forwarded-proto", "forwarded"] {
        delivery.set(name, "evil.example");
    }
    assert_eq!(delivery.verify(&credentials(), NOW), Ok(()));
}

#[test]
fn another_carriers_credentials_are_refused() {
    let telnyx = crate::samples::credentials(Carrier::Telnyx);
    assert_eq!(
        twilio_message(&[]).verify(&telnyx, NOW),
        Err(VerificationFailure::WrongCarrier)
    );
}

/// Lossy decoding would give both bodies the signature of U+FFFD.
#[test]
fn two_kinds_of_invalid_utf8_do_not_share_a_signature() {
    let lossy = twilio::sign(TWILIO_URL, &[("Body", "\u{fffd}")], TOKEN);
    for body in ["Body=%FF", "Body=%FE"] {
        let mut delivery = Delivery::new(
            Carrier::Twilio,
            TWILIO_URL,
            "application/x-www-form-urlencoded",
            body,
        );
        delivery.set("x-twilio-signature", &lossy);
        assert_eq!(
            delivery.verify(&credentials(), NOW),
            Err(VerificationFailure::WrongSignature),
            "{body}"
        );
    }
}

/// What a body says, apart from how it is escaped.
fn reading(body: &[u8]) -> Vec<(Vec<u8>, Vec<u8>)> {
    let mut pairs: Vec<_> = body
        .split(|b| *b == b'&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let at = pair.iter().position(|b| *b == b'=').unwrap_or(pair.len());
            let decode = |part: &[u8]| {
                let spaced: Vec<u8> = part.iter().map(|b| if *b == b'+' { b' ' } else { *b }).collect();
                percent_encoding::percent_decode(&spaced).collect::<Vec<u8>>()
            };
            (
                decode(&pair[..at]),
                decode(pair.get(at + 1..).unwrap_or_default()),
            )
        })
        .collect();
    pairs.sort();
    pairs.dedup();
    pairs
}

proptest! {
    #[test]
    fn any_text_verifies_as_sent(text in any::<String>()) {
        prop_assert_eq!(twilio_message(&[("Body", &text)]).verify(&credentials(), NOW), Ok(()));
    }

    #[test]
    fn one_byte_changed_in_the_body_fails(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let original = twilio_message(&[]);
        let mut tampered = original.clone();
        let at = at.index(tampered.body.len());
        tampered.body[at] = byte;
        prop_assume!(reading(&tampered.body) != reading(&original.body));
        prop_assert_eq!(tampered.verify(&credentials(), NOW), Err(VerificationFailure::WrongSignature));
    }

    #[test]
    fn a_truncated_body_fails(length in any::<prop::sample::Index>()) {
        let mut tampered = twilio_message(&[]);
        tampered.body.truncate(length.index(tampered.body.len()));
        prop_assert_eq!(tampered.verify(&credentials(), NOW), Err(VerificationFailure::WrongSignature));
    }

    #[test]
    fn one_character_changed_in_the_url_fails(at in 8_usize..TWILIO_URL.len(), character in "[a-z0-9/]") {
        let mut tampered = twilio_message(&[]);
        tampered.url.replace_range(at..=at, &character);
        prop_assume!(tampered.url != TWILIO_URL);
        prop_assert_eq!(tampered.verify(&credentials(), NOW), Err(VerificationFailure::WrongSignature));
    }
}
