//! Who sees a conversation (MC-05).

use crate::directory::{Agent, AgentStatus, Directory};
use crate::thread::{Assignment, ClosedConversation, Conversation, Thread};

impl Conversation {
    /// Whether the agent may see it: the one answer for lists, pages, commands and links.
    pub fn visible_to(&self, agent: &Agent) -> bool {
        self.assignment.visible_to(agent)
    }

    /// Whether an agent who could answer it as they were cannot as they are to be. Claimed by them, it is nobody's then.
    pub fn is_lost_to(&self, before: &Agent, after: &Agent) -> bool {
        let is_active = |agent: &Agent| agent.status == AgentStatus::Active;
        let is_out_of_sight = || self.visible_to(before) && !self.visible_to(after);
        is_active(before) && (!is_active(after) || is_out_of_sight())
    }
}

impl Thread {
    /// Where the conversation of this ordinal belongs; for 0, a text that opened none, where the number says. `None` when the
    /// conversation is neither open nor the one that closed.
    pub fn place_of(
        &self,
        directory: &Directory,
        ordinal: u32,
        closed: Option<&ClosedConversation>,
    ) -> Option<Assignment> {
        if ordinal == 0 {
            return directory.number(&self.ours).map(Assignment::of);
        }
        let closed = closed.map(|closed| &closed.conversation);
        let mut known = self.conversation.iter().chain(closed);
        known.find(|c| c.ordinal == ordinal).map(|c| c.assignment.clone())
    }
}

impl Assignment {
    /// Whether the agent may see what belongs here, also a text that opened no conversation: a member of the team, or who sees all
    /// teams.
    pub fn visible_to(&self, agent: &Agent) -> bool {
        agent.may_see(&self.team)
    }
}
