//! What we hold to prove ourselves to a carrier, and the carrier to us.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use zeroize::Zeroizing;

use crate::carrier::Carrier;

/// A secret text: wiped when dropped, absent from `Debug`, compared in constant time.
///
/// It does serialise, since the store keeps credentials sealed; nothing else may serialise it.
#[derive(Clone)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes charge of a secret.
    pub fn new(secret: impl Into<String>) -> Self {
        Self(Zeroizing::new(secret.into()))
    }

    /// The secret itself.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        aws_lc_rs::constant_time::verify_slices_are_equal(self.0.as_bytes(), other.0.as_bytes()).is_ok()
    }
}

impl Eq for Secret {}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.expose())
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::new)
    }
}

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

/// Credentials of a Twilio account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TwilioCredentials {
    /// The account, `AC` and 32 hexadecimal digits.
    pub account_sid: String,
    /// Signs webhooks and authorises requests.
    pub auth_token: Secret,
    /// The token before a rotation (or the secondary one, before its promotion): still good for verifying.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous_auth_token: Option<Secret>,
    /// The Messaging Service, `MG...`, that the number's 10DLC campaign belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub messaging_service_sid: Option<String>,
}

/// Credentials of a Telnyx account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TelnyxCredentials {
    /// Authorises requests.
    pub api_key: Secret,
    /// The account's public key, base64 of 32 bytes: webhooks are signed with its private half.
    pub public_key: String,
    /// The public key before a rotation: still good for verifying.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous_public_key: Option<String>,
    /// The messaging profile that the number belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub messaging_profile_id: Option<String>,
}
