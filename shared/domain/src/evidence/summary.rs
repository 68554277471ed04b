//! What the entries of a packet say, for people.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::actor::Actor;
use crate::aggregate::Entry;
use crate::consent::{Category, ConsentStatus, OptOutSource, Scope, Subscriber, SubscriberEvent};
use crate::id::{OrganisationId, SubscriberId, ThreadId};
use crate::phone::PhoneNumber;
use crate::reason::Reason;
use crate::thread::{
    Delivery, DeliveryStatus, Direction, Message as MessageHead, OutMessage, Purpose, ThreadContent,
    ThreadEvent, messages,
};

/// Which of blocks and consents prevails.
pub const PREVAILS: &str = "An opt-out in blocked_now prevails over every consent in consents_now: while it is in force nothing is sent from the \
    numbers that it blocks but its one confirmation and a person's answers to texts that came after it.";

/// What the entries say.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Summary {
    /// Which of the next three prevails: [`PREVAILS`].
    pub prevails: String,
    /// Which of our numbers an opt-out blocks now: null stands for all of them. Empty when none is in force.
    pub blocked_now: Vec<Option<PhoneNumber>>,
    /// Whether automation is paused now.
    pub held_now: bool,
    /// How consent stands now.
    pub consents_now: Vec<ConsentNow>,
    /// Every opt-out, oldest first.
    pub stops: Vec<Stop>,
    /// Every message, oldest first.
    pub messages: Vec<Message>,
    /// The entries of kinds that the release that made the packet does not know: what they say is not in this summary.
    pub unread: Vec<Unread>,
}

/// An entry of a kind that a later release brought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unread {
    /// The timeline, by its partition key.
    pub timeline: String,
    /// Its place there.
    pub entry: u64,
    pub kind: String,
}

/// How consent to one category within one scope stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsentNow {
    pub category: Category,
    /// Whose texts.
    pub scope: Scope,
    /// How it stands.
    pub status: ConsentStatus,
    pub since: Option<Timestamp>,
}

/// An opt-out, and what followed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stop {
    /// Its entry in the ledger.
    pub entry: u64,
    /// When it took effect.
    pub at: Timestamp,
    /// When the carrier received it, if it says so.
    pub said_at: Option<Timestamp>,
    /// When it reached us, if that is known.
    pub received_at: Option<Timestamp>,
    /// How long it took to take effect, in milliseconds.
    pub latency_ms: Option<i64>,
    /// Which of our numbers it blocks; all when null.
    pub blocks: Option<PhoneNumber>,
    /// How it reached us.
    pub source: OptOutSource,
    pub confirmation: Option<Confirmation>,
}

/// The confirmation of an opt-out, 47 CFR 64.1200(a)(12).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Confirmation {
    pub thread: ThreadId,
    /// Its place there.
    pub message: u64,
    /// Where it is on its way.
    pub status: DeliveryStatus,
    /// When the carrier had it.
    pub sent_at: Option<Timestamp>,
    /// How long after the opt-out that was, in milliseconds.
    pub after_ms: Option<i64>,
}

/// A message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Message {
    pub thread: ThreadId,
    /// Its place there.
    pub message: u64,
    /// When it came in or was written.
    pub at: Timestamp,
    /// Which way it went.
    pub direction: Direction,
    /// Our number.
    pub number: PhoneNumber,
    /// The text; null when its key was destroyed.
    pub text: Option<String>,
    /// How many media came with it.
    pub media: u32,
    /// Who wrote it, if it went out.
    pub by: Option<Actor>,
    /// What it is for, if it went out.
    pub purpose: Option<Purpose>,
    /// Where it is on its way, if it went out.
    pub status: Option<DeliveryStatus>,
    /// When the carrier had it.
    pub sent_at: Option<Timestamp>,
    /// Why it did not go out.
    pub reason: Option<Reason>,
}

type Said<'a> = (
    &'a PhoneNumber,
    &'a ThreadId,
    Vec<Entry<ThreadEvent>>,
    Vec<MessageHead>,
);

fn milliseconds(from: Timestamp, to: Timestamp) -> i64 {
    to.as_millisecond() - from.as_millisecond()
}

/// When the carrier had a message.
fn sent_at(message: &OutMessage) -> Option<Timestamp> {
    let had = |(_, delivery): &&(Timestamp, Delivery)| {
        matches!(delivery.status, DeliveryStatus::Sent | DeliveryStatus::Delivered)
    };
    message.history.iter().find(had).map(|(at, _)| *at)
}

impl Summary {
    /// What the entries of a ledger, and of the threads with each of our numbers, say.
    pub(super) fn of(
        (organisation, id, number): (&OrganisationId, &SubscriberId, &PhoneNumber),
        ledger: &[Entry<SubscriberEvent>],
        exchanges: &[Said<'_>],
    ) -> Self {
        let now = Subscriber::new(organisation.clone(), id.clone(), number.clone()).replay(ledger);
        let consents_now = now.consents.iter().map(|consent| ConsentNow {
            category: consent.category,
            scope: consent.scope.clone(),
            status: consent.status(),
            since: match (&consent.question, &consent.answer) {
                (Some(question), _) if consent.is_pending() => Some(question.at),
                (_, answer) => answer.map(|a| a.at),
            },
        });
        let mut all: Vec<Message> = exchanges.iter().flat_map(said).collect();
        all.sort_by(|a, b| (a.at, &a.thread, a.message).cmp(&(b.at, &b.thread, b.message)));
        Self {
            prevails: PREVAILS.to_owned(),
            blocked_now: now.opt_outs.iter().map(|o| o.number.clone()).collect(),
            held_now: !now.holds.is_empty(),
            consents_now: consents_now.collect(),
            stops: ledger.iter().filter_map(|entry| stop(entry, &all)).collect(),
            messages: all,
            unread: Vec::new(),
        }
    }
}

fn stop(entry: &Entry<SubscriberEvent>, messages: &[Message]) -> Option<Stop> {
    let SubscriberEvent::OptedOut {
        number,
        source,
        received_at,
        said_at,
    } = &entry.event
    else {
        return None;
    };
    // It is written together with the opt-out.
    let confirmation = messages.iter().find(|message| {
        message.purpose == Some(Purpose::OptOutConfirmation)
            && message.at == entry.at
            && Some(&message.number) == source.ours()
    });
    Some(Stop {
        entry: entry.seq,
        at: entry.at,
        said_at: *said_at,
        received_at: *received_at,
        latency_ms: received_at.map(|received| milliseconds(received, entry.at)),
        blocks: number.clone(),
        source: source.clone(),
        confirmation: confirmation.map(|message| Confirmation {
            thread: message.thread.clone(),
            message: message.message,
            status: message.status.unwrap_or(DeliveryStatus::Queued),
            sent_at: message.sent_at,
            after_ms: message.sent_at.map(|sent| milliseconds(entry.at, sent)),
        }),
    })
}

/// The messages of a thread.
fn said((number, thread, entries, heads): &Said<'_>) -> Vec<Message> {
    let incoming = entries.iter().filter_map(|entry| {
        let ThreadEvent::MessageIn { media, .. } = &entry.event else {
            return None;
        };
        let text = match &entry.content {
            Some(ThreadContent::Message { text, .. }) => Some(text.clone()),
            _ => None,
        };
        Some(Message {
            thread: (*thread).clone(),
            message: entry.seq,
            at: entry.at,
            direction: Direction::In,
            number: (*number).clone(),
            text,
            media: *media,
            by: None,
            purpose: None,
            status: None,
            sent_at: None,
            reason: None,
        })
    });
    let under = |message: OutMessage| match heads.iter().find(|head| head.seq == message.seq) {
        Some(head) => message.under(head),
        None => message,
    };
    let outgoing = messages(entries).into_iter().map(under).map(|message| Message {
        thread: (*thread).clone(),
        message: message.seq,
        at: message.at,
        direction: Direction::Out,
        number: (*number).clone(),
        sent_at: sent_at(&message),
        media: u32::try_from(message.pictures.len()).unwrap_or(u32::MAX),
        text: message.text,
        by: Some(message.by),
        purpose: Some(message.purpose),
        status: Some(message.status),
        reason: message.reason,
    });
    incoming.chain(outgoing).collect()
}
