//! Who was told by email.

use memberline_domain::AgentId;
use memberline_domain::aggregate::Entry as StoredEntry;
use memberline_domain::thread::{NoticeRecipient, ThreadEvent};
use serde_json::json;

use super::cast::{message_in, seq, shown, stored};
use crate::conversations::view::notice::{NoticeStatus, overall};
use crate::view::samples;

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
        "id": format!("{}.2", seq(1)),
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
fn el_22_a_request_tells_whether_its_email_went_out() {
    let maria = || AgentId::parse("maria").unwrap();
    let request = stored(
        4,
        6,
        ThreadEvent::DownloadRequested {
            message: 1,
            index: 1,
            agent: maria(),
            link: "4bb06f8e4e3a7715d201d573d0aa4237".to_owned(),
            expires_at: samples::at("2026-11-22T11:06:00Z"),
        },
    );
    let notice = |seq, error: Option<&str>| {
        let recipient = NoticeRecipient {
            agent: maria(),
            mail_id: None,
            error: error.map(str::to_owned),
        };
        let event = ThreadEvent::Notice {
            message: 1,
            recipients: vec![recipient],
            request: Some(4),
        };
        stored(seq, 7, event)
    };
    let shown_with = |notices: &[StoredEntry<ThreadEvent>]| {
        let mut entries = notices.to_vec();
        entries.extend([request.clone(), message_in()]);
        shown(&entries)
    };
    let expected = json!({
        "kind": "download_requested",
        "id": format!("{}.4", seq(1)),
        "at": "2026-11-22T10:06:00Z",
        "conversation": format!("{}-1", samples::THREAD),
        "message": seq(1),
        "index": 1,
        "agent": { "id": "maria", "name": "Maria Lopez" },
        "expires_at": "2026-11-22T11:06:00Z",
        "email": null,
    });
    let entries = shown_with(&[]);
    assert_eq!(entries[0], expected);
    assert!(
        !entries.to_string().contains("4bb06f8e"),
        "what the link is known by is ours alone"
    );
    let entries = shown_with(&[notice(5, None)]);
    assert_eq!(
        (entries.as_array().map(Vec::len), &entries[0]["email"]),
        (Some(2), &json!(null))
    );
    let entries = shown_with(&[notice(6, Some("MessageRejected")), notice(5, None)]);
    assert_eq!(entries[0]["email"], "failed");
}
