//! A packet to take apart.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::aggregate::chain::{GENESIS, Hash, Link, SEALED_OVERHEAD, owner, salted};
use crate::aggregate::partition;
use crate::aggregate::{Entry, Event};
use crate::consent::{Subscriber, SubscriberEvent};
use crate::evidence::{Beside, ChainedEntry, Exchange, Packet, Subject, Timeline, Unheard};
use crate::id::{OrganisationId, SubscriberId, ThreadId};
use crate::phone::PhoneNumber;
use crate::thread::{Thread, ThreadEvent, messages};

pub const OURS: &str = "+15550100001";
pub const THEIRS: &str = "+15552010001";
pub const LEDGER: &str = "S#lakeside#0123456789abcdef";
pub const THREAD: &str = "T#lakeside#0123456789abcdef0123456789";

pub fn organisation() -> OrganisationId {
    OrganisationId::parse("lakeside").unwrap()
}

pub fn subscriber() -> SubscriberId {
    SubscriberId::parse("0123456789abcdef").unwrap()
}

pub fn thread_id() -> ThreadId {
    ThreadId::parse("0123456789abcdef0123456789").unwrap()
}

pub fn phone(number: &str) -> PhoneNumber {
    PhoneNumber::parse(number).unwrap()
}

/// What sealing would give: of the right form and length, with a nonce of its own. Nobody without the key sees more.
fn sealed(pk: &str, seq: u64, plain: &str) -> Vec<u8> {
    let seed = Hash::of(&[b"nonce", pk.as_bytes(), &seq.to_be_bytes()]);
    let mut sealed = vec![1];
    sealed.extend(&seed.as_bytes()[..16]);
    sealed.extend(vec![seed.as_bytes()[0]; plain.len()]);
    sealed.extend(&seed.as_bytes()[..16]);
    assert_eq!(sealed.len(), plain.len() + SEALED_OVERHEAD);
    sealed
}

/// Puts hashes in order again after an entry was altered, as a forger does who may write to the table.
pub fn rehash(timeline: &mut Timeline) {
    (timeline.seq, timeline.hash) = rehash_chain(&timeline.pk, &mut timeline.entries, GENESIS);
    for beside in &mut timeline.messages {
        let own = timeline.entries.iter().find(|entry| entry.seq == beside.message);
        let start = own.map_or(GENESIS, |own| own.hash);
        (beside.seq, beside.hash) = rehash_chain(&timeline.pk, &mut beside.entries, start);
    }
}

fn rehash_chain(pk: &str, entries: &mut [ChainedEntry], start: Hash) -> (u64, Hash) {
    let mut prev = start;
    for entry in entries.iter_mut() {
        let sealed = STANDARD.decode(&entry.sealed).unwrap();
        let link = Link {
            pk,
            sk: &entry.sk,
            seq: entry.seq,
            at: &entry.at,
            kind: &entry.kind,
            meta: &entry.meta,
            sealed: &sealed,
            salted: entry.salted,
            owner: entry.owner,
        };
        let hash = link.hash(prev);
        (entry.prev, entry.hash) = (prev, hash);
        prev = hash;
    }
    (entries.len() as u64, prev)
}

/// A timeline of these entries: when, the readable parts, and the texts. What is about a message stands beside it.
pub fn timeline(pk: &str, entries: &[(&str, Value, Option<&str>)]) -> Timeline {
    let mut timeline = Timeline::empty(pk.to_owned());
    for (at, meta, text) in entries {
        let about = meta["message"].as_u64().filter(|_| pk == THREAD);
        let chain = match about {
            Some(message) => &mut beside(&mut timeline, message).entries,
            None => &mut timeline.entries,
        };
        let seq = chain.len() as u64 + 1;
        let (sk, meta_text) = (partition::entry(seq, about), meta.to_string());
        let salt = Hash::of(&[b"salt", pk.as_bytes(), sk.as_bytes()]);
        let content = text.map(|text| json!({"message": {"text": text}}).to_string());
        let owner_salt = (pk == LEDGER && seq == 1).then_some(salt);
        chain.push(ChainedEntry {
            seq,
            at: (*at).to_owned(),
            kind: meta["kind"].as_str().unwrap().to_owned(),
            meta: meta_text,
            sealed: STANDARD.encode(
                content
                    .as_deref()
                    .map_or_else(Vec::new, |c| sealed(&format!("{pk} {sk}"), seq, c)),
            ),
            salted: content.as_deref().map(|c| salted(&salt, c.as_bytes())),
            owner: owner_salt.map(|salt| owner(&salt, THEIRS)),
            prev: GENESIS,
            hash: GENESIS,
            salt: content.as_ref().map(|_| salt),
            content,
            owner_salt,
            sk,
        });
    }
    rehash(&mut timeline);
    timeline
}

/// What became of a message.
fn beside(timeline: &mut Timeline, message: u64) -> &mut Beside {
    if timeline.messages.iter().all(|beside| beside.message != message) {
        timeline.messages.push(Beside {
            message,
            seq: 0,
            hash: GENESIS,
            state: String::new(),
            entries: Vec::new(),
        });
        timeline.messages.sort_by_key(|beside| beside.message);
    }
    let mut messages = timeline.messages.iter_mut();
    messages.find(|beside| beside.message == message).unwrap()
}

/// The heads of the messages, as their entries leave them: what goes out has one, and what something became of.
fn stand(timeline: &mut Timeline) {
    for message in messages(&timeline.read::<ThreadEvent>().unwrap()) {
        let last = message.history.last().cloned();
        let head = json!({
            "m": message.seq, "conv": message.conversation,
            "out": {"is": message.status, "at": message.status_at, "try": message.attempt},
        });
        assert!(last.is_none_or(|(at, _)| at == message.status_at));
        beside(timeline, message.seq).state = head.to_string();
    }
    for beside in timeline
        .messages
        .iter_mut()
        .filter(|beside| beside.state.is_empty())
    {
        beside.state = json!({"m": beside.message, "conv": 0}).to_string();
    }
}

/// The ledger's head, as its entries leave it.
pub fn state_of(ledger: &Timeline) -> String {
    let entries = ledger.entries.iter().map(|entry| Entry {
        seq: entry.seq,
        at: entry.at.parse().unwrap(),
        event: SubscriberEvent::read(&entry.sk, &entry.kind, &entry.meta).unwrap(),
        content: None,
    });
    let entries: Vec<_> = entries.collect();
    let new = Subscriber::new(organisation(), subscriber(), phone(THEIRS));
    serde_json::to_string(&new.replay(&entries)).unwrap()
}

pub fn ledger(entries: &[(&str, Value, Option<&str>)]) -> Timeline {
    let mut ledger = timeline(LEDGER, entries);
    ledger.state = Some(state_of(&ledger));
    ledger
}

pub fn thread(entries: &[(&str, Value, Option<&str>)]) -> Timeline {
    let mut thread = timeline(THREAD, entries);
    let head = Thread::new(organisation(), thread_id(), phone(OURS), phone(THEIRS));
    thread.state = Some(serde_json::to_string(&head).unwrap());
    stand(&mut thread);
    rehash(&mut thread);
    for entry in &thread.entries {
        ThreadEvent::read(&entry.sk, &entry.kind, &entry.meta).unwrap();
    }
    thread
}

pub fn subject() -> Subject {
    Subject {
        organisation: organisation(),
        organisation_name: "Lakeside Credit Union".to_owned(),
        number: phone(THEIRS),
        subscriber: subscriber(),
        made_at: "2026-11-23T00:00:00Z".parse().unwrap(),
    }
}

pub fn exchange(timeline: Timeline) -> Exchange {
    Exchange {
        number: phone(OURS),
        thread: thread_id(),
        timeline,
    }
}

pub fn by_text(id: &str) -> Value {
    json!({"via": "text", "number": OURS, "carrier_message_id": id})
}

pub fn text_in(id: &str, intent: &str) -> Value {
    json!({"kind": "message_in", "conversation": 0, "carrier": "twilio", "carrier_message_id": id, "segments": 1, "media": 0,
           "intent": intent})
}

pub fn text_out(by: &str, purpose: &str) -> Value {
    json!({"kind": "message_out", "conversation": 0, "by": {"kind": by}, "purpose": purpose, "encoding": "gsm7",
           "carrier_segments": 1, "plan_units": 1})
}

pub const ASKED: &str = "2026-11-22T10:00:00Z";
pub const ANSWERED: &str = "2026-11-22T10:01:00Z";
pub const STOPPED: &str = "2026-11-22T10:02:00.037Z";

/// The ledger of a member who was asked, said yes, and stopped 37 milliseconds after the webhook came.
pub fn ledger_entries() -> Vec<(&'static str, Value, Option<&'static str>)> {
    let scope = json!({"of": "organisation"});
    let mut answer = by_text("SM1");
    answer["asked_at"] = json!(ASKED);
    vec![
        (
            ASKED,
            json!({"kind": "consent_requested", "categories": ["service"], "scope": scope, "number": OURS,
                   "by": {"kind": "automation"}, "wording": "May we?"}),
            None,
        ),
        (
            ANSWERED,
            json!({"kind": "consent_granted", "categories": ["service"], "scope": scope, "said_at": ANSWERED, "source": answer}),
            None,
        ),
        (
            STOPPED,
            json!({"kind": "opted_out", "number": null, "source": by_text("SM2"), "received_at": "2026-11-22T10:02:00Z"}),
            None,
        ),
    ]
}

/// What was said along with it.
pub fn thread_entries() -> Vec<(&'static str, Value, Option<&'static str>)> {
    let sent = |message: u64| json!({"kind": "delivery", "message": message, "status": "sent", "attempt": 1});
    vec![
        (ASKED, text_out("automation", "consent_request"), Some("May we?")),
        ("2026-11-22T10:00:01Z", sent(1), None),
        (ANSWERED, text_in("SM1", "yes"), Some("Yes")),
        (STOPPED, text_in("SM2", "opt_out"), Some("STOP")),
        (
            STOPPED,
            text_out("system", "opt_out_confirmation"),
            Some("You are opted out."),
        ),
        ("2026-11-22T10:02:01Z", sent(4), None),
    ]
}

/// A text in quarantine.
pub fn unheard(id: &str, at: &str) -> Unheard {
    Unheard {
        id: id.to_owned(),
        received_at: at.parse().unwrap(),
        reason: "signature_wrong".to_owned(),
        carrier: "twilio".to_owned(),
        number: phone(OURS),
        carrier_message_id: format!("SM{id}"),
        text: "Stop it".to_owned(),
    }
}

pub fn packet() -> Packet {
    let exchanges = vec![exchange(thread(&thread_entries()))];
    let unheard = vec![unheard("7", "2026-11-22T10:01:30Z")];
    Packet::make(subject(), ledger(&ledger_entries()), exchanges, unheard).unwrap()
}
