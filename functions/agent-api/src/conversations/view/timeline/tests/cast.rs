//! Entries as they are stored, and how they are shown.

use std::collections::BTreeMap;

use memberline_domain::AgentId;
use memberline_domain::actor::Actor;
use memberline_domain::aggregate::Entry as StoredEntry;
use memberline_domain::directory::Directory;
use memberline_domain::reason::Reason;
use memberline_domain::text::keywords::Intent;
use memberline_domain::text::segments::Encoding;
use memberline_domain::thread::{Delivery, DeliveryStatus, MediaLink, Purpose, ThreadContent, ThreadEvent};
use serde_json::Value;

use crate::conversations::view::timeline::entries;
use crate::conversations::view::viewer::{Viewer, id};
use crate::view::samples;

pub fn stored(seq: u64, minute: u32, event: ThreadEvent) -> StoredEntry<ThreadEvent> {
    StoredEntry {
        seq,
        at: samples::at(&format!("2026-11-22T10:{minute:02}:00Z")),
        event,
        content: None,
    }
}

pub fn message_in() -> StoredEntry<ThreadEvent> {
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

pub fn message_out(seq: u64) -> StoredEntry<ThreadEvent> {
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

pub fn delivery(
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

pub fn shown(stored: &[StoredEntry<ThreadEvent>]) -> Value {
    shown_to(&samples::directory(), "maria", stored)
}

pub fn shown_to(directory: &Directory, agent: &str, stored: &[StoredEntry<ThreadEvent>]) -> Value {
    let viewer = Viewer {
        directory,
        agent: directory.agent(&AgentId::parse(agent).unwrap()).unwrap(),
        thread: &samples::thread_id(),
        signer: None,
    };
    serde_json::to_value(entries(&viewer, stored, &BTreeMap::new())).unwrap()
}

pub fn seq(seq: u64) -> String {
    id(&samples::thread_id(), seq)
}
