//! Reading Telnyx's webhooks.

use memberline_carriers::{Carrier, InboundEvent, MAX_MEDIA, ParseError};
use memberline_domain::text::keywords::Intent;
use memberline_domain::thread::{DeliveryStatus, Report};
use serde_json::{Value, json};

use crate::samples::*;

#[test]
fn a_message_is_read_whole() {
    let message = telnyx_message(&json!({})).message();
    assert_eq!(
        message.text.carrier_message_id,
        "84cca175-9755-4859-b67f-4730d7f58aa3"
    );
    assert_eq!(message.from, number(THEIRS));
    assert_eq!(message.to, number(OURS));
    assert_eq!(message.text.text, "Is my loan approved?");
    assert_eq!(
        (message.text.segments, message.text.answered_by_carrier),
        (Some(1), None)
    );
    assert_eq!(message.text.said_at, "2026-11-22T04:00:00Z".parse().ok());
}

#[test]
fn our_number_is_known_before_verification() {
    let mut delivery = telnyx_message(&json!({}));
    delivery.headers.remove("telnyx-signature-ed25519");
    assert_eq!(delivery.our_numbers(), Ok(vec![number(OURS)]));
    assert_eq!(
        telnyx_receipt("message.sent", "sent", &json!([])).our_numbers(),
        Ok(vec![number(OURS)])
    );
    assert_eq!(telnyx_message(&json!({"to": []})).our_numbers(), Ok(Vec::new()));
    assert_eq!(telnyx_message(&json!({"to": null})).our_numbers(), Ok(Vec::new()));
}

#[test]
fn of_a_group_message_ours_may_be_any_recipient_and_the_others_are_told() {
    let other = "+15552010009";
    let (marked, unmarked) = ("webhook_delivered", "delivered");
    let party = |number: &str, status: &str| json!({"phone_number": number, "status": status});
    for (with, first) in [
        (json!({"to": [party(other, unmarked), party(OURS, marked)]}), OURS),
        (
            json!({"to": [party(other, unmarked), party(OURS, unmarked)]}),
            other,
        ),
        (json!({"to": [party(other, marked), party(OURS, marked)]}), other),
        (
            json!({"to": [party(other, marked)], "cc": [party(OURS, unmarked)]}),
            other,
        ),
        (
            json!({"to": [party(OURS, marked)], "cc": [party(other, "?"), party(THEIRS, "?")]}),
            OURS,
        ),
    ] {
        let delivery = telnyx_message(&with);
        let claimed = delivery.our_numbers().unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(claimed[0], number(first), "{with}");
        assert!(claimed.contains(&number(OURS)), "{with}");
        let message = delivery.message();
        assert_eq!(
            (message.to, message.text.others),
            (number(OURS), vec![other.to_owned()]),
            "{with}"
        );
    }
    let odd = json!({"to": [party(OURS, marked), 7, {"phone_number": "pat@mail.example"}]});
    assert_eq!(
        telnyx_message(&odd).message().text.others,
        ["?", "pat@mail.example"]
    );
}

#[test]
fn a_subject_is_kept() {
    let message = telnyx_message(&json!({"subject": "My loan", "text": ""})).message();
    assert_eq!(
        (message.text.subject.as_deref(), message.text.text.as_str()),
        (Some("My loan"), "")
    );
    assert_eq!(
        telnyx_message(&json!({"subject": ""})).message().text.subject,
        None
    );
    let marked = telnyx_message(&json!({"subject": "ST\u{0}OP"}))
        .message()
        .text
        .subject;
    assert_eq!(marked.as_deref(), Some("ST\u{FFFD}OP"), "as a text is kept");
}

#[test]
fn half_a_surrogate_pair_costs_no_text() {
    let body = telnyx_event()
        .to_string()
        .replace("Is my loan approved?", r"Approved? \ud83d");
    let delivery = Delivery::new(Carrier::Telnyx, TELNYX_URL, "application/json", body);
    assert_eq!(delivery.our_numbers(), Ok(vec![number(OURS)]));
    assert_eq!(delivery.message().text.text, "Approved? \u{FFFD}");
}

#[test]
fn a_short_code_and_a_name_are_senders() {
    for sender in ["12345", "LAKESIDE"] {
        let message = telnyx_message(&json!({"from": {"phone_number": sender}})).message();
        assert_eq!(message.from.as_str(), sender);
        assert!(!message.from.is_answerable());
    }
}

fn media(count: usize) -> Value {
    (0..count)
        .map(|at| json!({"url": format!("https://media.telnyx.com/{at}"), "content_type": "image/png", "size": 100 + at}))
        .collect()
}

/// Lesson 32: not only the first attachment.
#[test]
fn every_attachment_is_kept_up_to_the_bound() {
    let message = telnyx_message(&json!({"media": media(MAX_MEDIA), "type": "MMS"})).message();
    assert_eq!((message.text.media.len(), message.text.missing), (30, 0));
    assert_eq!(message.text.media[29].url, "https://media.telnyx.com/29");
    let message = telnyx_message(&json!({"media": media(MAX_MEDIA + 1)})).message();
    assert_eq!((message.text.media.len(), message.text.missing), (30, 1));
}

#[test]
fn an_attachment_without_an_address_costs_no_text() {
    let message =
        telnyx_message(&json!({"media": [{"url": null}, {"url": "https://a.example/1", "size": null}]}))
            .message();
    assert_eq!((message.text.media.len(), message.text.missing), (1, 1));
    assert_eq!(telnyx_message(&json!({"media": null})).message().text.missing, 0);
}

#[test]
fn a_keyword_that_telnyx_answered_is_known() {
    for (value, expected) in [
        ("STOP", Intent::OptOut),
        ("START", Intent::OptIn),
        ("HELP", Intent::Help),
    ] {
        let message = telnyx_message(&json!({"autoresponse_type": value})).message();
        assert_eq!(message.text.answered_by_carrier, Some(expected));
    }
}

#[test]
fn the_text_stays_as_it_was_sent_and_nul_leaves_a_mark() {
    for text in ["👩‍👩‍👧 é e\u{301} ❤️", " \t two lines\r\n", "\u{202e}txet", ""] {
        assert_eq!(telnyx_message(&json!({"text": text})).message().text.text, text);
    }
    assert_eq!(
        telnyx_message(&json!({"text": "a\0b\u{7}\0"}))
            .message()
            .text
            .text,
        "a\u{FFFD}b\u{7}\u{FFFD}"
    );
    assert_eq!(telnyx_message(&json!({"text": null})).message().text.text, "");
}

#[test]
fn what_cannot_be_read_is_refused_by_name() {
    let table = [
        (
            json!({"from": {"phone_number": "whatsapp:+15552010001"}}),
            ParseError::UnsupportedSender,
        ),
        (
            json!({"from": {"phone_number": null}}),
            ParseError::MissingField("from"),
        ),
        (json!({"from": 7}), ParseError::MissingField("from")),
        (json!({"from": null}), ParseError::MissingField("from")),
        (json!({"to": []}), ParseError::MissingField("to")),
        (
            json!({"to": [{"phone_number": "x"}]}),
            ParseError::MalformedField("to"),
        ),
        (json!({"id": null}), ParseError::MissingField("id")),
        (json!({"id": "../.."}), ParseError::MalformedField("id")),
        (json!({"id": MESSAGE}), ParseError::MalformedField("id")),
        (
            json!({"id": TELNYX_SENT.to_uppercase()}),
            ParseError::MalformedField("id"),
        ),
        (
            json!({"id": format!("{TELNYX_SENT}0")}),
            ParseError::MalformedField("id"),
        ),
        (
            json!({"record_type": "event"}),
            ParseError::MalformedField("record_type"),
        ),
        (
            json!({"record_type": null}),
            ParseError::MissingField("record_type"),
        ),
        (
            json!({"direction": "outbound"}),
            ParseError::MalformedField("direction"),
        ),
    ];
    for (with, error) in table {
        assert_eq!(telnyx_message(&with).event(), Err(error), "{with}");
    }
}

#[test]
fn an_event_has_the_form_that_telnyx_gives_it() {
    let table = [
        (
            "record_type",
            json!("message"),
            ParseError::MalformedField("record_type"),
        ),
        (
            "record_type",
            json!(null),
            ParseError::MissingField("record_type"),
        ),
        ("id", json!("1"), ParseError::MalformedField("id")),
        ("id", json!(null), ParseError::MissingField("id")),
        (
            "event_type",
            json!("message.finalized"),
            ParseError::MalformedField("direction"),
        ),
        ("event_type", json!(7), ParseError::MalformedBody),
    ];
    for (name, value, error) in table {
        let mut event = telnyx_event();
        event["data"][name] = value;
        assert_eq!(telnyx(&event).event(), Err(error), "{name}");
    }
}

#[test]
fn receipts_are_normalised() {
    let table = [
        ("message.sent", "queued", DeliveryStatus::Sent),
        ("message.sent", "sending", DeliveryStatus::Sent),
        ("message.sent", "sent", DeliveryStatus::Sent),
        ("message.finalized", "delivery_unconfirmed", DeliveryStatus::Sent),
        ("message.finalized", "delivered", DeliveryStatus::Delivered),
    ];
    for (event_type, status, expected) in table {
        let receipt = telnyx_receipt(event_type, status, &json!([])).receipt();
        let report = Report {
            carrier_message_id: Some(TELNYX_SENT.to_owned()),
            ..expected.into()
        };
        assert_eq!(receipt.report, report, "{status}");
        assert_eq!(receipt.at, "2026-11-22T04:00:02Z".parse().ok());
        assert_eq!(receipt.reference, Some(reference()));
    }
    assert_eq!(
        telnyx_receipt("message.sent", "teleported", &json!([])).event(),
        Err(ParseError::UnknownStatus)
    );
}

/// Lessons 21 and 28.
#[test]
fn a_failed_receipt_gives_its_reason_or_none() {
    let failure = |status: &str, errors| {
        let receipt = telnyx_receipt("message.finalized", status, &errors).receipt();
        assert_eq!(receipt.report.status, DeliveryStatus::Failed);
        receipt.report
    };
    let opted_out = failure(
        "sending_failed",
        json!([{"code": "40008"}, {"code": "40300", "detail": "Yes!"}]),
    );
    assert!(opted_out.opted_out);
    assert_eq!(
        opted_out.reason.map(|reason| reason.code).as_deref(),
        Some("telnyx_40300")
    );
    let number = failure("delivery_failed", json!([{"code": 40001}]));
    assert_eq!(
        number.reason.map(|reason| reason.detail).as_deref(),
        Some("The number is a landline or cannot receive texts.")
    );
    for none in [json!([]), json!(null), json!([{"title": "?"}])] {
        assert_eq!(failure("delivery_failed", none).reason, None);
    }
}

#[test]
fn other_events_are_told_apart_and_ignored() {
    let event = json!({"data": {"event_type": "10dlc.campaign.update", "payload": {"id": 5, "to": "x"}}});
    let delivery = telnyx(&event);
    assert_eq!(delivery.our_numbers(), Ok(Vec::new()));
    assert_eq!(
        delivery.event(),
        Ok(InboundEvent::Ignored {
            event_type: "10dlc.campaign.update".to_owned()
        })
    );
    assert_eq!(delivery.webhook().receipt(), Err(ParseError::NotAReceipt));
}
