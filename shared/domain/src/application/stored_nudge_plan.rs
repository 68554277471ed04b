//! A nudge plan as it is stored: flat, and with short names, since an application's head has one for each trigger.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::aggregate::rest::Rest;
use crate::application::Stamp;

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands out references")]
fn is_zero(number: &u32) -> bool {
    *number == 0
}

/// What a nudge plan is up to, in one word.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub(crate) enum Is {
    #[serde(rename = "planned")]
    Planned,
    #[serde(rename = "held")]
    Held,
    #[serde(rename = "sent")]
    Sent,
    #[serde(rename = "cancelled")]
    Cancelled,
    #[serde(rename = "withheld")]
    Withheld,
}

/// A stored nudge plan; docs/data-model.md has the meaning of its names.
#[derive(Clone, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(crate) struct StoredNudgePlan {
    #[serde(rename = "from")]
    pub(crate) anchor: Stamp,
    #[serde(rename = "n")]
    pub(crate) number: u32,
    #[serde(rename = "due")]
    pub(crate) due: Timestamp,
    #[serde(rename = "is")]
    pub(crate) is: Is,
    #[serde(rename = "till", default, skip_serializing_if = "Option::is_none")]
    pub(crate) until: Option<Timestamp>,
    #[serde(rename = "code", default, skip_serializing_if = "Option::is_none")]
    pub(crate) code: Option<String>,
    #[serde(rename = "why", default, skip_serializing_if = "Option::is_none")]
    pub(crate) detail: Option<String>,
    #[serde(rename = "at", default, skip_serializing_if = "Option::is_none")]
    pub(crate) at: Option<Timestamp>,
    #[serde(rename = "turn", default, skip_serializing_if = "is_zero")]
    pub(crate) generation: u32,
    #[serde(rename = "cnt", default, skip_serializing_if = "is_zero")]
    pub(crate) counted: u32,
    #[serde(rename = "ndg", default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) nudged: bool,
    #[serde(rename = "wh", default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) withheld: bool,
    #[serde(rename = "rep", default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) replied: bool,
    #[serde(rename = "done", default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) completed: bool,
    #[serde(flatten)]
    pub(crate) rest: Rest,
}

/// What is stored of a nudge plan does not say what its word needs.
#[derive(Debug, thiserror::Error)]
#[error("the nudge plan lacks {0}")]
pub(crate) struct Incomplete(pub(crate) &'static str);
