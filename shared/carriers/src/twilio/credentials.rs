//! What we hold to prove ourselves to Twilio, and Twilio to us.

use serde::{Deserialize, Serialize};

use crate::secret::Secret;

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
