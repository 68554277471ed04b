//! What stands beside a text of Twilio's costs no text.

use memberline_carriers::ParseError;

use crate::samples::*;

/// The text is the member's; what is beside it may be as odd as it likes.
#[test]
fn an_odd_side_field_costs_no_text_and_is_named() {
    type Case<'a> = (&'a [(&'a str, &'a str)], &'a [&'a str], u32);
    // With what is named as unread, and how many media are told as missing.
    let odd: &[Case<'_>] = &[
        (&[], &[], 0),
        (&[("NumSegments", "1.5")], &["NumSegments"], 0),
        (&[("NumSegments", "one")], &["NumSegments"], 0),
        (&[("NumSegments", "99999999999")], &["NumSegments"], 0),
        (&[("NumMedia", "many")], &["NumMedia"], 1),
        (&[("NumMedia", "")], &["NumMedia"], 1),
        (
            &[("NumMedia", "1.0"), ("MediaUrl0", "https://api.twilio.com/0")],
            &["NumMedia"],
            0,
        ),
        (&[("NumMedia", "1")], &[], 1),
        (
            &[("NumMedia", "1"), ("MediaUrl0", "javascript:alert(1)")],
            &["MediaUrl"],
            1,
        ),
        (
            &[("NumMedia", "1"), ("MediaUrl0", "file:///etc/passwd")],
            &["MediaUrl"],
            1,
        ),
        (&[("NumMedia", "1"), ("MediaUrl0", "")], &["MediaUrl"], 1),
        (&[("OptOutType", "GOODBYE")], &["OptOutType"], 0),
        (&[("OptOutType", "")], &[], 0),
    ];
    for (with, unread, missing) in odd {
        let message = twilio_message(with).message();
        assert_eq!(message.text.text, "Is my loan approved?", "{with:?}");
        assert_eq!(message.unread, *unread, "{with:?}");
        assert_eq!(message.text.missing, *missing, "{with:?}");
    }
}

/// A field of a form, with a byte that is no character in place of its `@`.
fn with_a_stray_byte(with: &[(&str, &str)]) -> Delivery {
    let mut delivery = twilio_message(with);
    let at = delivery.body.windows(3).position(|three| three == b"%40");
    let at = at.unwrap_or_else(|| panic!("no @"));
    delivery.body[at..at + 3].copy_from_slice(b"%E9");
    delivery
}

#[test]
fn a_byte_that_is_no_character_in_a_side_field_costs_no_text() {
    let media = ("MediaUrl0", "https://api.twilio.com/0");
    for (with, unread) in [
        (&[("OptOutType", "@")][..], "OptOutType"),
        (&[("NumSegments", "@")], "NumSegments"),
        (&[("NumMedia", "@")], "NumMedia"),
        (
            &[("NumMedia", "1"), media, ("MediaContentType0", "@")],
            "MediaContentType",
        ),
        (
            &[("NumMedia", "1"), ("MediaUrl0", "https://a.example/@")],
            "MediaUrl",
        ),
    ] {
        let message = with_a_stray_byte(with).message();
        assert_eq!(
            (message.text.text.as_str(), &*message.unread),
            ("Is my loan approved?", &[unread][..])
        );
    }
}

/// What is kept for people to look at says what the text is, though nothing may be done on it.
#[test]
fn a_text_that_can_be_read_in_two_ways_is_a_claim() {
    let without = |name: &str| {
        let mut left = twilio_message(&[]);
        let fields = form_urlencoded::parse(&left.body).filter(|(key, _)| key != name);
        left.body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish()
            .into_bytes();
        left
    };
    let claimed = |delivery: &Delivery| delivery.webhook().claimed_message(|ours| *ours == number(OURS));
    for name in ["NumMedia", "NumSegments"] {
        let delivery = without(name);
        let error = delivery.event().err();
        assert_eq!(error, Some(ParseError::MissingField(name)));
        assert!(error.and_then(|error| delivery.carrier.remark(error)).is_some());
        let claim = claimed(&delivery).unwrap_or_else(|| panic!("{name}"));
        assert_eq!(
            (claim.text.text.as_str(), claim.from),
            ("Is my loan approved?", number(THEIRS))
        );
    }
    let ambiguous = twilio_message(&[("Body", "STOP"), ("Caption", "x")]);
    assert_eq!(ambiguous.event(), Err(ParseError::AmbiguousFields));
    assert_eq!(
        claimed(&ambiguous).map(|claim| claim.text.text).as_deref(),
        Some("STOP")
    );
    assert!(claimed(&without("From")).is_none());
    assert!(claimed(&twilio_receipt("delivered", None)).is_none());
}

#[test]
fn bytes_that_are_no_characters_cost_no_text() {
    let delivery = with_a_stray_byte(&[("Body", "caf@")]);
    assert_eq!(delivery.message().text.text, "caf\u{FFFD}");
}

#[test]
fn a_short_code_and_a_name_are_senders() {
    for sender in ["62015", "CHASE", "US-Bank 24"] {
        let message = twilio_message(&[("From", sender)]).message();
        assert_eq!(message.from.as_str(), sender);
        assert!(!message.from.is_answerable());
    }
    for key in ["CityDULUTH", "Zip", "State", "CountryUS"] {
        assert_eq!(
            twilio_message(&[("From", key)]).event(),
            Err(ParseError::UnsupportedSender),
            "{key}"
        );
    }
}
