//! A request that claims to come from a carrier.

use http::HeaderMap;
use http::header::{CONTENT_TYPE, HeaderName};

/// The largest webhook that is read, in bytes.
///
/// Four times what a text of 1,600 characters, each escaped as 12 bytes, amounts to.
pub const MAX_WEBHOOK_BYTES: usize = 64 * 1024;

/// A request that claims to come from a carrier.
#[derive(Clone, Copy)]
pub struct Webhook<'a> {
    /// The address that the carrier was given: our configured base URL, the path and the raw query as they came.
    /// Never made from the `Host` or an `X-Forwarded` header, which a stranger chooses (lesson 10).
    pub url: &'a str,
    /// The headers as they came.
    pub headers: &'a HeaderMap,
    /// The body, byte for byte, after undoing API Gateway's base64 (lesson 12).
    pub body: &'a [u8],
}

/// Why a webhook is not known to come from the carrier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum VerificationFailure {
    /// The body is larger than [`MAX_WEBHOOK_BYTES`].
    #[error("the webhook is too large")]
    TooLarge,
    /// The credentials are those of another carrier.
    #[error("the number belongs to another carrier")]
    WrongCarrier,
    /// There is no signature, or more than one.
    #[error("the webhook is not signed once")]
    MissingSignature,
    /// The signature does not have the form of one.
    #[error("the signature is malformed")]
    MalformedSignature,
    /// None of our secrets or keys gives this signature for these bytes.
    #[error("the signature is wrong")]
    WrongSignature,
    /// It is signed, and says that it is of another account than the one that we have the secret of.
    #[error("the webhook is of another account")]
    WrongAccount,
    /// The signature does not extend to a body of this kind.
    #[error("the signature does not cover the body")]
    UnsignedBody,
    /// The time of signing is missing or malformed.
    #[error("the time of signing is missing or malformed")]
    MalformedTimestamp,
    /// It is signed, but too long ago or too far in the future: possibly a replay.
    #[error("the webhook was signed too long ago or in the future")]
    StaleTimestamp,
    /// The key that we hold is not a key.
    #[error("the stored key cannot be used")]
    UnusableKey,
}

impl VerificationFailure {
    /// A stable name for the failure.
    pub const fn code(self) -> &'static str {
        match self {
            Self::TooLarge => "webhook_too_large",
            Self::WrongCarrier => "wrong_carrier",
            Self::MissingSignature => "missing_signature",
            Self::MalformedSignature => "malformed_signature",
            Self::WrongSignature => "wrong_signature",
            Self::WrongAccount => "wrong_account",
            Self::UnsignedBody => "unsigned_body",
            Self::MalformedTimestamp => "malformed_timestamp",
            Self::StaleTimestamp => "stale_timestamp",
            Self::UnusableKey => "unusable_key",
        }
    }
}

impl<'a> Webhook<'a> {
    /// Refuses a body that is too large to look at.
    pub(crate) fn refuse_oversized(&self) -> Result<(), VerificationFailure> {
        if self.body.len() > MAX_WEBHOOK_BYTES {
            Err(VerificationFailure::TooLarge)
        } else {
            Ok(())
        }
    }

    /// The value of a header that is there exactly once and is plain ASCII.
    pub(crate) fn header(&self, name: &HeaderName) -> Option<&'a str> {
        let mut values = self.headers.get_all(name).iter();
        match (values.next(), values.next()) {
            (Some(value), None) => value.to_str().ok(),
            _ => None,
        }
    }

    /// Whether the body says that it is of this media type, whatever its parameters.
    pub(crate) fn has_media_type(&self, media_type: &str) -> bool {
        self.header(&CONTENT_TYPE)
            .and_then(|value| value.split(';').next())
            .is_some_and(|essence| essence.trim().eq_ignore_ascii_case(media_type))
    }
}
