//! What we hold to prove ourselves to Telnyx, and Telnyx to us.

use serde::{Deserialize, Serialize};

use crate::secret::Secret;

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
