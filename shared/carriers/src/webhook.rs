//! A request that claims to come from a carrier.

use http::HeaderMap;
use http::header::{CONTENT_TYPE, HeaderName};
use memberline_domain::PhoneNumber;

use crate::content::Content;
use crate::form::Form;
use crate::inbound::{InboundEvent, InboundMessage};
use crate::parse_error::ParseError;
use crate::receipt::Receipt;

/// The largest webhook that is read, in bytes.
///
/// Four times what a text of 1,600 characters, each escaped as 12 bytes, amounts to.
pub const MAX_WEBHOOK_BYTES: usize = 64 * 1024;

/// A request that claims to come from a carrier, read once by [`Carrier::webhook`](crate::Carrier::webhook) for all that is asked of
/// it.
pub struct Webhook<'a> {
    /// The name of the carrier that it claims to come from.
    pub(crate) carrier: &'static str,
    pub(crate) url: &'a str,
    pub(crate) headers: &'a HeaderMap,
    pub(crate) body: &'a [u8],
    pub(crate) content: Result<Box<dyn Content + 'a>, ParseError>,
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
    /// Which number of ours it is about: a recipient of an inbound message, the sender of a reported one. A group text has several
    /// recipients, and the first that is somebody's is it.
    ///
    /// Read *before* verification, to find whose secrets verify it, so the answer is a claim and no more. Empty
    /// when it is about no message, or about none of an ordinary telephone number.
    pub fn our_numbers(&self) -> Result<Vec<PhoneNumber>, ParseError> {
        self.content()?.our_numbers()
    }

    /// What it tells. Verify it first. `is_ours` tells which recipient of a group text is the institution's.
    pub fn event(&self, is_ours: impl Fn(&PhoneNumber) -> bool) -> Result<InboundEvent, ParseError> {
        self.content()?.event(&is_ours)
    }

    /// The report that it is, posted to the address for receipts. Verify it first.
    pub fn receipt(&self) -> Result<Receipt, ParseError> {
        match self.event(|_| false)? {
            InboundEvent::Receipt(receipt) => Ok(receipt),
            InboundEvent::Message(_) | InboundEvent::Ignored { .. } => Err(ParseError::NotAReceipt),
        }
    }

    /// What it says of a text, also where [`event`](Self::event) refuses it, since it could be read in another way. For people to
    /// look at: nobody may act on it.
    pub fn claimed_message(&self, is_ours: impl Fn(&PhoneNumber) -> bool) -> Option<InboundMessage> {
        let content = self.content().ok()?;
        match content.event(&is_ours) {
            Ok(InboundEvent::Message(message)) => Some(message),
            Ok(_) => None,
            Err(_) => content.claimed_message(),
        }
    }

    fn content(&self) -> Result<&(dyn Content + 'a), ParseError> {
        self.content.as_deref().map_err(|error| *error)
    }

    /// The fields, if the body is a form that was read.
    pub(crate) fn form(&self) -> Option<&Form<'_>> {
        self.content().ok()?.form()
    }

    /// The value of a header that is there exactly once and is plain ASCII.
    pub(crate) fn header(&self, name: &HeaderName) -> Option<&'a str> {
        only(self.headers, name)
    }
}

fn only<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    match (values.next(), values.next()) {
        (Some(value), None) => value.to_str().ok(),
        _ => None,
    }
}

/// Whether a body is said to be of this media type, whatever its parameters.
pub(crate) fn has_media_type(headers: &HeaderMap, media_type: &str) -> bool {
    only(headers, &CONTENT_TYPE)
        .and_then(|value| value.split(';').next())
        .is_some_and(|essence| essence.trim().eq_ignore_ascii_case(media_type))
}
