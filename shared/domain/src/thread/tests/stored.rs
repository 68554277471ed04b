//! What tables hold today, as literals: a deploy overlaps the one before, so both must read it. A later release may add
//! fields, which are carried along here; a field that this release added is absent from what the one before wrote.

use serde::Serialize;
use serde_json::{Value, json};

use super::story::*;
use crate::Rest;
use crate::actor::Actor;
use crate::consent::{Consent, HoldReason, OptOut, Subscriber};
use crate::directory::SendPolicy;
use crate::journey::Journey;
use crate::stored_form::{read, reads_open, with_unknown_fields};
use crate::text::keywords::Intent;
use crate::text::segments::Encoding;
use crate::thread::{
    CloseReason, ClosedConversation, Conversation, DeliveryStatus, Direction, Dispatch, Message, Purpose,
    Thread, ThreadSecret,
};

const THREAD: &str = "q9k4m2x7w1c8b5n36tz0h1j2k3";

fn conversation() -> Value {
    json!({
        "n": 2,
        "in": {"team": "lending", "grp": "retail", "loc": "harbor", "camp": "Auto loans", "send": "claim"},
        "from": 1_795_341_600_000_i64,
        "by": {"who": "maria", "at": 1_795_341_660_123_i64},
        "wait": 1_795_341_720_000_i64,
        "free": 1_795_341_690_000_i64,
        "last": {"dir": "in", "at": 1_795_341_720_000_i64},
        "msgs": 3,
        "ro": true,
        "app": "0123456789abcdef",
        "task": 7,
        "pics": 1_795_341_720_000_i64
    })
}

#[test]
fn a_threads_head_is_read() {
    let stored = json!({
        "org": "lakeside", "id": THREAD, "us": "+15550100001", "them": MEMBER,
        "jny": "Loan Application", "n": 2, "open": conversation()
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
        (open.assignment.send_policy, open.last.direction),
        (SendPolicy::Claim, Direction::In)
    );
    assert_eq!(thread.secret, ThreadSecret::default());
}

#[test]
fn a_head_without_open_conversation_is_read() {
    let stored = json!({
        "org": "lakeside", "id": THREAD, "us": "+15550100001", "them": MEMBER, "jny": "Elle Chat", "n": 2
    });
    assert_eq!(reads_open::<Thread>(&stored).conversation, None);
}

#[test]
fn what_is_sealed_of_a_thread_is_read() {
    let secret: ThreadSecret = reads_open(&json!({"name": "Ada", "pre": "Is my loan approved?"}));
    assert_eq!(
        (secret.name.as_deref(), secret.preview.as_str()),
        (Some("Ada"), "Is my loan approved?")
    );
    assert_eq!(reads_open::<ThreadSecret>(&json!({"pre": "Hi"})).name, None);
}

#[test]
fn the_head_of_a_message_is_read() {
    let stored = json!({
        "m": 7, "conv": 2,
        "out": {"is": "deferred", "at": "2026-11-22T10:00:01Z", "try": 1, "with": "twilio", "mid": "SM1", "nb": "2026-11-22T10:00:31Z",
                "due": "2026-11-22T10:05:00Z"}
    });
    let expected = Message {
        seq: 7,
        conversation: 2,
        dispatch: Some(Dispatch {
            status: DeliveryStatus::Deferred,
            since: at(1),
            attempt: 1,
            carrier: Some("twilio".to_owned()),
            carrier_message_id: Some("SM1".to_owned()),
            not_before: Some(at(31)),
            due: Some(at(300)),
            rest: Rest::default(),
        }),
        rest: Rest::default(),
    };
    assert_eq!(reads_open::<Message>(&stored), expected);
    let stored = json!({"m": 7, "conv": 0});
    assert_eq!(reads_open::<Message>(&stored).dispatch, None);
    let stored = json!({"m": 7, "conv": 0, "out": {"is": "sent", "at": "2026-11-22T10:00:01Z", "try": 1}});
    assert_eq!(reads_open::<Message>(&stored).due(), None);
}

#[test]
fn a_closed_conversation_is_read() {
    let stored = json!({
        "org": "lakeside", "id": THREAD, "us": "+15550100001", "them": MEMBER,
        "jny": "New Membership", "conv": conversation(), "at": 1_795_341_900_000_i64, "why": "opt_out"
    });
    let closed: ClosedConversation = reads_open(&stored);
    assert_eq!((closed.reason, closed.closed_at), (CloseReason::OptOut, at(300)));
}

#[test]
fn opt_outs_of_every_source_are_read() {
    let stored = json!({
        "org": "lakeside", "id": "q9k4m2x7w1c8b5n3", "num": MEMBER,
        "stop": [
            {"at": "2026-11-22T10:00:00Z", "again": "2026-11-22T10:09:00Z", "via": "text", "us": "+15550100001", "mid": "SM1",
             "said": "2026-11-22T09:59:59Z", "last": "2026-11-22T10:08:59Z"},
            {"at": "2026-11-22T10:01:00Z", "num": "+15550100002", "via": "carrier", "us": "+15550100002",
             "code": "telnyx_40300"},
            {"at": "2026-11-22T10:02:00Z", "via": "import", "ch": "paper", "said": "2026-01-05T10:00:00Z"}
        ],
        "start": [{"us": "+15550100001", "said": "2026-11-22T09:00:00Z"}]
    });
    let subscriber: Subscriber = reads_open(&stored);
    assert_eq!(
        subscriber.blocked(&phone("+15550100001")).map(|o| o.at),
        Some(at(0))
    );
    assert_eq!(
        subscriber.last_opt_out(&phone("+15550100002")),
        Some(at(540)),
        "the last of what blocks it"
    );
    for lacking in ["mid", "via", "us"] {
        let mut stored = stored.clone();
        stored["stop"][0].as_object_mut().unwrap().remove(lacking);
        assert!(serde_json::from_value::<Subscriber>(stored).is_err(), "{lacking}");
    }
    let mut lacks_channel = stored.clone();
    lacks_channel["stop"][2].as_object_mut().unwrap().remove("ch");
    assert!(serde_json::from_value::<Subscriber>(lacks_channel).is_err());
}

#[test]
fn a_consent_ledger_with_all_that_was_asked_and_said_is_read() {
    use crate::consent::ConsentStatus::{Granted, Pending, Revoked};
    let stored = json!({
        "org": "lakeside", "id": "q9k4m2x7w1c8b5n3", "num": MEMBER,
        "stop": [
            {"at": "2026-11-22T10:00:00.037Z", "recv": "2026-11-22T10:00:00Z", "via": "agent", "us": "+15550100001", "who": "maria"}
        ],
        "said": [
            {"cat": "service", "of": "org", "yes": true, "at": "2026-11-22T10:00:00Z"},
            {"cat": "automation", "of": "par:acme", "ask": "2026-11-22T10:00:00Z", "to": ["+15550100001"]},
            {"cat": "marketing", "of": "app:0123456789abcdef", "yes": false, "at": "2026-11-22T10:00:00Z", "ask": "2026-11-22T10:00:00Z"}
        ],
        "hold": [
            {"us": "+15550100002", "msg": 7, "at": "2026-11-22T10:00:00Z"},
            {"us": "+15550100001", "msg": 9, "at": "2026-11-22T10:00:00Z", "why": "wrong_number"}
        ]
    });
    let subscriber: Subscriber = reads_open(&stored);
    let statuses: Vec<_> = subscriber.consents.iter().map(Consent::status).collect();
    assert_eq!(statuses, [Granted, Pending, Revoked]);
    assert_eq!(
        subscriber
            .held(&phone("+15550100002"))
            .map(|h| (h.message, h.why)),
        Some((7, HoldReason::LooksLikeOptOut))
    );
    assert_eq!(
        subscriber
            .held(&phone("+15550100001"))
            .map(|h| (h.message, h.why)),
        Some((9, HoldReason::WrongNumber))
    );
    assert_eq!(
        subscriber.blocked(&phone("+15550100001")).map(OptOut::asked_at),
        Some(at(0))
    );
    for scope in ["", "par:", "par:No Slug", "app:acme", "elsewhere"] {
        let mut stored = stored.clone();
        stored["said"][1]["of"] = json!(scope);
        assert!(serde_json::from_value::<Subscriber>(stored).is_err(), "{scope}");
    }
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
            Intent::WrongNumber,
            Intent::OptIn,
            Intent::Help,
            Intent::Yes,
            Intent::No,
            Intent::Other
        ]),
        [
            "opt_out",
            "looks_like_opt_out",
            "wrong_number",
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

#[test]
fn what_a_later_release_said_leaves_with_what_it_was_said_of() {
    let stored = with_unknown_fields(&json!({
        "org": "lakeside", "id": THREAD, "us": "+15550100001", "them": MEMBER,
        "jny": "Loan Application", "n": 2, "open": conversation()
    }));
    let thread: Thread = read(&stored);
    let closed = thread.close(2, &maria(), at(300)).unwrap().unwrap();
    let archive = serde_json::to_value(closed.archive.unwrap()).unwrap();
    let mut left = stored["open"].clone();
    for done in ["wait", "free"] {
        left.as_object_mut().unwrap().remove(done);
    }
    assert_eq!(archive["conv"], left);
    let mut head = stored.clone();
    head.as_object_mut().unwrap().remove("open");
    assert_eq!(serde_json::to_value(&closed.head).unwrap(), head);

    let mut next = closed.head;
    next.conversation = Some(Conversation {
        ordinal: 3,
        rest: Rest::default(),
        ..thread.conversation.unwrap()
    });
    let next = serde_json::to_value(next).unwrap();
    assert_eq!(next["from_a_later_release"], stored["from_a_later_release"]);
    assert_eq!(next["open"]["from_a_later_release"], Value::Null);
}
