//! The rules of Memberline, without AWS, tokio, a clock or randomness: state and command and time in, decision out.

pub mod aggregate;
pub mod application;
pub mod chain;
pub mod directory;
pub mod download;
pub mod evidence;
pub mod file_type;
pub mod id;
pub mod json_text;
pub mod keywords;
pub mod name;
pub mod notice;
pub mod partition;
pub mod phone;
pub mod quiet_hours;
pub mod reaction;
mod rest;
pub mod routing;
pub mod segments;
pub mod service_level;
#[cfg(test)]
mod stored_form;
pub mod subscriber;
pub mod template;
pub mod thread;
pub mod trigger;
pub mod typed;
pub mod wording;

pub use id::{
    AgentId, ApplicationId, ConversationId, GroupId, LocationId, MessageId, MessageRef, OrganisationId,
    PartnerId, PersonId, SubscriberId, TeamId, ThreadId, TriggerId,
};
pub use phone::PhoneNumber;
pub use rest::Rest;
