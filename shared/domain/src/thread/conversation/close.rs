//! A conversation closes (MC-37, MC-50).

use jiff::Timestamp;

use crate::actor::Actor;
use crate::aggregate::Change;
use crate::aggregate::rest::Rest;
use crate::directory::{Agent, Permission};
use crate::id::AgentId;
use crate::thread::{CloseReason, ClosedConversation, Thread, ThreadEvent};

/// Why a conversation cannot be closed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CloseRefusal {
    /// There is no such conversation, as far as this agent may know.
    #[error("there is no such conversation")]
    NotFound,
    /// It is closed already.
    #[error("the conversation is closed")]
    Closed,
    /// Somebody else claimed it, and only they or a supervisor may close it.
    #[error("somebody else claimed the conversation")]
    ClaimedByOther { by: AgentId },
}

impl Thread {
    /// Whether the agent can close the conversation.
    pub fn may_close(&self, ordinal: u32, agent: &Agent) -> Result<(), CloseRefusal> {
        if ordinal > self.conversations {
            return Err(CloseRefusal::NotFound);
        }
        let open = self.open(ordinal).ok_or(CloseRefusal::Closed)?;
        if !open.visible_to(agent) {
            return Err(CloseRefusal::NotFound);
        }
        match &open.claim {
            Some(claim) if claim.agent != agent.id && !agent.role.permits(Permission::CloseForOthers) => {
                Err(CloseRefusal::ClaimedByOther {
                    by: claim.agent.clone(),
                })
            }
            _ => Ok(()),
        }
    }

    /// Closes the conversation for the agent. `None` when it is closed already.
    pub fn close(
        &self,
        ordinal: u32,
        agent: &Agent,
        now: Timestamp,
    ) -> Result<Option<Change<Self>>, CloseRefusal> {
        match self.may_close(ordinal, agent) {
            Err(CloseRefusal::Closed) => return Ok(None),
            decided => decided?,
        }
        let by = Actor::Agent {
            agent: agent.id.clone(),
        };
        Ok(Some(self.end(by, CloseReason::Agent, now)))
    }

    /// Moves the open conversation, if there is one, to the Closed list and leaves the head free for the next, with nothing of what was
    /// said in it.
    pub(crate) fn end(&self, by: Actor, reason: CloseReason, now: Timestamp) -> Change<Self> {
        let mut head = self.clone();
        let Some(mut conversation) = head.conversation.take() else {
            return Change {
                head,
                entries: Vec::new(),
                archive: None,
            };
        };
        conversation.waiting_since = None;
        conversation.unclaimed_since = None;
        let entry = ThreadEvent::Closed {
            conversation: conversation.ordinal,
            by,
            reason,
        };
        let archive = ClosedConversation {
            organisation: self.organisation.clone(),
            thread: self.id.clone(),
            ours: self.ours.clone(),
            theirs: self.theirs.clone(),
            journey: self.journey,
            conversation,
            closed_at: now,
            reason,
            rest: Rest::default(),
            secret: self.secret.clone(),
        };
        head.secret.preview.clear();
        Change {
            head,
            entries: vec![entry.into()],
            archive: Some(archive),
        }
    }
}
