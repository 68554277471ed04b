//! What tables hold today, as literals: a deploy overlaps the one before, so both must read it. A later release may add
//! fields, which are passed over here; a field that this release added is absent from what the one before wrote.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::story::*;
use crate::directory::SendPolicy;
use crate::keywords::Intent;
use crate::segments::Encoding;
use crate::subscriber::{Consent, OptOut, Subscriber};
use crate::thread::{
    Actor, CloseReason, ClosedConversation, DeliveryStatus, Direction, Journey, Purpose, Thread, ThreadSecret,
};

/// A field of every object that a later release might write.
fn with_unknown_fields(stored: &Value) -> Value {
    match stored {
        Value::Object(fields) => {
            let mut fields: serde_json::Map<_, _> = fields
                .iter()
                .map(|(name, value)| (name.clone(), with_unknown_fields(value)))
                .collect();
            fields.insert("from_a_later_release".to_owned(), json!({"any": ["thing"]}));
            Value::Object(fields)
        }
        Value::Array(items) => items.iter().map(with_unknown_fields).collect(),
        other => other.clone(),
    }
}

/// Without the fields that hold nothing.
fn without_nulls(stored: &Value) -> Value {
    match stored {
        Value::Object(fields) => {
            let kept = fields.iter().filter(|(_, value)| !value.is_null());
            Value::Object(
                kept.map(|(name, value)| (name.clone(), without_nulls(value)))
                    .collect(),
            )
        }
        Value::Array(items) => items.iter().map(without_nulls).collect(),
        other => other.clone(),
    }
}

pub fn read<T: DeserializeOwned>(stored: &Value) -> T {
    serde_json::from_str(&stored.to_string()).unwrap_or_else(|e| panic!("{e}: {stored}"))
}

/// Reads what is stored in all its forms, which must agree, and writes it back as it was.
pub fn reads<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(stored: &Value) -> T {
    let value: T = read(stored);
    assert_eq!(
        serde_json::to_value(&value).unwrap(),
        *stored,
        "is written as it was"
    );
    assert_eq!(read::<T>(&without_nulls(stored)), value);
    value
}

pub fn reads_open<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(stored: &Value) -> T {
    let value = reads(stored);
    assert_eq!(read::<T>(&with_unknown_fields(stored)), value);
    value
}

const THREAD: &str = "q9k4m2x7w1c8b5n36tz0h1j2k3";

fn conversation() -> Value {
    json!({
        "ordinal": 2,
        "place": {
            "team": "lending", "group": "retail", "location": null, "campaign": "Auto loans", "send_policy": "claim"
        },
        "opened_at": "2026-11-22T10:00:00Z",
        "claim": {"agent": "maria", "at": "2026-11-22T10:01:00.123456789Z"},
        "waiting_since": "2026-11-22T10:02:00Z",
        "unclaimed_since": null,
        "last": {"direction": "in", "at": "2026-11-22T10:02:00Z"},
        "messages": 3,
        "reply_only": true
    })
}

#[test]
fn a_threads_head_is_read() {
    let stored = json!({
        "organisation": "lakeside", "id": THREAD, "ours": "+15550100001", "theirs": MEMBER,
        "journey": "Loan Application", "conversations": 2, "conversation": conversation()
    });
    let thread: Thread = reads_open(&stored);
    let open = thread.conversation.expect("an open conversation");
    assert_eq!(
        (thread.journey, thread.conversations),
        (Journey::LoanApplication, 2)
    );
    assert_eq!((open.ordinal, open.messages, open.reply_only), (2, 3, true));
    assert_eq!((open.opened_at, open.waiting_since), (at(0), Some(at(120))));
    assert_eq!(open.claim.map(|c| c.agent), Some(agent_id("maria")));
    assert_eq!(
        (open.place.send_policy, open.last.direction),
        (SendPolicy::Claim, Direction::In)
    );
    assert_eq!(thread.secret, ThreadSecret::default());
}

#[test]
fn a_head_without_open_conversation_is_read() {
    let stored = json!({
        "organisation": "lakeside", "id": THREAD, "ours": "+15550100001", "theirs": MEMBER,
        "journey": "Elle Chat", "conversations": 2, "conversation": null
    });
    assert_eq!(reads_open::<Thread>(&stored).conversation, None);
}

#[test]
fn what_is_sealed_of_a_thread_is_read() {
    let secret: ThreadSecret = reads_open(&json!({"name": "Ada", "preview": "Is my loan approved?"}));
    assert_eq!(
        (secret.name.as_deref(), secret.preview.as_str()),
        (Some("Ada"), "Is my loan approved?")
    );
    assert_eq!(
        reads_open::<ThreadSecret>(&json!({"name": null, "preview": "Hi"})).name,
        None
    );
}

#[test]
fn a_closed_conversation_is_read() {
    let stored = json!({
        "organisation": "lakeside", "thread": THREAD, "ours": "+15550100001", "theirs": MEMBER,
        "journey": "New Membership", "conversation": conversation(), "closed_at": "2026-11-22T10:05:00Z",
        "reason": "opt_out"
    });
    let closed: ClosedConversation = reads_open(&stored);
    assert_eq!((closed.reason, closed.closed_at), (CloseReason::OptOut, at(300)));
}

#[test]
fn a_consent_ledger_of_before_repetitions_were_noted_is_read() {
    let stored = json!({
        "organisation": "lakeside", "id": "q9k4m2x7w1c8b5n3", "number": MEMBER,
        "opt_outs": [
            {"at": "2026-11-22T10:00:00Z", "number": null,
             "source": {"via": "text", "number": "+15550100001", "carrier_message_id": "SM1"}},
            {"at": "2026-11-22T10:01:00Z", "number": "+15550100002",
             "source": {"via": "carrier", "number": "+15550100002", "code": "telnyx_40300"}}
        ]
    });
    let subscriber: Subscriber = reads_open(&stored);
    assert_eq!(
        subscriber.blocked(&phone("+15550100001")).map(|o| o.at),
        Some(at(0))
    );
    assert_eq!(subscriber.last_opt_out(&phone("+15550100002")), Some(at(60)));
}

#[test]
fn a_repeated_opt_out_is_read() {
    let stored = json!({
        "organisation": "lakeside", "id": "q9k4m2x7w1c8b5n3", "number": MEMBER,
        "opt_outs": [
            {"at": "2026-11-22T10:00:00Z", "number": null, "repeated_at": "2026-11-22T10:09:00Z",
             "source": {"via": "text", "number": "+15550100001", "carrier_message_id": "SM1"}}
        ]
    });
    assert_eq!(
        reads_open::<Subscriber>(&stored).last_opt_out(&phone("+15550100001")),
        Some(at(540))
    );
}

#[test]
fn a_consent_ledger_with_all_that_was_asked_and_said_is_read() {
    use crate::subscriber::ConsentStatus::{Granted, Pending, Revoked};
    let stored = json!({
        "organisation": "lakeside", "id": "q9k4m2x7w1c8b5n3", "number": MEMBER,
        "opt_outs": [
            {"at": "2026-11-22T10:00:00.037Z", "number": null, "received_at": "2026-11-22T10:00:00Z",
             "source": {"via": "agent", "number": "+15550100001", "agent": "maria"}}
        ],
        "consents": [
            {"category": "service", "scope": {"of": "organisation"},
             "answer": {"granted": true, "at": "2026-11-22T10:00:00Z"}},
            {"category": "automation", "scope": {"of": "partner", "id": "acme"},
             "question": {"at": "2026-11-22T10:00:00Z", "numbers": ["+15550100001"]}},
            {"category": "marketing", "scope": {"of": "application", "id": "0123456789abcdef"},
             "answer": {"granted": false, "at": "2026-11-22T10:00:00Z"}, "question": {"at": "2026-11-22T10:00:00Z"}}
        ],
        "holds": [{"number": "+15550100002", "message": 7, "at": "2026-11-22T10:00:00Z"}]
    });
    let subscriber: Subscriber = reads_open(&stored);
    let statuses: Vec<_> = subscriber.consents.iter().map(Consent::status).collect();
    assert_eq!(statuses, [Granted, Pending, Revoked]);
    assert_eq!(
        subscriber.held(&phone("+15550100002")).map(|h| h.message),
        Some(7)
    );
    assert_eq!(
        subscriber.blocked(&phone("+15550100001")).map(OptOut::asked_at),
        Some(at(0))
    );
}

#[test]
fn each_name_of_a_choice_is_written_as_it_always_was() {
    fn names<T: Serialize>(choices: &[T]) -> Vec<Value> {
        choices.iter().map(|c| serde_json::to_value(c).unwrap()).collect()
    }
    use DeliveryStatus::{Cancelled, Deferred, Delivered, Failed, Queued, Sending, Sent};
    assert_eq!(
        names(&[Queued, Deferred, Sending, Sent, Delivered, Failed, Cancelled]),
        [
            "queued",
            "deferred",
            "sending",
            "sent",
            "delivered",
            "failed",
            "cancelled"
        ]
    );
    assert_eq!(
        names(&[
            Purpose::Reply,
            Purpose::OptOutConfirmation,
            Purpose::OptInConfirmation,
            Purpose::Help
        ]),
        ["reply", "opt_out_confirmation", "opt_in_confirmation", "help"]
    );
    assert_eq!(
        names(&[
            Intent::OptOut,
            Intent::LooksLikeOptOut,
            Intent::OptIn,
            Intent::Help,
            Intent::Yes,
            Intent::No,
            Intent::Other
        ]),
        [
            "opt_out",
            "looks_like_opt_out",
            "opt_in",
            "help",
            "yes",
            "no",
            "other"
        ]
    );
    assert_eq!(
        names(&[Actor::Member, Actor::System]),
        [json!({"kind": "member"}), json!({"kind": "system"})]
    );
    assert_eq!(
        names(&[CloseReason::Agent, CloseReason::OptOut]),
        ["agent", "opt_out"]
    );
    assert_eq!(names(&[Direction::In, Direction::Out]), ["in", "out"]);
    assert_eq!(names(&[SendPolicy::Claim, SendPolicy::Open]), ["claim", "open"]);
    assert_eq!(names(&[Encoding::Gsm7, Encoding::Ucs2]), ["gsm7", "ucs2"]);
}
