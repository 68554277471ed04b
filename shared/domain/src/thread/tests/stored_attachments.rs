//! The stored form of attachments and their keys.

use serde_json::json;

use super::story::*;
use crate::aggregate::Event;
use crate::thread::{
    Attachment, AttachmentState, ObjectKey, StoredFile, ThreadContent, ThreadEvent, WhyBlocked, WhyFailed,
    WhyWithheld,
};

#[test]
fn stored_attachments_are_read() {
    let of =
        |state: serde_json::Value| json!({"kind": "attachment", "message": 7, "index": 1, "state": state});
    let states = [
        (
            json!({"is": "fetching", "by": "maria", "round": 2}),
            AttachmentState::Fetching {
                by: Some(agent_id("maria")),
                round: 2,
            },
        ),
        (
            json!({"is": "scanning", "object": "in/lakeside/t/7/1.1", "content_type": "image/png", "bytes": 9}),
            AttachmentState::Scanning(StoredFile {
                object: "in/lakeside/t/7/1.1".to_owned(),
                content_type: "image/png".to_owned(),
                bytes: 9,
            }),
        ),
        (
            json!({"is": "ready", "thumbnail": true}),
            AttachmentState::Ready { thumbnail: true },
        ),
        (
            json!({"is": "blocked", "code": "type_not_allowed"}),
            AttachmentState::Blocked {
                code: WhyBlocked::TypeNotAllowed,
            },
        ),
        (
            json!({"is": "failed", "code": "carrier_refused_credentials"}),
            AttachmentState::Failed {
                code: WhyFailed::CarrierRefusedCredentials,
            },
        ),
        (
            json!({"is": "withheld", "code": "display_off"}),
            AttachmentState::Withheld {
                code: WhyWithheld::DisplayOff,
            },
        ),
    ];
    for (stored, state) in states {
        let event = ThreadEvent::Attachment(Attachment {
            message: 7,
            index: 1,
            state,
        });
        assert_eq!(crate::stored_form::reads_entry::<ThreadEvent>(&of(stored)), event);
    }
    let name: ThreadContent = serde_json::from_value(json!({"file": {"name": "stub.jpg"}})).unwrap();
    assert_eq!(
        name,
        ThreadContent::File {
            name: "stub.jpg".to_owned()
        }
    );
    let entry = json!({"kind": "message_in", "conversation": 1, "carrier": "twilio", "carrier_message_id": "MM1", "segments": 1,
                       "media": 2, "withheld": "pictures_off", "erase": true, "intent": "other"});
    let event: ThreadEvent = crate::stored_form::reads_entry(&entry);
    assert_eq!(event.label(), Some("documents"));
}

#[test]
fn every_code_is_what_is_stored_and_has_words() {
    let stored = |value: serde_json::Value| value.as_str().unwrap().to_owned();
    let mut seen = std::collections::BTreeSet::new();
    let mut check = |written: String, code: &str, detail: &str| {
        assert_eq!(written, code);
        assert!(detail.ends_with('.') && detail.len() > 20, "{code}");
        assert!(seen.insert(written));
    };
    for why in WhyBlocked::ALL {
        check(
            stored(serde_json::to_value(why).unwrap()),
            why.code(),
            why.detail(),
        );
    }
    for why in WhyFailed::ALL {
        check(
            stored(serde_json::to_value(why).unwrap()),
            why.code(),
            why.detail(),
        );
    }
    for why in WhyWithheld::ALL {
        check(
            stored(serde_json::to_value(why).unwrap()),
            why.code(),
            why.detail(),
        );
    }
}

#[test]
fn keys_that_only_look_like_ours_are_refused() {
    for key in [
        "",
        "in/lakeside/0123456789abcdef0123456789/7/1",
        "in/lakeside/0123456789abcdef0123456789/7/+1.1",
        "in/lakeside/0123456789abcdef0123456789/07/1.1",
        "in/lakeside/0123456789abcdef0123456789/7/1.1/",
        "out/lakeside/0123456789abcdef0123456789/7/1.1",
        "thumbs/in/lakeside/0123456789abcdef0123456789/7/1.1.jpg",
        "in/../0123456789abcdef0123456789/7/1.1",
    ] {
        assert!(key.parse::<ObjectKey>().is_err(), "{key}");
    }
}
