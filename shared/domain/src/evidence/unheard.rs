//! Texts that came and were not taken in, as nobody could tell that they were genuine.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::phone::PhoneNumber;

/// A text in quarantine that claims to come from the number. Nothing says that it does, and no hash chain has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unheard {
    /// Its id in quarantine.
    pub id: String,
    /// When its webhook reached us.
    pub received_at: Timestamp,
    /// The stable code of why it was not trusted.
    pub reason: String,
    /// The carrier whose path it came to.
    pub carrier: String,
    /// Our number.
    pub number: PhoneNumber,
    /// The carrier's id of it, as it claims.
    pub carrier_message_id: String,
    /// What it says.
    pub text: String,
}
