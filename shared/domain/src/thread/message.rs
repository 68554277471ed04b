//! The head of a message: how far it has come, beside the thread's and contending with nothing else.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::aggregate::rest::Rest;
use crate::aggregate::{Aggregate, Change, Entry, NoArchive};
use crate::thread::{Delivery, DeliveryStatus, OutMessage, ThreadEvent};

/// How long a text that was written may wait before it is looked after: longer than the stream takes to bring it and its first
/// attempts take, so that an ordinary text is settled before.
pub const OVERDUE: SignedDuration = SignedDuration::from_mins(5);

/// How long an attempt may take before it counts as crashed: longer than the function that makes it may run.
pub const SETTLING: SignedDuration = SignedDuration::from_secs(60);

/// The head of a message. What became of the message stands in its entries; an attempt to send it stands here alone, until the
/// entry that tells how it ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// The message's place in the thread's timeline.
    #[serde(rename = "m")]
    pub seq: u64,
    /// The conversation that it belongs to; 0 for none.
    #[serde(rename = "conv")]
    pub conversation: u32,
    /// Where it is on its way, if it goes out.
    #[serde(rename = "out", default, skip_serializing_if = "Option::is_none")]
    pub dispatch: Option<Dispatch>,
    /// What a later release says of it.
    #[serde(flatten)]
    pub rest: Rest,
}

/// Where an outgoing message is on its way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dispatch {
    /// Where it is now.
    #[serde(rename = "is")]
    pub status: DeliveryStatus,
    #[serde(rename = "at")]
    pub since: Timestamp,
    /// The attempts to send it so far.
    #[serde(rename = "try")]
    pub attempt: u32,
    /// The carrier of the latest attempt.
    #[serde(rename = "with", default, skip_serializing_if = "Option::is_none")]
    pub carrier: Option<String>,
    #[serde(rename = "mid", default, skip_serializing_if = "Option::is_none")]
    pub carrier_message_id: Option<String>,
    /// When it may be tried again at the earliest, while it is deferred.
    #[serde(rename = "nb", default, skip_serializing_if = "Option::is_none")]
    pub not_before: Option<Timestamp>,
    /// When it is looked after if nothing has settled it by then; none once it is settled, or was raised.
    #[serde(rename = "due", default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Timestamp>,
    /// What a later release says of it.
    #[serde(flatten)]
    pub rest: Rest,
}

impl Dispatch {
    fn new(at: Timestamp) -> Self {
        Self {
            status: DeliveryStatus::Queued,
            since: at,
            attempt: 0,
            carrier: None,
            carrier_message_id: None,
            not_before: None,
            due: Some(at + OVERDUE),
            rest: Rest::default(),
        }
    }

    /// An attempt begins. The time at which it is looked after stays, if that is late enough: moving it costs an index two writes.
    fn claimed(&self, at: Timestamp) -> Self {
        Self {
            status: DeliveryStatus::Sending,
            since: at,
            attempt: self.attempt + 1,
            not_before: None,
            due: self.due.max(Some(at + SETTLING)),
            ..self.clone()
        }
    }

    fn told(&self, delivery: &Delivery, at: Timestamp) -> Self {
        let unsettled = delivery.status < DeliveryStatus::Sent;
        let due = self.due.max(Some(delivery.not_before.unwrap_or(at) + SETTLING));
        Self {
            status: delivery.status,
            since: at,
            attempt: delivery.attempt,
            carrier: self.carrier.clone(),
            carrier_message_id: delivery
                .carrier_message_id
                .clone()
                .or_else(|| self.carrier_message_id.clone()),
            not_before: delivery.not_before,
            due: due.filter(|_| unsettled),
            rest: self.rest.clone(),
        }
    }
}

impl Message {
    /// The head of the message whose own entry this is, as it begins. `None` when the entry is no message's.
    pub fn of(seq: u64, at: Timestamp, event: &ThreadEvent) -> Option<Self> {
        let (conversation, dispatch) = match event {
            ThreadEvent::MessageIn { conversation, .. } => (*conversation, None),
            ThreadEvent::MessageOut { conversation, .. } => (*conversation, Some(Dispatch::new(at))),
            _ => return None,
        };
        Some(Self {
            seq,
            conversation,
            dispatch,
            rest: Rest::default(),
        })
    }

    /// Notes what became of an outgoing message.
    pub(crate) fn told(&self, delivery: Delivery, at: Timestamp) -> Change<Self> {
        let mut head = self.clone();
        head.dispatch = self
            .dispatch
            .as_ref()
            .map(|dispatch| dispatch.told(&delivery, at));
        Change::one(head, ThreadEvent::Delivery(delivery))
    }

    /// Gives the message to one attempt to send it.
    pub(crate) fn claimed(&self, at: Timestamp) -> Change<Self> {
        let mut head = self.clone();
        head.dispatch = self.dispatch.as_ref().map(|dispatch| dispatch.claimed(at));
        Change::silent(head)
    }

    /// Puts off looking after the message, or ends it: a person knows of it.
    pub fn look_after(&self, due: Option<Timestamp>) -> Change<Self> {
        let mut head = self.clone();
        if let Some(dispatch) = &mut head.dispatch {
            dispatch.due = due;
        }
        Change::silent(head)
    }

    /// Whether it is time to look after the message.
    pub fn is_overdue(&self, now: Timestamp) -> bool {
        self.due().is_some_and(|due| due <= now)
    }

    /// When it is looked after if nothing has settled it by then.
    pub fn due(&self) -> Option<Timestamp> {
        self.dispatch.as_ref().and_then(|dispatch| dispatch.due)
    }

    /// Whether the head says what the message's own entry and those about it say: the status of the last of them, or that an
    /// attempt is under way which none of them tells of yet.
    pub fn follows_from<'a>(&self, entries: impl IntoIterator<Item = &'a Entry<ThreadEvent>>) -> bool {
        let entries: Vec<_> = entries.into_iter().collect();
        let told = super::messages(entries.iter().copied());
        let Some(told) = told.iter().find(|message| message.seq == self.seq) else {
            return self.dispatch.is_none();
        };
        let Some(dispatch) = &self.dispatch else {
            return false;
        };
        let claimed = dispatch.status == DeliveryStatus::Sending
            && told.status < DeliveryStatus::Sending
            && dispatch.attempt == told.attempt + 1;
        let same = dispatch.status == told.status
            && dispatch.since == told.status_at
            && dispatch.attempt == told.attempt
            && dispatch.carrier == told.carrier
            && dispatch.carrier_message_id == told.carrier_message_id
            && dispatch.not_before == told.not_before;
        (claimed || same) && (dispatch.due.is_none() || dispatch.status < DeliveryStatus::Sent)
    }
}

impl Aggregate for Message {
    type Event = ThreadEvent;
    type Secret = ();
    type Archive = NoArchive;
    type Branch = Self;

    fn secret(&self) -> &() {
        &()
    }

    fn set_secret(&mut self, (): ()) {}

    fn hangs_on(&self) -> Option<u64> {
        Some(self.seq)
    }

    fn sealed_within(&self, _event: &ThreadEvent) -> Option<u32> {
        Some(self.conversation).filter(|ordinal| *ordinal > 0)
    }
}

impl OutMessage {
    /// The message as its head has it: an attempt that is under way is told there alone.
    #[must_use]
    pub fn under(mut self, head: &Message) -> Self {
        let Some(dispatch) = &head.dispatch else {
            return self;
        };
        if dispatch.status == DeliveryStatus::Sending && self.attempt < dispatch.attempt {
            self.claimed(dispatch.attempt, dispatch.since);
        }
        self.status = dispatch.status;
        self.status_at = dispatch.since;
        self.attempt = dispatch.attempt;
        self.carrier.clone_from(&dispatch.carrier);
        self.carrier_message_id.clone_from(&dispatch.carrier_message_id);
        self.not_before = dispatch.not_before;
        self
    }
}
