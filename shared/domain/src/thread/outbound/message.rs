//! An outgoing message as its entries tell it.

use jiff::Timestamp;

use crate::actor::Actor;
use crate::aggregate::{Entry, NewEntry};
use crate::reason::Reason;
use crate::text::segments::{Encoding, segment};
use crate::thread::{
    Automated, Delivery, DeliveryStatus, Purpose, StoredFile, Thread, ThreadContent, ThreadEvent,
};

/// An outgoing message and what became of it: the fold of its own entry and the [`Delivery`] entries about it. What its head
/// knows besides, [`OutMessage::under`] adds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutMessage {
    /// Its place in the timeline.
    pub seq: u64,
    /// When it was written.
    pub at: Timestamp,
    /// The conversation; 0 for none.
    pub conversation: u32,
    /// Who wrote it.
    pub by: Actor,
    /// What it is for.
    pub purpose: Purpose,
    /// The text; `None` when its key was destroyed.
    pub text: Option<String>,
    /// How it is encoded on the air.
    pub encoding: Encoding,
    /// How many segments the carrier charges.
    pub carrier_segments: u32,
    /// How many units the plan bills.
    pub plan_units: u32,
    /// The pictures that go with it.
    pub pictures: Vec<StoredFile>,
    /// What it is about, when automation wrote it.
    pub automation: Option<Automated>,
    /// Where it is now.
    pub status: DeliveryStatus,
    /// Since when.
    pub status_at: Timestamp,
    /// The attempts to send it so far.
    pub attempt: u32,
    /// The carrier of the latest attempt; none before the first.
    pub carrier: Option<String>,
    pub carrier_message_id: Option<String>,
    /// Why it is deferred, failed or cancelled.
    pub reason: Option<Reason>,
    /// When it may be tried again at the earliest, while it is deferred.
    pub not_before: Option<Timestamp>,
    /// All that became of it, oldest first, each attempt to send it among that.
    pub history: Vec<(Timestamp, Delivery)>,
}

impl OutMessage {
    fn new(entry: &Entry<ThreadEvent>) -> Option<Self> {
        let ThreadEvent::MessageOut {
            conversation,
            by,
            purpose,
            encoding,
            carrier_segments,
            plan_units,
            pictures,
            automation,
        } = &entry.event
        else {
            return None;
        };
        let text = match &entry.content {
            Some(ThreadContent::Message { text, .. }) => Some(text.clone()),
            _ => None,
        };
        Some(Self {
            seq: entry.seq,
            at: entry.at,
            conversation: *conversation,
            by: by.clone(),
            purpose: *purpose,
            text,
            encoding: *encoding,
            carrier_segments: *carrier_segments,
            plan_units: *plan_units,
            pictures: pictures.clone(),
            automation: automation.clone(),
            status: DeliveryStatus::Queued,
            status_at: entry.at,
            attempt: 0,
            carrier: None,
            carrier_message_id: None,
            reason: None,
            not_before: None,
            history: Vec::new(),
        })
    }

    /// An attempt to send it began.
    pub(crate) fn claimed(&mut self, attempt: u32, at: Timestamp) {
        let claim = Delivery {
            attempt,
            claimed_at: None,
            ..Delivery::of(self, DeliveryStatus::Sending)
        };
        self.apply(at, &claim);
    }

    /// Adds what became of it next.
    pub fn apply(&mut self, at: Timestamp, delivery: &Delivery) {
        if let Some(claimed_at) = delivery.claimed_at {
            self.claimed(delivery.attempt, claimed_at);
        }
        // A reason belongs to its status, and only a failure can be told twice, once without it (lesson 21).
        if delivery.reason.is_some() || delivery.status != self.status {
            self.reason.clone_from(&delivery.reason);
        }
        self.status = delivery.status;
        self.status_at = at;
        self.attempt = delivery.attempt;
        self.not_before = delivery.not_before;
        if delivery.carrier.is_some() {
            self.carrier.clone_from(&delivery.carrier);
        }
        if delivery.carrier_message_id.is_some() {
            self.carrier_message_id.clone_from(&delivery.carrier_message_id);
        }
        self.history.push((at, delivery.clone()));
    }

    /// Whether nothing more is to be done to get it sent.
    pub fn is_settled(&self) -> bool {
        self.status >= DeliveryStatus::Sent
    }
}

/// The outgoing messages among `entries`, oldest first. Entries about a message that is not among them are passed over.
pub fn messages<'a>(entries: impl IntoIterator<Item = &'a Entry<ThreadEvent>>) -> Vec<OutMessage> {
    let mut entries: Vec<_> = entries.into_iter().collect();
    entries.sort_by_key(|e| e.place());
    let mut messages: Vec<OutMessage> = Vec::new();
    for entry in entries {
        if let ThreadEvent::Delivery(delivery) = &entry.event {
            if let Some(message) = messages.iter_mut().find(|m| m.seq == delivery.message) {
                message.apply(entry.at, delivery);
            }
        } else {
            messages.extend(OutMessage::new(entry));
        }
    }
    messages
}

impl Thread {
    /// A text in the product's own words. It changes no list: nobody answered the member. Automation speaks in no conversation.
    pub(crate) fn product_text(&self, by: Actor, purpose: Purpose, text: String) -> NewEntry<ThreadEvent> {
        let counted = segment(&text);
        let open = self.conversation.as_ref().filter(|_| by != Actor::Automation);
        NewEntry {
            event: ThreadEvent::MessageOut {
                conversation: open.map_or(0, |c| c.ordinal),
                by,
                purpose,
                encoding: counted.encoding,
                carrier_segments: counted.carrier_segments,
                plan_units: counted.plan_units,
                pictures: Vec::new(),
                automation: None,
            },
            content: Some(ThreadContent::Message {
                text,
                media: Vec::new(),
                subject: None,
                others: Vec::new(),
            }),
        }
    }
}

impl Delivery {
    /// A delivery that tells the status alone.
    pub fn of(message: &OutMessage, status: DeliveryStatus) -> Self {
        let under_way = message.status == DeliveryStatus::Sending;
        Self {
            message: message.seq,
            status,
            attempt: message.attempt,
            carrier: message.carrier.clone().filter(|_| under_way),
            carrier_message_id: None,
            reason: None,
            not_before: None,
            claimed_at: under_way.then_some(message.status_at),
        }
    }
}
