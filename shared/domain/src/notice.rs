//! Who is told of a text by email (EL-10..12, X-13).

use crate::directory::{Agent, Directory};
use crate::thread::Conversation;

/// The agents to tell of a text in `conversation`: whoever claimed it, else all of its team who subscribed. Nobody whose
/// mailbox refused or complained.
pub fn recipients<'a>(directory: &'a Directory, conversation: &Conversation) -> Vec<&'a Agent> {
    let team = &conversation.place.team;
    directory
        .agents
        .iter()
        .filter(|agent| match &conversation.claim {
            Some(claim) => claim.agent == agent.id,
            None => agent.subscribed && agent.teams.contains(team),
        })
        .filter(|agent| agent.mail_stopped.is_none())
        .collect()
}
