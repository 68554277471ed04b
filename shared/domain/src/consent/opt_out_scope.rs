//! How far a STOP reaches.

use serde::{Deserialize, Serialize};

/// How far a STOP reaches.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum OptOutScope {
    /// All numbers of the organisation.
    #[default]
    #[serde(rename = "organisation")]
    Organisation,
    /// The number that the STOP was sent to.
    #[serde(rename = "number")]
    Number,
}
