//! The carriers there are, and the way into the module of each.

use std::fmt;
use std::str::FromStr;

use bytes::Bytes;
use http::Request;
use memberline_domain::PhoneNumber;
use serde::{Deserialize, Serialize};

use crate::credentials::Credentials;
use crate::inbound::{InboundEvent, InboundMessage, ParseError};
use crate::receipt::Receipt;
use crate::send::{LookUp, LookupOutcome, Outgoing, RequestError, SendOutcome};
use crate::webhook::{VerificationFailure, Webhook};
use crate::{telnyx, twilio};

/// A company that carries texts between us and members' handsets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Carrier {
    /// Twilio Programmable Messaging.
    Twilio,
    /// Telnyx Messaging, API v2.
    Telnyx,
}

/// The text names no carrier that we know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a carrier that we know")]
pub struct UnknownCarrier;

impl Carrier {
    /// Every carrier.
    pub const ALL: [Self; 2] = [Self::Twilio, Self::Telnyx];

    /// The carrier of that name, as it stands in a webhook's path: `twilio`, `telnyx`.
    pub fn parse(name: &str) -> Result<Self, UnknownCarrier> {
        Self::ALL
            .into_iter()
            .find(|carrier| carrier.as_str() == name)
            .ok_or(UnknownCarrier)
    }

    /// The name of the carrier: `twilio`, `telnyx`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Twilio => "twilio",
            Self::Telnyx => "telnyx",
        }
    }

    /// Which number of ours a webhook is about: a recipient of an inbound message, the sender of a reported one. A group text has
    /// several recipients, and the first that is somebody's is it.
    ///
    /// Read *before* verification, to find whose secrets verify it, so the answer is a claim and no more. Empty
    /// when it is about no message, or about none of an ordinary telephone number.
    pub fn our_numbers(self, webhook: &Webhook<'_>) -> Result<Vec<PhoneNumber>, ParseError> {
        webhook.refuse_oversized().map_err(|_| ParseError::TooLarge)?;
        match self {
            Self::Twilio => twilio::our_numbers(webhook),
            Self::Telnyx => telnyx::our_numbers(webhook),
        }
    }

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
        match (self, credentials) {
            (Self::Twilio, Credentials::Twilio(credentials)) => twilio::verify(webhook, credentials),
            (Self::Telnyx, Credentials::Telnyx(credentials)) => telnyx::verify(webhook, credentials, now),
            (Self::Twilio, Credentials::Telnyx(_)) | (Self::Telnyx, Credentials::Twilio(_)) => {
                Err(VerificationFailure::WrongCarrier)
            }
        }
    }

    /// Reads a webhook that was posted to the address for messages. Verify it first. `is_ours` tells which recipient of a group text
    /// is the institution's.
    pub fn parse_inbound(
        self,
        webhook: &Webhook<'_>,
        is_ours: impl Fn(&PhoneNumber) -> bool,
    ) -> Result<InboundEvent, ParseError> {
        webhook.refuse_oversized().map_err(|_| ParseError::TooLarge)?;
        match self {
            Self::Twilio => twilio::parse_inbound(webhook),
            Self::Telnyx => telnyx::parse_inbound(webhook, is_ours),
        }
    }

    /// What a webhook says of a text, also where [`parse_inbound`](Self::parse_inbound) refuses it, since it could be read in another
    /// way. For people to look at: nobody may act on it.
    pub fn claimed_message(
        self,
        webhook: &Webhook<'_>,
        is_ours: impl Fn(&PhoneNumber) -> bool,
    ) -> Option<InboundMessage> {
        match (self, self.parse_inbound(webhook, is_ours)) {
            (_, Ok(InboundEvent::Message(message))) => Some(message),
            (Self::Twilio, Err(error)) if error != ParseError::TooLarge => twilio::claimed_message(webhook),
            _ => None,
        }
    }

    /// What an operator has to know of an error of this carrier's, beyond what it says itself: one sentence or several.
    pub const fn remark(self, error: ParseError) -> Option<&'static str> {
        match (self, error) {
            (Self::Twilio, ParseError::MissingField(_)) => Some(
                "Twilio always sends this field. What it signs has no separators, so another field may have swallowed it, and nobody \
                 can tell what is whose.",
            ),
            (Self::Twilio, ParseError::AmbiguousFields) => Some(
                "What Twilio signs has no separators: either somebody cut a captured webhook anew, or Twilio sends a field that is not \
                 known here yet.",
            ),
            _ => None,
        }
    }

    /// Reads a webhook that was posted to the address for receipts. Verify it first.
    pub fn parse_receipt(self, webhook: &Webhook<'_>) -> Result<Receipt, ParseError> {
        match self.parse_inbound(webhook, |_| false)? {
            InboundEvent::Receipt(receipt) => Ok(receipt),
            InboundEvent::Message(_) | InboundEvent::Ignored { .. } => Err(ParseError::NotAReceipt),
        }
    }

    /// Reads the answer to [`Credentials::send_request`]; `retry_after` is the header of that name.
    pub fn read_send_answer(self, status: u16, body: &[u8], retry_after: Option<&str>) -> SendOutcome {
        match self {
            Self::Twilio => twilio::read_send_answer(status, body, retry_after),
            Self::Telnyx => telnyx::read_send_answer(status, body, retry_after),
        }
    }

    /// Reads the answer to [`Credentials::lookup_request`] for the same `look_up`.
    pub fn read_lookup_answer(self, status: u16, body: &[u8], look_up: &LookUp<'_>) -> LookupOutcome {
        match self {
            Self::Twilio => twilio::read_lookup_answer(status, body, look_up),
            Self::Telnyx => telnyx::read_lookup_answer(status, body, look_up),
        }
    }
}

impl Credentials {
    /// Whether a webhook claims to be of the account that these are for. A carrier that names no account in its webhooks has
    /// only its signature to tell, and then nothing speaks against it.
    pub fn claimed_by(&self, webhook: &Webhook<'_>) -> bool {
        match self {
            Self::Twilio(credentials) => twilio::is_of_account(webhook, &credentials.account_sid),
            Self::Telnyx(_) => true,
        }
    }

    /// The request that sends a text. `base_url` is where the carrier's API is, such as `https://api.twilio.com`.
    ///
    /// Neither carrier knows an idempotency key: post it once, and look up what became of it when in doubt.
    pub fn send_request(
        &self,
        outgoing: &Outgoing<'_>,
        base_url: &str,
    ) -> Result<Request<Bytes>, RequestError> {
        match self {
            Self::Twilio(credentials) => twilio::send_request(outgoing, credentials, base_url),
            Self::Telnyx(credentials) => telnyx::send_request(outgoing, credentials, base_url),
        }
    }

    /// The request that asks the carrier whether it ever took a text that we may or may not have sent.
    pub fn lookup_request(
        &self,
        look_up: &LookUp<'_>,
        base_url: &str,
    ) -> Result<Request<Bytes>, RequestError> {
        match self {
            Self::Twilio(credentials) => twilio::lookup_request(look_up, credentials, base_url),
            Self::Telnyx(credentials) => telnyx::lookup_request(look_up, credentials, base_url),
        }
    }
}

impl FromStr for Carrier {
    type Err = UnknownCarrier;

    fn from_str(name: &str) -> Result<Self, UnknownCarrier> {
        Self::parse(name)
    }
}

impl fmt::Display for Carrier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
