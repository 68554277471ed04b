//! Which nudge an entry is about.

use serde::{Deserialize, Serialize};

use crate::id::TriggerId;

/// A nudge: the first, second ... text that a trigger sends about one stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Nudge {
    #[serde(rename = "trigger")]
    pub trigger: TriggerId,
    /// Which of its nudges, from 1.
    #[serde(rename = "number")]
    pub number: u32,
}
