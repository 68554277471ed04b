use memberline_domain::AgentId;
use memberline_domain::keywords::Intent;
use memberline_domain::segments::Encoding;
use memberline_domain::thread::{Actor, Delivery, DeliveryStatus, MediaLink, Purpose, Reason};
use serde_json::{Value, json};

use super::super::samples;
use super::*;

fn stored(seq: u64, minute: u32, event: ThreadEvent) -> StoredEntry<ThreadEvent> {
    StoredEntry {
        seq,
        at: samples::at(&format!("2026-11-22T10:{minute:02}:00Z")),
        event,
        content: None,
    }
}

fn message_in() -> StoredEntry<ThreadEvent> {
    let mut entry = stored(
        1,
        0,
        ThreadEvent::MessageIn {
            conversation: 1,
            carrier: "twilio".to_owned(),
            carrier_message_id: "SM1".to_owned(),
            segments: 1,
            media: 1,
            withheld: None,
            erase: false,
            intent: Intent::LooksLikeOptOut,
        },
    );
    entry.content = Some(ThreadContent::Message {
        text: "Stop calling, text me".to_owned(),
        media: vec![MediaLink {
            url: "https://api.twilio.com/secret".to_owned(),
            content_type: Some("image/jpeg".to_owned()),
        }],
    });
    entry
}

fn message_out(seq: u64) -> StoredEntry<ThreadEvent> {
    let mut entry = stored(
        seq,
        3,
        ThreadEvent::MessageOut {
            conversation: 1,
            by: Actor::Agent {
                agent: AgentId::parse("maria").unwrap(),
            },
            purpose: Purpose::Reply,
            encoding: Encoding::Gsm7,
            carrier_segments: 1,
            plan_units: 1,
            pictures: Vec::new(),
        },
    );
    entry.content = Some(ThreadContent::Message {
        text: "Hello".to_owned(),
        media: Vec::new(),
    });
    entry
}

fn delivery(
    seq: u64,
    message: u64,
    status: DeliveryStatus,
    reason: Option<Reason>,
) -> StoredEntry<ThreadEvent> {
    let delivery = Delivery {
        message,
        status,
        attempt: 1,
        carrier_message_id: Some("SM2".to_owned()),
        reason,
        not_before: None,
    };
    stored(seq, 4, ThreadEvent::Delivery(delivery))
}

fn shown(stored: &[StoredEntry<ThreadEvent>]) -> Value {
    let entries = entries(&samples::directory(), &samples::thread_id(), stored);
    serde_json::to_value(entries).unwrap()
}

fn seq(seq: u64) -> String {
    id(&samples::thread_id(), seq)
}

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
        "segments": { "encoding": "gsm7", "carrier_segments": 1, "plan_units": 1 },
    }]);
    assert_eq!(entries, expected);
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
fn el_13_a_notice_tells_who_was_told_and_how_it_went() {
    let told = |agent: &str, error: Option<&str>| NoticeRecipient {
        agent: AgentId::parse(agent).unwrap(),
        mail_id: error.is_none().then(|| "mail-1".to_owned()),
        error: error.map(str::to_owned),
    };
    let notice = ThreadEvent::Notice {
        message: 1,
        recipients: vec![told("maria", None), told("gone", Some("MessageRejected"))],
        request: None,
    };
    let entries = shown(&[stored(2, 1, notice), message_in()]);
    let expected = json!({
        "kind": "notice",
        "id": seq(2),
        "at": "2026-11-22T10:01:00Z",
        "conversation": format!("{}-1", samples::THREAD),
        "message": seq(1),
        "status": "partly_sent",
        "recipients": [
            { "agent": { "id": "maria", "name": "Maria Lopez" }, "status": "sent", "error": null },
            { "agent": { "id": "gone", "name": "gone" }, "status": "failed", "error": "MessageRejected" },
        ],
    });
    assert_eq!(entries[0], expected);
    assert_eq!(entries[1]["kind"], "message_in");
    assert_eq!(overall(&[]), NoticeStatus::Nobody);
    assert_eq!(overall(&[told("maria", Some("x"))]), NoticeStatus::Failed);
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
