//! Opt-outs and consents as a ledger's head stores them: flat, and with short names.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::aggregate::rest::Rest;
use crate::consent::{Category, Channel};
use crate::id::AgentId;
use crate::phone::PhoneNumber;

/// What is stored does not say what its word needs.
#[derive(Debug, thiserror::Error)]
#[error("the ledger's head lacks {0}")]
pub(crate) struct Incomplete(pub(crate) &'static str);

#[derive(Clone, Copy, Serialize, Deserialize)]
pub(crate) enum Via {
    #[serde(rename = "text")]
    Text,
    #[serde(rename = "carrier")]
    Carrier,
    #[serde(rename = "agent")]
    Agent,
    #[serde(rename = "import")]
    Import,
}

/// A stored opt-out; docs/data-model.md has the meaning of its names.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct StoredOptOut {
    #[serde(rename = "at")]
    pub(crate) at: Timestamp,
    #[serde(rename = "num", default, skip_serializing_if = "Option::is_none")]
    pub(crate) number: Option<PhoneNumber>,
    #[serde(rename = "via")]
    pub(crate) via: Via,
    #[serde(rename = "us", default, skip_serializing_if = "Option::is_none")]
    pub(crate) ours: Option<PhoneNumber>,
    #[serde(rename = "mid", default, skip_serializing_if = "Option::is_none")]
    pub(crate) carrier_message_id: Option<String>,
    #[serde(rename = "code", default, skip_serializing_if = "Option::is_none")]
    pub(crate) code: Option<String>,
    #[serde(rename = "who", default, skip_serializing_if = "Option::is_none")]
    pub(crate) agent: Option<AgentId>,
    #[serde(rename = "ch", default, skip_serializing_if = "Option::is_none")]
    pub(crate) channel: Option<Channel>,
    #[serde(rename = "again", default, skip_serializing_if = "Option::is_none")]
    pub(crate) repeated_at: Option<Timestamp>,
    #[serde(rename = "recv", default, skip_serializing_if = "Option::is_none")]
    pub(crate) received_at: Option<Timestamp>,
    #[serde(rename = "said", default, skip_serializing_if = "Option::is_none")]
    pub(crate) said_at: Option<Timestamp>,
    #[serde(rename = "last", default, skip_serializing_if = "Option::is_none")]
    pub(crate) unsaid_at: Option<Timestamp>,
    #[serde(flatten)]
    pub(crate) rest: Rest,
}

/// A stored consent; docs/data-model.md has the meaning of its names.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct StoredConsent {
    #[serde(rename = "cat")]
    pub(crate) category: Category,
    #[serde(rename = "of")]
    pub(crate) scope: String,
    #[serde(rename = "yes", default, skip_serializing_if = "Option::is_none")]
    pub(crate) granted: Option<bool>,
    #[serde(rename = "at", default, skip_serializing_if = "Option::is_none")]
    pub(crate) answered_at: Option<Timestamp>,
    #[serde(rename = "ask", default, skip_serializing_if = "Option::is_none")]
    pub(crate) asked_at: Option<Timestamp>,
    #[serde(rename = "to", default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) numbers: Vec<PhoneNumber>,
    #[serde(flatten)]
    pub(crate) rest: Rest,
}
