//! Who changed a record, and when.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::id::AgentId;

/// Who changes records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum Author {
    /// Whoever runs the deployment, by the operator's command.
    #[serde(rename = "operator")]
    Operator,
    /// An administrator of the organisation.
    #[serde(rename = "agent")]
    Agent {
        #[serde(rename = "agent")]
        agent: AgentId,
    },
}

/// A record's version: how often it was written, and who wrote it last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// From 1. It goes on counting when a record is removed and made anew.
    pub number: u64,
    pub at: Timestamp,
    pub by: Author,
}
