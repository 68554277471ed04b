mod reactions;

use aws_sdk_dynamodb::config::{Credentials, SharedCredentialsProvider};
use memberline_domain::actor::Actor;
use memberline_domain::aggregate::Event as _;
use memberline_domain::consent::HoldReason;
use memberline_domain::directory::Directory;
use memberline_domain::reason::Reason;
use memberline_domain::text::keywords::Intent;
use memberline_domain::text::segments::Encoding;
use memberline_domain::thread::{
    AttachmentState, Delivery, DeliveryStatus, MediaLink, Purpose, StoredFile, WhyBlocked,
};
use memberline_domain::{AgentId, ApplicationId};
use memberline_platform::config::DocumentsConfig;
use memberline_platform::presign::Presigner;
use serde_json::{Value, json};

use super::*;
use crate::view::samples;

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
            missing: 2,
            answered: true,
            withheld: None,
            erase: false,
            intent: Intent::LooksLikeOptOut,
            routing: None,
        },
    );
    entry.content = Some(ThreadContent::Message {
        text: "Stop calling, text me".to_owned(),
        media: vec![MediaLink {
            url: "https://api.twilio.com/secret".to_owned(),
            content_type: Some("image/jpeg".to_owned()),
        }],
        subject: Some("My loan".to_owned()),
        others: vec!["+15552010009".to_owned()],
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
            automation: None,
        },
    );
    entry.content = Some(ThreadContent::Message {
        text: "Hello".to_owned(),
        media: Vec::new(),
        subject: None,
        others: Vec::new(),
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
        carrier: None,
        carrier_message_id: Some("SM2".to_owned()),
        reason,
        not_before: None,
        claimed_at: None,
    };
    stored(seq, 4, ThreadEvent::Delivery(delivery))
}

fn shown(stored: &[StoredEntry<ThreadEvent>]) -> Value {
    shown_to(&samples::directory(), "maria", stored)
}

fn shown_to(directory: &Directory, agent: &str, stored: &[StoredEntry<ThreadEvent>]) -> Value {
    let viewer = Viewer {
        directory,
        agent: directory.agent(&AgentId::parse(agent).unwrap()).unwrap(),
        thread: &samples::thread_id(),
        signer: None,
    };
    serde_json::to_value(entries(&viewer, stored, &BTreeMap::new())).unwrap()
}

fn seq(seq: u64) -> String {
    id(&samples::thread_id(), seq)
}

#[test]
fn what_a_later_release_wrote_is_shown_as_something() {
    let entry = |seq, sk: &str| StoredEntry {
        seq,
        at: "2026-11-22T10:05:00Z".parse().unwrap(),
        event: ThreadEvent::read(sk, "telepathy", "{}").unwrap(),
        content: None,
    };
    let entries = shown(&[
        entry(5, "E#0000000003#0000000005"),
        entry(4, "E#0000000004"),
        message_out(3),
    ]);
    let other = |id: String, conversation: Value, message: Value| {
        json!({"kind": "other", "id": id, "at": "2026-11-22T10:05:00Z", "conversation": conversation,
               "message": message, "what": "telepathy"})
    };
    let first = format!("{}-1", samples::THREAD);
    assert_eq!(
        entries[0],
        other(format!("{}.5", seq(3)), json!(first), json!(seq(3)))
    );
    assert_eq!(entries[1], other(seq(4), Value::Null, Value::Null));
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
fn what_was_shredded_is_null() {
    let (mut incoming, mut outgoing) = (message_in(), message_out(3));
    (incoming.content, outgoing.content) = (None, None);
    let entries = shown(&[outgoing, incoming]);
    assert_eq!(
        (&entries[0]["text"], &entries[1]["text"]),
        (&Value::Null, &Value::Null)
    );
}

fn attachment(seq: u64, state: AttachmentState) -> StoredEntry<ThreadEvent> {
    let attachment = thread::Attachment {
        message: 1,
        index: 1,
        state,
    };
    stored(seq, 5, ThreadEvent::Attachment(attachment))
}

/// A picture that came with a name, and is clean.
fn picture() -> Vec<StoredEntry<ThreadEvent>> {
    let mut scanning = attachment(
        2,
        AttachmentState::Scanning(StoredFile {
            object: "in/lakeside/thread/1/1.1".to_owned(),
            content_type: "image/png".to_owned(),
            bytes: 3_000,
        }),
    );
    scanning.content = Some(ThreadContent::File {
        name: "pay-stub.png".to_owned(),
    });
    vec![
        attachment(3, AttachmentState::Ready { thumbnail: true }),
        scanning,
        message_in(),
    ]
}

#[test]
fn el_21_an_attachment_tells_what_it_is_and_where() {
    let waiting = shown(&[message_in()]);
    let not_failed = json!({
        "allowed": false, "code": "attachment_not_failed",
        "detail": "The file did not fail, so there is nothing to try again.",
    });
    let expected = json!([{
        "index": 1, "state": "fetching", "content_type": "image/jpeg", "bytes": null, "name": null, "thumbnail_url": null,
        "downloadable": false, "can_retry": not_failed, "reason": null,
    }]);
    assert_eq!(waiting[0]["attachments"], expected);
    let ready = shown(&picture());
    assert_eq!(
        ready.as_array().map(Vec::len),
        Some(1),
        "told by the message alone"
    );
    let expected = json!([{
        "index": 1, "state": "ready", "content_type": "image/png", "bytes": 3_000, "name": "pay-stub.png", "thumbnail_url": null,
        "downloadable": true, "can_retry": not_failed, "reason": null,
    }]);
    assert_eq!(ready[0]["attachments"], expected);
    assert!(
        !ready.to_string().contains("in/lakeside"),
        "nobody needs the object's key"
    );
    let blocked = AttachmentState::Blocked {
        code: WhyBlocked::Malware,
    };
    let mut entries = picture();
    entries.push(attachment(4, blocked));
    let shown = &shown(&entries)[0]["attachments"][0];
    assert_eq!(
        (&shown["state"], &shown["downloadable"]),
        (&json!("blocked"), &json!(false))
    );
    assert_eq!(shown["reason"]["code"], WhyBlocked::Malware.code());
    assert_eq!(shown["reason"]["detail"], WhyBlocked::Malware.detail());
}

#[tokio::test]
async fn in_19_a_thumbnail_is_shown_with_permission_only() {
    let sdk = aws_config::SdkConfig::builder()
        .region(aws_config::Region::new("us-east-1"))
        .credentials_provider(SharedCredentialsProvider::new(Credentials::new(
            "key", "secret", None, None, "test",
        )))
        .build();
    let config = DocumentsConfig {
        bucket: "documents".to_owned(),
        key_id: "key".to_owned(),
    };
    let presigner = Presigner::new(&sdk, &config).unwrap();
    let signer = presigner.signer().await.unwrap();
    let look = |directory: &Directory| {
        let viewer = Viewer {
            directory,
            agent: &directory.agents[0],
            thread: &samples::thread_id(),
            signer: Some(&signer),
        };
        serde_json::to_value(entries(&viewer, &picture(), &BTreeMap::new())).unwrap()[0]["attachments"][0]
            .take()
    };
    let mut directory = samples::directory();
    let url = look(&directory)["thumbnail_url"].as_str().unwrap().to_owned();
    let base = "https://documents.s3.us-east-1.amazonaws.com/thumbs/in/lakeside/thread/1/1.1.jpg?";
    assert!(url.starts_with(base), "{url}");
    directory.agents[0].display_images = false;
    let hidden = look(&directory);
    assert_eq!(
        (
            &hidden["thumbnail_url"],
            &hidden["downloadable"],
            &hidden["name"],
            &hidden["state"]
        ),
        (&json!(null), &json!(false), &json!(null), &json!("ready")),
    );
    assert_eq!(hidden["reason"]["code"], "pictures_not_shown");
    directory.agents[0].display_images = true;
    directory.organisation.documents.display = false;
    assert_eq!(look(&directory), hidden);
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

#[test]
fn what_happened_is_told_with_names() {
    let maria = || AgentId::parse("maria").unwrap();
    let downloaded = |agent: Option<AgentId>| ThreadEvent::Downloaded {
        message: 1,
        index: 1,
        agent,
        link: "4bb06f8e4e3a7715d201d573d0aa4237".to_owned(),
    };
    let erased = ThreadEvent::Erased {
        message: 1,
        media: 1,
        text: true,
        refused: None,
    };
    let started = ThreadEvent::Started {
        conversation: 1,
        agent: maria(),
        application: ApplicationId::parse("0123456789abcdef").unwrap(),
    };
    let settled = ThreadEvent::TaskSettled {
        message: 1,
        conversation: None,
        agent: maria(),
        opt_out: true,
        why: HoldReason::WrongNumber,
    };
    let refused = ThreadEvent::RefusedByCarrier {
        conversation: 1,
        message: 1,
    };
    let events = [
        downloaded(Some(maria())),
        downloaded(None),
        erased,
        started,
        settled,
        refused,
    ];
    let mut entries: Vec<_> = (2..)
        .zip(events)
        .map(|(seq, event)| stored(seq, 5, event))
        .collect();
    entries.push(message_in());
    let shown = shown(&entries);
    let told = |at: usize, name: &str| shown[at][name].clone();
    assert_eq!(told(0, "kind"), "downloaded");
    assert_eq!(told(0, "agent")["name"], "Maria Lopez");
    assert_eq!(told(1, "agent"), json!(null));
    assert_eq!((told(2, "kind"), told(2, "text")), (json!("erased"), json!(true)));
    assert_eq!(
        (told(3, "kind"), told(3, "application")),
        (json!("started"), json!("0123456789abcdef"))
    );
    assert_eq!(told(4, "question"), "wrong_number");
    assert_eq!(
        (told(4, "kind"), told(4, "opt_out")),
        (json!("task_settled"), json!(true))
    );
    assert_eq!(
        (told(5, "kind"), told(5, "message")),
        (
            json!("refused_by_carrier"),
            json!(format!("{}.1", samples::THREAD))
        )
    );
    let conversation = json!(format!("{}-1", samples::THREAD));
    assert!((0..6).all(|at| told(at, "conversation") == conversation));
}
