//! What stands beside a text of Telnyx's costs no text, and what cannot be read of it is named.

use memberline_domain::thread::DeliveryStatus;
use serde_json::{Value, json};

use crate::samples::*;

/// The text is the member's; what is beside it may be as odd as it likes.
#[test]
fn an_odd_side_field_costs_no_text_and_is_named() {
    for (with, unread) in [
        (json!({"parts": "1"}), "parts"),
        (json!({"parts": -1}), "parts"),
        (json!({"parts": 1.5}), "parts"),
        (
            json!({"media": [{"url": "https://a.example/1", "size": 1.5}]}),
            "media",
        ),
        (
            json!({"media": [{"url": "https://a.example/1", "content_type": {}}]}),
            "media",
        ),
        (json!({"media": [{"url": "ftp://a.example/"}]}), "media"),
        (json!({"media": [{"url": 7, "content_type": []}]}), "media"),
        (json!({"media": ["https://a.example/1"]}), "media"),
        (json!({"media": "https://a.example/1"}), "media"),
        (json!({"cc": [7]}), "cc"),
        (json!({"cc": [null]}), "cc"),
        (json!({"cc": [{"phone_number": 7}]}), "cc"),
        (json!({"errors": "none"}), "errors"),
        (json!({"errors": [7]}), "errors"),
        (json!({"errors": [{"code": {}}]}), "errors"),
        (json!({"received_at": 7}), "received_at"),
        (json!({"received_at": "yesterday"}), "received_at"),
        (json!({"sent_at": {}}), "sent_at"),
        (json!({"completed_at": []}), "completed_at"),
        (json!({"autoresponse_type": 1}), "autoresponse_type"),
        (json!({"autoresponse_type": "GOODBYE"}), "autoresponse_type"),
        (json!({"webhook_url": 1}), "webhook_url"),
    ] {
        let message = telnyx_message(&with).message();
        assert_eq!(message.text.text, "Is my loan approved?", "{with}");
        assert_eq!(message.to, number(OURS), "{with}");
        assert_eq!(message.unread, [unread], "{with}");
    }
    let sized = telnyx_message(&json!({"media": [{"url": "https://a.example/1", "size": 1.5}]})).message();
    assert_eq!((sized.text.media.len(), sized.text.missing), (1, 0));
    let lost = telnyx_message(&json!({"media": [{"url": "ftp://a.example/"}, 7]})).message();
    assert_eq!((lost.text.media.len(), lost.text.missing), (0, 2));
}

#[test]
fn what_says_nothing_or_is_shown_as_it_is_written_is_not_named() {
    for with in [
        json!({}),
        json!({"parts": null, "received_at": null, "autoresponse_type": null, "media": null, "errors": null, "webhook_url": null}),
        json!({"autoresponse_type": ""}),
        json!({"autoresponse_type": "stop"}),
        json!({"cc": "+15552010009"}),
        json!({"subject": {"a": 1}}),
        json!({"media": [{"url": "https://a.example/1", "size": null, "content_type": null}]}),
        json!({"encoding": 7, "type": [], "tags": "?", "cost": 1}),
    ] {
        let message = telnyx_message(&with).message();
        assert_eq!(message.unread, Vec::<&str>::new(), "{with}");
    }
}

#[test]
fn of_times_the_first_that_can_be_read_counts() {
    let said_at = |with: &Value| telnyx_message(with).message().text.said_at;
    for odd in [json!(7), json!("yesterday"), json!(null)] {
        let said_at = said_at(&json!({"received_at": odd}));
        assert_eq!(said_at, "2026-11-22T04:00:01Z".parse().ok(), "{odd}");
    }
    let mut event = telnyx_event();
    event["data"]["occurred_at"] = json!("soon");
    assert_eq!(telnyx(&event).message().unread, ["occurred_at"]);
}

/// Telnyx documents an object with `phone_number`; the number alone says as much.
#[test]
fn a_party_may_be_its_number_alone() {
    let party = |number: &str| json!({"phone_number": number, "status": "webhook_delivered"});
    for from in [
        json!(THEIRS),
        party(THEIRS),
        json!([THEIRS]),
        json!([party(THEIRS)]),
    ] {
        for to in [
            json!(OURS),
            party(OURS),
            json!([OURS]),
            json!([party(OURS)]),
            json!(["+15552010009", party(OURS)]),
            json!([party("+15552010009"), OURS]),
        ] {
            let delivery = telnyx_message(&json!({"from": from, "to": to}));
            let claimed = delivery.our_numbers().unwrap_or_else(|e| panic!("{e}"));
            assert!(claimed.contains(&number(OURS)), "{to}");
            let message = delivery.message();
            assert_eq!(
                (message.from, message.to),
                (number(THEIRS), number(OURS)),
                "{from} {to}"
            );
            assert_eq!(message.text.text, "Is my loan approved?");
            let is_group = to.as_array().is_some_and(|to| to.len() > 1);
            assert_eq!(message.text.others.len(), usize::from(is_group), "{to}");
            assert!(message.unread.is_empty());
        }
    }
    let short = telnyx_message(&json!({"from": "62015"})).message();
    assert_eq!(short.from.as_str(), "62015");
    let mut event = telnyx_event();
    event["data"]["event_type"] = json!("message.sent");
    event["data"]["payload"]["from"] = json!(OURS);
    assert_eq!(telnyx(&event).our_numbers(), Ok(vec![number(OURS)]));
}

#[test]
fn an_odd_side_field_of_a_receipt_is_named() {
    let receipt = telnyx_receipt("message.finalized", "delivery_failed", &json!([{"code": {}}])).receipt();
    assert_eq!(
        (receipt.report.status, receipt.report.reason),
        (DeliveryStatus::Failed, None)
    );
    assert_eq!(receipt.unread, ["errors"]);
    let receipt = telnyx_receipt("message.finalized", "delivered", &json!([])).receipt();
    assert!(receipt.unread.is_empty());
}

#[test]
fn a_text_that_is_no_text_is_shown_as_it_was_written() {
    assert_eq!(telnyx_message(&json!({"text": 7})).message().text.text, "7");
    assert_eq!(
        telnyx_message(&json!({"text": ["a"]})).message().text.text,
        r#"["a"]"#
    );
}

/// A stray byte is signed as it is, and read as U+FFFD.
#[test]
fn bytes_that_are_no_characters_cost_no_text() {
    let mut body = telnyx_event().to_string().into_bytes();
    let at = body.windows(9).position(|nine| nine == b"approved?");
    body[at.unwrap_or_else(|| panic!("no text"))] = 0xE9;
    let delivery = signed_by_telnyx(body.clone());
    assert_eq!(delivery.verify(&credentials(delivery.carrier), NOW), Ok(()));
    assert_eq!(delivery.message().text.text, "Is my loan \u{FFFD}pproved?");
    let mut lossy = signed_by_telnyx(body);
    lossy.body = String::from_utf8_lossy(&lossy.body).into_owned().into_bytes();
    assert_ne!(
        lossy.verify(&credentials(lossy.carrier), NOW),
        Ok(()),
        "what a gateway made of the bytes is not what was signed"
    );
}
