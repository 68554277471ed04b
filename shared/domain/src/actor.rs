//! Who did something.

use serde::{Deserialize, Serialize};

use crate::id::AgentId;

/// Who did something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum Actor {
    /// A person of the organisation.
    #[serde(rename = "agent")]
    Agent {
        #[serde(rename = "agent")]
        agent: AgentId,
    },
    #[serde(rename = "member")]
    Member,
    /// The product, because a rule requires it.
    #[serde(rename = "system")]
    System,
    /// The product, because the organisation told it to (EL-14, EL-17).
    #[serde(rename = "automation")]
    Automation,
}
