//! An agent answers (EL-04, MC-32, MC-35).

use jiff::Timestamp;

use crate::actor::Actor;
use crate::aggregate::rest::Rest;
use crate::aggregate::{Change, NewEntry};
use crate::consent::Subscriber;
use crate::directory::{Agent, Organisation, SendPolicy};
use crate::id::AgentId;
use crate::phone::PhoneNumber;
use crate::text::segments::segment;
use crate::text::service_level::TextRefusal;
use crate::text::typed::typed;
use crate::thread::{
    Conversation, Direction, LastMessage, PictureId, PictureRefusal, Purpose, Thread, ThreadContent,
    ThreadEvent, preview,
};

/// Why a text cannot be sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ComposeRefusal {
    /// There is no such conversation, as far as this agent may know.
    #[error("there is no such conversation")]
    NotFound,
    #[error("the conversation is closed")]
    Closed,
    /// Nobody claimed it, and nobody can text before claiming (MC-31).
    #[error("claim the conversation before you text")]
    NotClaimed,
    /// Somebody else claimed it.
    #[error("somebody else claimed the conversation")]
    ClaimedByOther { by: AgentId },
    /// The member opted out (MC-51).
    #[error("the member opted out of texts")]
    OptedOut,
    /// The other end is a short code or a name.
    #[error("the sender cannot be answered")]
    Unanswerable,
    /// The carrier brings nothing to the member, who opted out with it.
    #[error("the carrier refuses texts to the member")]
    RefusedByCarrier,
    /// The text itself cannot be sent.
    #[error(transparent)]
    Text(#[from] TextRefusal),
    /// The pictures cannot be sent.
    #[error(transparent)]
    Pictures(#[from] PictureRefusal),
}

/// An agent's wish to answer.
#[derive(Debug, Clone, Copy)]
pub struct Composing<'a> {
    pub organisation: &'a Organisation,
    /// The conversation.
    pub ordinal: u32,
    /// Who writes.
    pub agent: &'a Agent,
    /// What they write; may be empty when pictures go with it.
    pub text: &'a str,
    /// The pictures that go with it.
    pub pictures: &'a [PictureId],
    /// The carrier of our number.
    pub carrier: &'a str,
}

/// Whether an agent's answer in `conversation` may reach the member, as far as consent goes: the member did not opt out,
/// or texted again after that, which a person may answer. A STOP to another of our numbers closes nothing here, so
/// one that is younger than the last message ends the leave to answer.
pub(crate) fn consents(conversation: &Conversation, subscriber: &Subscriber, ours: &PhoneNumber) -> bool {
    subscriber
        .last_opt_out(ours)
        .is_none_or(|stopped| conversation.reply_only && stopped <= conversation.last.at)
}

impl Thread {
    /// Whether the agent may text in the conversation now. The same rule that [`Thread::compose`] applies.
    pub fn may_compose(
        &self,
        ordinal: u32,
        agent: &Agent,
        subscriber: &Subscriber,
    ) -> Result<&Conversation, ComposeRefusal> {
        if ordinal > self.conversations {
            return Err(ComposeRefusal::NotFound);
        }
        // A STOP both closes and blocks; the block is what the agent needs to know.
        let Some(open) = self.open(ordinal) else {
            let blocked = self.conversation.is_none() && subscriber.blocked(&self.ours).is_some();
            return Err(if blocked {
                ComposeRefusal::OptedOut
            } else {
                ComposeRefusal::Closed
            });
        };
        if !open.visible_to(agent) {
            return Err(ComposeRefusal::NotFound);
        }
        if !self.theirs.is_answerable() {
            return Err(ComposeRefusal::Unanswerable);
        }
        if !consents(open, subscriber, &self.ours) {
            return Err(match open.refused_at {
                Some(_) => ComposeRefusal::RefusedByCarrier,
                None => ComposeRefusal::OptedOut,
            });
        }
        match (&open.claim, open.assignment.send_policy) {
            (_, SendPolicy::Open) => Ok(open),
            (None, SendPolicy::Claim) => Err(ComposeRefusal::NotClaimed),
            (Some(claim), SendPolicy::Claim) if claim.agent == agent.id => Ok(open),
            (Some(claim), SendPolicy::Claim) => Err(ComposeRefusal::ClaimedByOther {
                by: claim.agent.clone(),
            }),
        }
    }

    /// Writes an answer for the carrier to take.
    pub fn compose(
        &self,
        wish: Composing<'_>,
        subscriber: &Subscriber,
        now: Timestamp,
    ) -> Result<Change<Self>, ComposeRefusal> {
        self.may_compose(wish.ordinal, wish.agent, subscriber)?;
        PictureId::check(wish.pictures, wish.organisation, wish.carrier)?;
        let text = typed(wish.text);
        let counted = if wish.pictures.is_empty() || !text.trim().is_empty() {
            wish.organisation.service_level.check(&text)?
        } else {
            segment("")
        };
        let pictures = wish.pictures.iter().map(|p| p.file(&self.organisation, &self.id));
        let mut head = self.clone();
        if let Some(conversation) = &mut head.conversation {
            conversation.waiting_since = None;
            conversation.unclaimed_since = None;
            conversation.last = LastMessage {
                direction: Direction::Out,
                at: now,
                rest: Rest::default(),
            };
            conversation.messages += 1;
        }
        head.secret.preview = preview(&text, !wish.pictures.is_empty());
        let entry = NewEntry {
            event: ThreadEvent::MessageOut {
                conversation: wish.ordinal,
                by: Actor::Agent {
                    agent: wish.agent.id.clone(),
                },
                purpose: Purpose::Reply,
                encoding: counted.encoding,
                carrier_segments: counted.carrier_segments,
                plan_units: counted.plan_units,
                pictures: pictures.collect(),
                automation: None,
            },
            content: Some(ThreadContent::Message {
                text: text.into_owned(),
                media: Vec::new(),
                subject: None,
                others: Vec::new(),
            }),
        };
        Ok(Change::one(head, entry))
    }
}
