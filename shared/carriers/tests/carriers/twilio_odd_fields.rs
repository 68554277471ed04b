//! What stands beside a text of Twilio's costs no text.

use memberline_carriers::ParseError;

use crate::samples::*;

/// The text is the member's; what is beside it may be as odd as it likes.
#[test]
fn an_odd_side_field_costs_no_text() {
    let odd: &[&[(&str, &str)]] = &[
        &[("NumSegments", "1.5")],
        &[("NumSegments", "one")],
        &[("NumSegments", "99999999999")],
        &[("NumMedia", "many")],
        &[("NumMedia", "1.0"), ("MediaUrl0", "https://api.twilio.com/0")],
        &[("NumMedia", "1"), ("MediaUrl0", "javascript:alert(1)")],
        &[("NumMedia", "1"), ("MediaUrl0", "file:///etc/passwd")],
        &[("NumMedia", "1"), ("MediaUrl0", "")],
    ];
    for with in odd {
        let message = twilio_message(with).message();
        assert_eq!(message.text, "Is my loan approved?", "{with:?}");
    }
    let message = twilio_message(&[("NumMedia", "1"), ("MediaUrl0", "file:///etc/passwd")]).message();
    assert_eq!((message.media.len(), message.media_announced), (0, 1));
    let message = twilio_message(&[("NumMedia", "1.0"), ("MediaUrl0", "https://api.twilio.com/0")]).message();
    assert_eq!((message.media.len(), message.media_announced), (1, 1));
}

#[test]
fn bytes_that_are_no_characters_cost_no_text() {
    let mut delivery = twilio_message(&[("Body", "caf@")]);
    let at = delivery
        .body
        .windows(3)
        .position(|three| three == b"%40")
        .unwrap_or_else(|| panic!("no @"));
    delivery.body[at..at + 3].copy_from_slice(b"%E9");
    assert_eq!(delivery.message().text, "caf\u{FFFD}");
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
