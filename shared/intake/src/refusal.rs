//! Why a webhook was not processed.

use memberline_carriers::{ParseError, VerificationFailure};
use memberline_store::Rejection;

/// Why a webhook was not processed, apart from the store.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// The path names no carrier or no message.
    #[error("there is no such webhook")]
    NoSuchWebhook,
    /// The body is not what the content type says, or too large to look at.
    #[error("the body cannot be read: {}", .0.code())]
    Unreadable(ParseError),
    /// It is not known to come from the carrier.
    #[error("the webhook is not verified: {0}")]
    NotVerified(&'static str),
    /// It comes from the carrier, and is about a number or a message that is not for that carrier to speak of.
    #[error("the webhook is verified and not about the carrier's own: {0}")]
    NotItsOwn(&'static str),
    /// It comes from the carrier and cannot be read.
    #[error("the webhook is verified and cannot be read: {}", .0.code())]
    NotUnderstood(ParseError),
}

impl Rejection for Refusal {}

impl Refusal {
    pub(crate) fn unverified(failure: VerificationFailure) -> Self {
        match failure {
            // The signature is the carrier's.
            VerificationFailure::WrongAccount => Self::NotItsOwn(failure.code()),
            _ => Self::NotVerified(failure.code()),
        }
    }
}
