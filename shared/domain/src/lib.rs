//! The rules of Memberline, without AWS, tokio, a clock or randomness: state and command and time in, decision out.

pub mod id;
pub mod keywords;
pub mod phone;
pub mod segments;
pub mod service_level;

pub use id::{AgentId, ConversationId, GroupId, LocationId, MessageId, MessageRef, OrganisationId, TeamId, ThreadId};
pub use phone::PhoneNumber;
