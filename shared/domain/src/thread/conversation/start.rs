//! An agent starts a conversation with somebody on an application (IN-01).

use jiff::Timestamp;

use crate::aggregate::Change;
use crate::aggregate::rest::Rest;
use crate::application::Application;
use crate::consent::{Category, Colour, Subscriber};
use crate::directory::{Agent, Number};
use crate::id::PersonId;
use crate::thread::{Assignment, Claim, Conversation, Direction, LastMessage, Thread, ThreadEvent};

/// Why a conversation cannot be started.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StartRefusal {
    /// There is nobody of this id on the application.
    #[error("there is nobody of this id on the application")]
    NotFound,
    /// They have no mobile number (IN-05).
    #[error("there is no mobile number")]
    NoMobile,
    /// The number to text from is none that the agent may answer.
    #[error("the agent may not text from this number")]
    NumberNotAllowed,
    /// They opted out (MC-51).
    #[error("the member opted out of texts")]
    OptedOut,
    /// They did not agree to be texted about the application (IN-37).
    #[error("the member did not agree to such texts")]
    ConsentMissing,
    /// One is open already.
    #[error("a conversation is open")]
    ConversationOpen { ordinal: u32 },
}

/// An agent's wish to text somebody first.
#[derive(Debug, Clone, Copy)]
pub struct Starting<'a> {
    pub application: &'a Application,
    pub person: &'a PersonId,
    /// The number to text from.
    pub number: &'a Number,
    /// Who starts it.
    pub agent: &'a Agent,
    /// The consent of the other end.
    pub subscriber: &'a Subscriber,
}

/// Whether the agent can text the person first. Green consent to service texts is needed, and no open conversation in the thread of
/// the two numbers, if there is one.
pub fn may_start(wish: Starting<'_>, thread: Option<&Thread>) -> Result<(), StartRefusal> {
    let person = wish
        .application
        .person(wish.person)
        .ok_or(StartRefusal::NotFound)?;
    let theirs = person.mobile.as_ref().ok_or(StartRefusal::NoMobile)?;
    if thread.is_some_and(|thread| thread.theirs != *theirs) {
        return Err(StartRefusal::NoMobile);
    }
    if !wish.agent.may_see(&wish.number.team) {
        return Err(StartRefusal::NumberNotAllowed);
    }
    if wish.subscriber.blocked(&wish.number.number).is_some() {
        return Err(StartRefusal::OptedOut);
    }
    let about = wish.application.about(wish.person);
    if wish.subscriber.colour(Category::Service, &about) != Colour::Green {
        return Err(StartRefusal::ConsentMissing);
    }
    if let Some(open) = thread.and_then(|thread| thread.conversation.as_ref()) {
        return Err(StartRefusal::ConversationOpen {
            ordinal: open.ordinal,
        });
    }
    Ok(())
}

impl Thread {
    /// Opens a conversation, claimed by the agent, about the application: the member did not write first.
    pub fn start(&self, wish: Starting<'_>, now: Timestamp) -> Result<Change<Self>, StartRefusal> {
        may_start(wish, Some(self))?;
        let mut head = self.clone();
        let ordinal = self.conversations + 1;
        head.conversations = ordinal;
        head.journey = wish.application.journey();
        if head.secret.name.is_none() {
            head.secret.name = wish.application.details(wish.person).name;
        }
        head.conversation = Some(Conversation {
            ordinal,
            assignment: Assignment::of(wish.number),
            opened_at: now,
            claim: Some(Claim {
                agent: wish.agent.id.clone(),
                at: now,
                rest: Rest::default(),
            }),
            waiting_since: None,
            unclaimed_since: None,
            last: LastMessage {
                direction: Direction::Out,
                at: now,
                rest: Rest::default(),
            },
            messages: 0,
            reply_only: false,
            refused_at: None,
            application: Some(wish.application.id.clone()),
            task: None,
            pictures_told_at: None,
            rest: Rest::default(),
        });
        Ok(Change::one(
            head,
            ThreadEvent::Started {
                conversation: ordinal,
                agent: wish.agent.id.clone(),
                application: wish.application.id.clone(),
            },
        ))
    }
}
