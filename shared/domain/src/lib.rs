//! The rules of Memberline, without AWS, tokio, a clock or randomness: state and command and time in, decision out.
//!
//! What stands higher uses what stands lower: nudge, thread, application, directory, consent, and the ground that everything uses
//! and that uses nothing of these.

pub mod actor;
pub mod aggregate;
pub mod application;
pub mod consent;
pub mod directory;
pub mod download;
pub mod evidence;
pub mod file_type;
pub mod id;
mod invisible;
pub mod journey;
pub mod json_text;
pub mod name;
pub mod notification;
pub mod nudge;
pub mod phone;
pub mod quiet_hours;
pub mod reason;
#[cfg(test)]
mod stored_form;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
pub mod text;
pub mod thread;
pub mod whole_number;

pub use aggregate::rest::Rest;
pub use id::{
    AgentId, ApplicationId, ConversationId, DispositionId, GroupId, LocationId, MessageId, MessageRef,
    OrganisationId, PartnerId, PersonId, QuickReplyId, SubscriberId, TeamId, ThreadId, TriggerId,
};
pub use phone::PhoneNumber;
