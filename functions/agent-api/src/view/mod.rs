//! What callers see. Kept apart from what is stored, so that either can change without the other.

pub(crate) mod ability;
pub(crate) mod consent;
pub(crate) mod names;
#[cfg(test)]
pub(crate) mod samples;
pub(crate) mod stage;
pub(crate) mod words;

use memberline_domain::AgentId;
use memberline_domain::actor::Actor as DomainActor;
use memberline_domain::directory::Directory;
use serde::Serialize;
use utoipa::ToSchema;

use names::Named;
use words::ActorKind;

/// Who did something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Actor {
    /// What they are.
    pub(crate) kind: ActorKind,
    /// The agent, when it was one.
    pub(crate) agent: Option<Named>,
}

impl Actor {
    pub(crate) fn new(directory: &Directory, actor: &DomainActor) -> Self {
        let (kind, agent): (_, Option<&AgentId>) = match actor {
            DomainActor::Agent { agent } => (ActorKind::Agent, Some(agent)),
            DomainActor::Member => (ActorKind::Member, None),
            DomainActor::System => (ActorKind::System, None),
            DomainActor::Automation => (ActorKind::Automation, None),
        };
        Self {
            kind,
            agent: agent.map(|id| Named::agent(directory, id)),
        }
    }
}
