//! A text that looks like an opt-out, or says that the number is somebody else's, pauses automation until somebody says what it
//! is.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::aggregate::rest::Rest;
use crate::phone::PhoneNumber;
use crate::text::keywords::Intent;

/// Why automation is paused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum HoldReason {
    /// A text may be an opt-out.
    #[default]
    #[serde(rename = "opt_out")]
    LooksLikeOptOut,
    /// A text says that the number is somebody else's.
    #[serde(rename = "wrong_number")]
    WrongNumber,
}

impl HoldReason {
    /// Whether it is the one that needs no saying.
    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "serde passes what it may skip by reference"
    )]
    pub(crate) fn is_usual(&self) -> bool {
        *self == Self::default()
    }

    /// The intent of the text that it comes from.
    pub fn intent(self) -> Intent {
        match self {
            Self::LooksLikeOptOut => Intent::LooksLikeOptOut,
            Self::WrongNumber => Intent::WrongNumber,
        }
    }
}

/// A pause of automation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hold {
    /// Our number that was texted.
    #[serde(rename = "us")]
    pub number: PhoneNumber,
    /// The text's place in the timeline of its thread.
    #[serde(rename = "msg")]
    pub message: u64,
    /// When the text came.
    #[serde(rename = "at")]
    pub at: Timestamp,
    #[serde(rename = "why", default, skip_serializing_if = "HoldReason::is_usual")]
    pub why: HoldReason,
    /// What a later release says of it.
    #[serde(flatten)]
    pub rest: Rest,
}
