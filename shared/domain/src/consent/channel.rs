//! Where something was said of consent.

use serde::{Deserialize, Serialize};

/// Where consent was given or refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Channel {
    #[serde(rename = "text")]
    Text,
    /// On the telephone.
    #[serde(rename = "phone")]
    Phone,
    #[serde(rename = "paper")]
    Paper,
    /// Face to face.
    #[serde(rename = "in_person")]
    InPerson,
    /// On a web page.
    #[serde(rename = "web")]
    Web,
    /// Where nobody could tell.
    #[serde(rename = "unknown")]
    Unknown,
}
