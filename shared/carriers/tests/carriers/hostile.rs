//! What a stranger may post.

use memberline_carriers::{
    Carrier, Credentials, InboundEvent, LookUp, MAX_WEBHOOK_BYTES, ParseError, VerificationFailure,
};
use proptest::prelude::*;

use crate::samples::*;

const FORM: &str = "application/x-www-form-urlencoded";

/// Whatever it is, each of the functions has an answer.
fn survive(delivery: &Delivery) {
    let _ = delivery.our_numbers();
    let _ = delivery.event();
    let _ = delivery.webhook().receipt();
    assert!(delivery.verify(&credentials(delivery.carrier), NOW).is_err());
}

#[test]
fn a_megabyte_is_refused_unread() {
    for (carrier, content_type) in [(Carrier::Twilio, FORM), (Carrier::Telnyx, "application/json")] {
        let mut delivery = Delivery::new(carrier, TWILIO_URL, content_type, vec![b'a'; 1024 * 1024]);
        assert_eq!(delivery.our_numbers(), Err(ParseError::TooLarge));
        assert_eq!(delivery.event(), Err(ParseError::TooLarge));
        assert_eq!(
            delivery.verify(&credentials(carrier), NOW),
            Err(VerificationFailure::TooLarge)
        );
        delivery.body.truncate(MAX_WEBHOOK_BYTES);
        assert_eq!(
            delivery.verify(&credentials(carrier), NOW),
            Err(VerificationFailure::MissingSignature)
        );
    }
}

#[test]
fn the_longest_text_that_twilio_takes_fits() {
    let text = "😀".repeat(1600);
    let delivery = twilio_message(&[("Body", &text)]);
    assert!(delivery.body.len() < MAX_WEBHOOK_BYTES / 3);
    assert_eq!(delivery.message().text.text, text);
}

#[test]
fn a_wrong_content_type_is_refused() {
    for content_type in [
        "text/plain",
        "application/json",
        "multipart/form-data; boundary=x",
        "",
    ] {
        let delivery = Delivery::new(Carrier::Twilio, TWILIO_URL, content_type, "To=%2B15550100001");
        assert_eq!(
            delivery.our_numbers(),
            Err(ParseError::WrongContentType),
            "{content_type}"
        );
        assert_eq!(delivery.event(), Err(ParseError::WrongContentType));
    }
    let mut delivery = telnyx(&telnyx_event());
    delivery.set("content-type", FORM);
    assert_eq!(delivery.event(), Err(ParseError::WrongContentType));
    delivery.set("content-type", "Application/JSON; charset=utf-8");
    assert!(delivery.event().is_ok());
}

#[test]
fn invalid_utf8_and_nul_are_refused_where_they_mean_something_and_cost_no_text() {
    let read = |rest: &str| {
        let body = format!("MessageSid={MESSAGE}{rest}");
        Delivery::new(Carrier::Twilio, TWILIO_URL, FORM, body).event()
    };
    let account = format!("&AccountSid={ACCOUNT}&NumMedia=0&NumSegments=1");
    let text = read(&format!(
        "{account}&From=%2B15552010001&To=%2B15550100001&Body=%ff"
    ));
    assert!(matches!(text, Ok(InboundEvent::Message(message)) if message.text.text == "\u{FFFD}"));
    assert_eq!(
        read("%00&From=%2B15552010001"),
        Err(ParseError::MalformedField("MessageSid"))
    );
    assert_eq!(
        read(&format!(
            "{account}&From=%2B15552010001%00&To=%2B15550100001&Body=x"
        )),
        Err(ParseError::UnsupportedSender)
    );
    let json = Delivery::new(
        Carrier::Telnyx,
        TELNYX_URL,
        "application/json",
        b"{\"data\":\xff}".to_vec(),
    );
    assert_eq!(json.event(), Err(ParseError::MalformedBody));
}

#[test]
fn deep_nesting_does_not_exhaust_the_stack() {
    let body = format!("{{\"data\":{}", "[".repeat(MAX_WEBHOOK_BYTES - 10));
    survive(&Delivery::new(
        Carrier::Telnyx,
        TELNYX_URL,
        "application/json",
        body,
    ));
}

#[test]
fn ten_thousand_fields_are_still_read() {
    let body = "a&".repeat(MAX_WEBHOOK_BYTES / 2);
    survive(&Delivery::new(Carrier::Twilio, TWILIO_URL, FORM, body));
}

proptest! {
    #[test]
    fn any_bytes_are_survived(body in prop::collection::vec(any::<u8>(), 0..2000), twilio in any::<bool>()) {
        let (carrier, content_type) = if twilio { (Carrier::Twilio, FORM) } else { (Carrier::Telnyx, "application/json") };
        survive(&Delivery::new(carrier, TWILIO_URL, content_type, body));
    }

    #[test]
    fn any_url_and_header_are_survived(url in any::<String>(), header in "[ -~]{0,120}") {
        for mut delivery in [twilio_message(&[]), telnyx(&telnyx_event())] {
            url.clone_into(&mut delivery.url);
            delivery.set("x-twilio-signature", &header);
            delivery.set("telnyx-signature-ed25519", &header);
            survive(&delivery);
        }
    }

    #[test]
    fn a_message_with_a_byte_changed_is_read_or_refused(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        for mut delivery in [twilio_message(&[]), telnyx(&telnyx_event())] {
            let at = at.index(delivery.body.len());
            delivery.body[at] = byte;
            let _ = (delivery.our_numbers(), delivery.event());
        }
    }

    #[test]
    fn any_answer_is_survived(status in any::<u16>(), body in prop::collection::vec(any::<u8>(), 0..500), retry in any::<String>()) {
        let (from, to, reference) = (number(OURS), number(THEIRS), reference());
        for carrier in Carrier::ALL {
            let _ = carrier.read_send_answer(status, &body, Some(&retry));
            for carrier_message_id in [None, Some("SM9")] {
                let look_up = LookUp { from: &from, to: &to, text: "", reference: &reference, carrier_message_id, sent_after: NOW, others: &[] };
                let _ = carrier.read_lookup_answer(status, &body, &look_up);
            }
        }
    }

    #[test]
    fn any_account_and_key_build_a_request_or_are_refused(account in any::<String>(), key in any::<String>(), base in any::<String>()) {
        let mut twilio = twilio_credentials();
        twilio.account_sid = account;
        twilio.auth_token = memberline_carriers::Secret::new(key.clone());
        let mut telnyx = telnyx_credentials();
        telnyx.api_key = memberline_carriers::Secret::new(key);
        let (from, to, reference) = (number(OURS), number(THEIRS), reference());
        let look_up = LookUp { from: &from, to: &to, text: "", reference: &reference, carrier_message_id: Some(&base), sent_after: i64::MIN, others: &[] };
        for credentials in [Credentials::Twilio(twilio), Credentials::Telnyx(telnyx)] {
            let _ = credentials.lookup_request(&look_up, &base);
            let _ = credentials.lookup_request(&look_up, "https://api.example");
        }
    }
}
