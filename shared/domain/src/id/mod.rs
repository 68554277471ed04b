//! Typed identifiers, so that one kind cannot be passed for another.

mod derived;
mod given;
mod place;
mod text;

pub use derived::{ApplicationId, SubscriberId, ThreadId};
pub use given::{
    AgentId, DispositionId, GroupId, LocationId, OrganisationId, PartnerId, PersonId, QuickReplyId, TeamId,
    TriggerId,
};
pub use place::{ConversationId, MessageId, MessageRef};
pub use text::InvalidId;

#[cfg(test)]
mod tests;
