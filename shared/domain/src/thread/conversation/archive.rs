//! A conversation that was closed.

use jiff::Timestamp;
use jiff::fmt::serde::timestamp::millisecond;
use serde::{Deserialize, Serialize};

use crate::aggregate::rest::Rest;
use crate::id::{OrganisationId, ThreadId};
use crate::journey::Journey;
use crate::phone::PhoneNumber;
use crate::thread::{Conversation, ThreadSecret};

/// A closed conversation, as the Closed list shows it (MC-10).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosedConversation {
    #[serde(rename = "org")]
    pub organisation: OrganisationId,
    #[serde(rename = "id")]
    pub thread: ThreadId,
    #[serde(rename = "us")]
    pub ours: PhoneNumber,
    /// The outside number.
    #[serde(rename = "them")]
    pub theirs: PhoneNumber,
    /// What brought the member here.
    #[serde(rename = "jny")]
    pub journey: Journey,
    /// The conversation as it was.
    #[serde(rename = "conv")]
    pub conversation: Conversation,
    #[serde(rename = "at", with = "millisecond::required")]
    pub closed_at: Timestamp,
    /// Why it closed.
    #[serde(rename = "why")]
    pub reason: CloseReason,
    /// What a later release says of it.
    #[serde(flatten)]
    pub rest: Rest,
    /// What is sealed.
    #[serde(skip)]
    pub secret: ThreadSecret,
}

/// Why a conversation closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum CloseReason {
    /// Somebody closed it (MC-37).
    #[serde(rename = "agent")]
    Agent,
    /// The member opted out (MC-50).
    #[serde(rename = "opt_out")]
    OptOut,
}
