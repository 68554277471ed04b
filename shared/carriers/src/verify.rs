//! Whether a carrier signed a webhook.

use crate::carrier::Carrier;
use crate::credentials::Credentials;
use crate::webhook::{VerificationFailure, Webhook};

impl Carrier {
    /// Whether the carrier signed these very bytes, with a current or previous secret.
    ///
    /// `now` is when the webhook arrived: for a replay from quarantine, when it arrived first.
    pub fn verify(
        self,
        webhook: &Webhook<'_>,
        credentials: &Credentials,
        now: i64,
    ) -> Result<(), VerificationFailure> {
        webhook.refuse_oversized()?;
        if credentials.carrier() != self {
            return Err(VerificationFailure::WrongCarrier);
        }
        credentials.account().verify(webhook, now)
    }
}
