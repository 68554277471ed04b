//! What callers see. Kept apart from what is stored, so that either can change without the other.

mod application;
mod attachment;
pub(crate) mod contact;
mod conversation;
mod entry;
mod happening;
mod message;
pub(crate) mod names;
mod notice;
mod problem;
mod reaction;
#[cfg(test)]
pub(crate) mod samples;
mod trigger;
mod words;

use memberline_domain::AgentId;
use memberline_domain::actor::Actor as DomainActor;
use memberline_domain::directory::Directory;
use serde::Serialize;
use utoipa::ToSchema;

pub(crate) use application::{Application, Tracked, tracked};
pub(crate) use conversation::{Conversation, Located, Row, row};
pub(crate) use entry::{Entry, Viewer, entries};
pub(crate) use names::Named;
pub(crate) use problem::{GatewayMessage, ProblemDocument};
pub(crate) use trigger::{Trigger, TriggerRow};
pub(crate) use words::{Category, Channel, Encoding, Journey, Scope, ServiceLevel};

use words::ActorKind;

/// A page of a list. It may hold fewer items than asked for, or none, and not be the last.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Page<T> {
    /// The items.
    pub(crate) items: Vec<T>,
    /// Where the next page begins; null on the last.
    pub(crate) next_cursor: Option<String>,
}

/// Who did something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Actor {
    /// What they are.
    pub(crate) kind: ActorKind,
    /// The agent, when it was one.
    pub(crate) agent: Option<Named>,
}

impl Actor {
    fn new(directory: &Directory, actor: &DomainActor) -> Self {
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
