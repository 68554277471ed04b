//! Why something was held back, failed or was cancelled.

use serde::{Deserialize, Serialize};

/// Why something was held back, failed or was cancelled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// A stable code: the carrier's own with its name before it, or ours.
    #[serde(rename = "code")]
    pub code: String,
    /// What an agent can make of it. Never holds content of the message.
    #[serde(rename = "detail")]
    pub detail: String,
}

impl Reason {
    /// A reason of ours.
    pub(crate) fn new(code: &str, detail: &str) -> Self {
        Self {
            code: code.to_owned(),
            detail: detail.to_owned(),
        }
    }
}
