//! What events tell, by when it happened.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::aggregate::rest::Rest;

/// When something happened, and by which event it is told; the event's id decides between two of one instant.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Stamp {
    /// When it happened, as the event says.
    #[serde(rename = "at")]
    pub at: Timestamp,
    /// The event's id.
    #[serde(rename = "ev")]
    pub event: String,
    /// What a later release says of it.
    #[serde(flatten)]
    pub rest: Rest,
}

/// Something that events tell, as the last of them tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Register<T> {
    /// Which event tells it.
    #[serde(rename = "st")]
    pub stamp: Stamp,
    /// What it tells.
    #[serde(rename = "val")]
    pub value: T,
    /// What a later release says of it.
    #[serde(flatten)]
    pub rest: Rest,
}
