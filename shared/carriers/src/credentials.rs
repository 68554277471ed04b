//! What we hold to prove ourselves to a carrier, and the carrier to us.

use serde::{Deserialize, Serialize};

use crate::carrier::Carrier;
use crate::telnyx::TelnyxCredentials;
use crate::twilio::TwilioCredentials;

/// An organisation's credentials at one carrier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "carrier", rename_all = "lowercase")]
pub enum Credentials {
    /// Those of a Twilio account.
    Twilio(TwilioCredentials),
    /// Those of a Telnyx account.
    Telnyx(TelnyxCredentials),
}

/// What is stored as credentials of a carrier is none, or another carrier's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the stored credentials are not those of this carrier")]
pub struct UnusableCredentials;

impl Credentials {
    /// Reads what is stored as the credentials of `carrier`. Another carrier's are refused: they would be shown to a stranger, or
    /// vouch for one.
    pub fn read(carrier: Carrier, json: &[u8]) -> Result<Self, UnusableCredentials> {
        let credentials: Self = serde_json::from_slice(json).map_err(|_| UnusableCredentials)?;
        if credentials.carrier() == carrier {
            Ok(credentials)
        } else {
            Err(UnusableCredentials)
        }
    }

    /// The carrier that they are for.
    pub const fn carrier(&self) -> Carrier {
        match self {
            Self::Twilio(_) => Carrier::Twilio,
            Self::Telnyx(_) => Carrier::Telnyx,
        }
    }
}
