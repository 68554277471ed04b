//! Entries as tables hold them today, see `stored.rs`.

use serde_json::json;

use super::story::*;
use crate::actor::Actor;
use crate::application::PersonRole;
use crate::application::routing::{Placed, Rule};
use crate::consent::SubscriberEvent;
use crate::journey::Journey;
use crate::stored_form::{read, reads, reads_entry};
use crate::text::keywords::Intent;
use crate::text::segments::Encoding;
use crate::thread::{
    CloseReason, Delivery, DeliveryStatus, MediaLink, NoticeRecipient, Purpose, ThreadContent, ThreadEvent,
};

#[test]
fn where_a_text_was_placed_is_read() {
    let stored = json!({
        "application": "0123456789abcdef", "person": "b-1", "role": "co_borrower", "rule": "last_updated",
        "words": "Why.", "shared_with": ["b-2"], "lost": [{"los_id": "LA-2", "words": "Why not."}]
    });
    let placed: Placed = reads_entry(&stored);
    assert_eq!(
        (placed.rule, placed.role),
        (Rule::LastUpdated, PersonRole::CoBorrower)
    );
    let alone = json!({
        "application": "0123456789abcdef", "person": "b-1", "role": "borrower", "rule": "only", "words": "Why."
    });
    assert_eq!(reads_entry::<Placed>(&alone).lost, []);
    let names = [
        Rule::Only,
        Rule::ExternalContact,
        Rule::LastUpdated,
        Rule::HighestId,
    ];
    assert_eq!(
        serde_json::to_value(names).unwrap(),
        json!(["only", "external_contact", "last_updated", "highest_id"])
    );
}

#[test]
#[expect(clippy::too_many_lines, reason = "a row for each kind")]
fn each_entry_of_a_thread_is_read() {
    let maria = json!({"kind": "agent", "agent": "maria"});
    let by = Actor::Agent {
        agent: agent_id("maria"),
    };
    let entries = [
        (
            json!({"kind": "message_in", "conversation": 1, "carrier": "twilio", "carrier_message_id": "SM1", "segments": 1,
                   "media": 0, "intent": "looks_like_opt_out"}),
            ThreadEvent::MessageIn {
                conversation: 1,
                carrier: "twilio".to_owned(),
                carrier_message_id: "SM1".to_owned(),
                segments: 1,
                media: 0,
                missing: 0,
                answered: false,
                withheld: None,
                erase: false,
                intent: Intent::LooksLikeOptOut,
                routing: None,
            },
        ),
        (
            json!({"kind": "message_in", "conversation": 1, "carrier": "telnyx", "carrier_message_id": "1", "segments": 1,
                   "media": 1, "missing": 2, "answered": true, "intent": "help"}),
            ThreadEvent::MessageIn {
                conversation: 1,
                carrier: "telnyx".to_owned(),
                carrier_message_id: "1".to_owned(),
                segments: 1,
                media: 1,
                missing: 2,
                answered: true,
                withheld: None,
                erase: false,
                intent: Intent::Help,
                routing: None,
            },
        ),
        (
            json!({"kind": "refused_by_carrier", "conversation": 2, "message": 3}),
            ThreadEvent::RefusedByCarrier {
                conversation: 2,
                message: 3,
            },
        ),
        (
            json!({"kind": "message_out", "conversation": 1, "by": maria, "purpose": "reply", "encoding": "gsm7",
                   "carrier_segments": 3, "plan_units": 2}),
            ThreadEvent::MessageOut {
                conversation: 1,
                by: by.clone(),
                purpose: Purpose::Reply,
                encoding: Encoding::Gsm7,
                carrier_segments: 3,
                plan_units: 2,
                pictures: Vec::new(),
                automation: None,
            },
        ),
        (
            json!({"kind": "delivery", "message": 2, "status": "deferred", "attempt": 1,
                   "reason": {"code": "carrier_throttled", "detail": "Why."}, "not_before": "2026-11-22T10:01:00Z"}),
            ThreadEvent::Delivery(Delivery {
                message: 2,
                status: DeliveryStatus::Deferred,
                attempt: 1,
                carrier: None,
                carrier_message_id: None,
                reason: Some(reason("carrier_throttled")),
                not_before: Some(at(60)),
                claimed_at: None,
            }),
        ),
        (
            json!({"kind": "delivery", "message": 2, "status": "sent", "attempt": 1, "carrier": "twilio", "carrier_message_id": "SM1",
                   "claimed_at": "2026-11-22T10:00:59Z"}),
            ThreadEvent::Delivery(Delivery {
                message: 2,
                status: DeliveryStatus::Sent,
                attempt: 1,
                carrier: Some("twilio".to_owned()),
                carrier_message_id: Some("SM1".to_owned()),
                reason: None,
                not_before: None,
                claimed_at: Some(at(59)),
            }),
        ),
        (
            json!({"kind": "notice", "message": 1, "recipients": [{"agent": "maria", "mail_id": "m1", "error": null}]}),
            ThreadEvent::Notice {
                message: 1,
                recipients: vec![NoticeRecipient {
                    agent: agent_id("maria"),
                    mail_id: Some("m1".to_owned()),
                    error: None,
                }],
                request: None,
            },
        ),
        (
            json!({"kind": "notice", "message": 1, "recipients": [], "request": 9}),
            ThreadEvent::Notice {
                message: 1,
                recipients: Vec::new(),
                request: Some(9),
            },
        ),
        (
            json!({"kind": "download_requested", "message": 1, "index": 2, "agent": "maria",
                   "link": "4bb06f8e4e3a7715d201d573d0aa4237", "expires_at": "2026-11-22T11:00:00Z"}),
            ThreadEvent::DownloadRequested {
                message: 1,
                index: 2,
                agent: agent_id("maria"),
                link: "4bb06f8e4e3a7715d201d573d0aa4237".to_owned(),
                expires_at: at(3_600),
            },
        ),
        (
            json!({"kind": "downloaded", "message": 1, "index": 2, "agent": "maria",
                   "link": "4bb06f8e4e3a7715d201d573d0aa4237"}),
            ThreadEvent::Downloaded {
                message: 1,
                index: 2,
                agent: Some(agent_id("maria")),
                link: "4bb06f8e4e3a7715d201d573d0aa4237".to_owned(),
            },
        ),
        (
            json!({"kind": "downloaded", "message": 1, "index": 2, "agent": null,
                   "link": "4bb06f8e4e3a7715d201d573d0aa4237"}),
            ThreadEvent::Downloaded {
                message: 1,
                index: 2,
                agent: None,
                link: "4bb06f8e4e3a7715d201d573d0aa4237".to_owned(),
            },
        ),
        (
            json!({"kind": "claimed", "conversation": 1, "agent": "maria"}),
            ThreadEvent::Claimed {
                conversation: 1,
                agent: agent_id("maria"),
            },
        ),
        (
            json!({"kind": "closed", "conversation": 1, "by": {"kind": "member"}, "reason": "opt_out"}),
            ThreadEvent::Closed {
                conversation: 1,
                by: Actor::Member,
                reason: CloseReason::OptOut,
            },
        ),
        (
            json!({"kind": "named", "by": maria, "journey": "Elle Chat"}),
            ThreadEvent::Named {
                by,
                journey: Journey::ElleChat,
            },
        ),
    ];
    for (stored, event) in entries {
        assert_eq!(reads_entry::<ThreadEvent>(&stored), event);
        assert_eq!(
            stored["kind"],
            crate::aggregate::Event::kind(&event),
            "what the stream's readers filter on"
        );
    }
}

#[test]
fn what_is_sealed_of_an_entry_is_read() {
    let media = vec![MediaLink {
        url: "https://api.twilio.com/1".to_owned(),
        content_type: None,
    }];
    let text = "Hi".to_owned();
    let stored = json!({"message": {"text": "Hi", "media": [{"url": "https://api.twilio.com/1", "content_type": null}]}});
    assert_eq!(
        reads::<ThreadContent>(&stored),
        ThreadContent::Message {
            text: text.clone(),
            media,
            subject: None,
            others: Vec::new(),
        }
    );
    let stored = json!({"message": {"text": "Hi"}});
    assert_eq!(
        reads::<ThreadContent>(&stored),
        ThreadContent::Message {
            text: text.clone(),
            media: Vec::new(),
            subject: None,
            others: Vec::new(),
        }
    );
    let stored = json!({"message": {"text": "Hi", "subject": "My loan", "others": ["+15552010009"]}});
    assert_eq!(
        reads::<ThreadContent>(&stored),
        ThreadContent::Message {
            text,
            media: Vec::new(),
            subject: Some("My loan".to_owned()),
            others: vec!["+15552010009".to_owned()],
        }
    );
    let stored = json!({"message": {"text": "Hi", "from_a_later_release": 1}});
    assert!(matches!(read(&stored), ThreadContent::Message { .. }));
    let name = "Ada".to_owned();
    assert_eq!(
        reads::<ThreadContent>(&json!({"name": {"name": "Ada"}})),
        ThreadContent::Name { name }
    );
}

#[test]
fn an_entry_of_a_kind_that_a_later_release_brought_is_read_as_such() {
    use crate::aggregate::{Event, UnknownEntry};
    use crate::application::ApplicationEvent;
    fn unknown<E: Event>(sk: &str) -> UnknownEntry {
        let meta = json!({"kind": "from_a_later_release", "message": {"any": ["thing"]}}).to_string();
        let event = E::read(sk, "from_a_later_release", &meta).unwrap();
        assert!(!event.is_known() && event.label().is_none());
        assert!(serde_json::to_string(&event).is_err(), "it is never written");
        UnknownEntry {
            kind: event.kind().to_owned(),
            about: event.about(),
        }
    }
    let by_itself = UnknownEntry {
        kind: "from_a_later_release".to_owned(),
        about: None,
    };
    let beside = UnknownEntry {
        about: Some(7),
        ..by_itself.clone()
    };
    assert_eq!(unknown::<ThreadEvent>("E#0000000009"), by_itself);
    assert_eq!(unknown::<ThreadEvent>("E#0000000007#0000000009"), beside);
    assert_eq!(unknown::<SubscriberEvent>("E#0000000009"), by_itself);
    assert_eq!(unknown::<ApplicationEvent>("E#0000000009"), by_itself);
    let cut = ThreadEvent::read("E#0000000009", "message_in", "{}");
    assert!(cut.is_err(), "one of a known kind has to be what it says");
}

#[test]
fn the_kinds_that_are_known_are_those_that_are_read() {
    use crate::aggregate::Event;
    use crate::application::ApplicationEvent;
    fn check<E: Event>() {
        let kinds = E::KINDS.iter().map(|kind| kind.as_str()).collect::<Vec<_>>();
        for kind in kinds.iter().chain(&["unknown", "Unknown"]) {
            let refused = serde_json::from_value::<E>(json!({"kind": kind, "message": "no number"}));
            let is_unknown = refused.is_err_and(|error| error.to_string().contains("unknown variant"));
            assert_eq!(is_unknown, !kinds.contains(kind), "{kind}");
        }
    }
    check::<ThreadEvent>();
    check::<SubscriberEvent>();
    check::<ApplicationEvent>();
}
