//! Texts, and what became of them.

use std::collections::BTreeMap;

use memberline_domain::reason::Reason;
use memberline_domain::thread::DeliveryStatus;
use serde_json::{Value, json};

use super::cast::{delivery, message_in, message_out, seq, shown};
use crate::conversations::view::timeline::entries;
use crate::conversations::view::viewer::Viewer;
use crate::view::samples;

#[test]
fn a_message_out_tells_what_became_of_it() {
    let reason = Reason {
        code: "twilio_30003".to_owned(),
        detail: "The handset cannot be reached.".to_owned(),
    };
    let entries = shown(&[
        delivery(5, 3, DeliveryStatus::Failed, Some(reason)),
        delivery(4, 3, DeliveryStatus::Sending, None),
        message_out(3),
    ]);
    let reason = json!({ "code": "twilio_30003", "detail": "The handset cannot be reached." });
    let expected = json!([{
        "kind": "message_out",
        "id": seq(3),
        "at": "2026-11-22T10:03:00Z",
        "conversation": format!("{}-1", samples::THREAD),
        "by": { "kind": "agent", "agent": { "id": "maria", "name": "Maria Lopez" } },
        "purpose": "reply",
        "text": "Hello",
        "status": "failed",
        "status_at": "2026-11-22T10:04:00Z",
        "reason": reason,
        "history": [
            { "status": "sending", "at": "2026-11-22T10:04:00Z", "attempt": 1, "reason": null },
            { "status": "failed", "at": "2026-11-22T10:04:00Z", "attempt": 1, "reason": reason },
        ],
        "attachments": [],
        "segments": { "encoding": "gsm7", "carrier_segments": 1, "plan_units": 1 },
    }]);
    assert_eq!(entries, expected);
}

#[test]
fn a_message_that_is_under_way_is_told_as_its_head_has_it() {
    let head = json!({"m": 3, "conv": 1, "out": {"is": "sending", "at": "2026-11-22T10:05:00Z", "try": 2}});
    let heads = BTreeMap::from([(3, serde_json::from_value(head).unwrap())]);
    let directory = samples::directory();
    let viewer = Viewer {
        directory: &directory,
        agent: &directory.agents[0],
        thread: &samples::thread_id(),
        signer: None,
    };
    let reason = Reason {
        code: "carrier_throttled".to_owned(),
        detail: "Later.".to_owned(),
    };
    let stored = [
        delivery(1, 3, DeliveryStatus::Deferred, Some(reason)),
        message_out(3),
    ];
    let shown = serde_json::to_value(entries(&viewer, &stored, &heads)).unwrap();
    assert_eq!(
        (&shown[0]["status"], &shown[0]["reason"]),
        (&json!("sending"), &Value::Null)
    );
    assert_eq!(shown[0]["status_at"], "2026-11-22T10:05:00Z");
    assert_eq!(
        shown[0]["history"][1],
        json!({ "status": "sending", "at": "2026-11-22T10:05:00Z", "attempt": 2, "reason": null })
    );
}

#[test]
fn a_message_in_tells_its_media_and_not_where_the_carrier_keeps_them() {
    let entries = shown(&[message_in()]);
    assert_eq!(entries[0]["media"], json!([{ "content_type": "image/jpeg" }]));
    assert_eq!(entries[0]["opt_out"], "soft");
    assert!(!entries.to_string().contains("secret"));
    assert!(!entries.to_string().contains("SM1"));
}

#[test]
fn what_was_shredded_is_null() {
    let (mut incoming, mut outgoing) = (message_in(), message_out(3));
    (incoming.content, outgoing.content) = (None, None);
    let entries = shown(&[outgoing, incoming]);
    assert_eq!(
        (&entries[0]["text"], &entries[1]["text"]),
        (&Value::Null, &Value::Null)
    );
}
