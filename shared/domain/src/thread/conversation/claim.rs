//! An agent claims a conversation (MC-31..33).

use jiff::Timestamp;

use crate::aggregate::Change;
use crate::aggregate::rest::Rest;
use crate::directory::Agent;
use crate::id::AgentId;
use crate::thread::{Claim, Thread, ThreadEvent};

/// Why a conversation cannot be claimed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ClaimRefusal {
    /// There is no such conversation, as far as this agent may know.
    #[error("there is no such conversation")]
    NotFound,
    #[error("the conversation is closed")]
    Closed,
    /// The agent has it already.
    #[error("the agent has the conversation already")]
    AlreadyYours,
    /// Somebody else was first.
    #[error("somebody else claimed the conversation")]
    AlreadyClaimed { by: AgentId },
}

impl Thread {
    /// Whether the agent can claim the conversation.
    pub fn may_claim(&self, ordinal: u32, agent: &Agent) -> Result<(), ClaimRefusal> {
        if ordinal > self.conversations {
            return Err(ClaimRefusal::NotFound);
        }
        let open = self.open(ordinal).ok_or(ClaimRefusal::Closed)?;
        if !open.visible_to(agent) {
            return Err(ClaimRefusal::NotFound);
        }
        match &open.claim {
            Some(claim) if claim.agent == agent.id => Err(ClaimRefusal::AlreadyYours),
            Some(claim) => Err(ClaimRefusal::AlreadyClaimed {
                by: claim.agent.clone(),
            }),
            None => Ok(()),
        }
    }

    /// Gives the conversation to the agent. `None` when they have it already.
    pub fn claim(
        &self,
        ordinal: u32,
        agent: &Agent,
        now: Timestamp,
    ) -> Result<Option<Change<Self>>, ClaimRefusal> {
        match self.may_claim(ordinal, agent) {
            Err(ClaimRefusal::AlreadyYours) => return Ok(None),
            decided => decided?,
        }
        let mut head = self.clone();
        if let Some(conversation) = &mut head.conversation {
            conversation.claim = Some(Claim {
                agent: agent.id.clone(),
                at: now,
                rest: Rest::default(),
            });
            conversation.unclaimed_since = None;
        }
        Ok(Some(Change::one(
            head,
            ThreadEvent::Claimed {
                conversation: ordinal,
                agent: agent.id.clone(),
            },
        )))
    }
}
