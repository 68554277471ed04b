//! The carriers there are, and the way into the module of each.

use std::fmt;
use std::str::FromStr;

use http::HeaderMap;
use memberline_domain::thread::SendResult;
use serde::{Deserialize, Serialize};

use crate::lookup::{LookUp, LookupOutcome};
use crate::media::EraseOutcome;
use crate::parse_error::ParseError;
use crate::protocol::Protocol;
use crate::telnyx::Telnyx;
use crate::twilio::Twilio;
use crate::webhook::{MAX_WEBHOOK_BYTES, Webhook, has_media_type};

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

    /// The carrier's module.
    fn protocol(self) -> &'static dyn Protocol {
        match self {
            Self::Twilio => &Twilio,
            Self::Telnyx => &Telnyx,
        }
    }

    /// The name of the carrier: `twilio`, `telnyx`.
    pub fn as_str(self) -> &'static str {
        self.protocol().name()
    }

    /// Where the carrier's own API is, without a slash at its end.
    pub fn default_url(self) -> &'static str {
        self.protocol().default_url()
    }

    /// The environment variable that names another address for the carrier's API, of a local carrier: `TWILIO_API_URL`.
    pub fn url_variable(self) -> &'static str {
        self.protocol().url_variable()
    }

    /// The headers that a webhook must be kept with to be verified later, in lower case; its `content-type` aside.
    pub fn signature_headers(self) -> &'static [&'static str] {
        self.protocol().signature_headers()
    }

    /// Reads a request that claims to come from the carrier, once for all that is asked of it. Nothing of it is to be trusted before
    /// [`Credentials::verify`](crate::Credentials::verify).
    ///
    /// `url` is the address that the carrier was given: our configured base URL, the path and the raw query as they came. Never made
    /// from the `Host` or an `X-Forwarded` header, which a stranger chooses (lesson 10). `body` is what was posted, byte for byte,
    /// after undoing API Gateway's base64 (lesson 12).
    pub fn webhook<'a>(self, url: &'a str, headers: &'a HeaderMap, body: &'a [u8]) -> Webhook<'a> {
        let protocol = self.protocol();
        let content = if body.len() > MAX_WEBHOOK_BYTES {
            Err(ParseError::TooLarge)
        } else if has_media_type(headers, protocol.media_type()) {
            protocol.read(body)
        } else {
            Err(ParseError::WrongContentType)
        };
        Webhook {
            carrier: protocol.name(),
            url,
            headers,
            body,
            content,
        }
    }

    /// What an operator has to know of an error of this carrier's, beyond what it says itself: one sentence or several.
    pub fn remark(self, error: ParseError) -> Option<&'static str> {
        self.protocol().remark(error)
    }

    /// Reads the answer to [`Credentials::send_request`](crate::Credentials::send_request); `retry_after` is the header of that name.
    /// `None` when the carrier may or may not have taken the text: look it up, never just send again.
    pub fn read_send_answer(self, status: u16, body: &[u8], retry_after: Option<&str>) -> Option<SendResult> {
        self.protocol().read_send_answer(status, body, retry_after)
    }

    /// Reads the answer to [`Credentials::lookup_request`](crate::Credentials::lookup_request) for the same `look_up`.
    pub fn read_lookup_answer(self, status: u16, body: &[u8], look_up: &LookUp<'_>) -> LookupOutcome {
        self.protocol().read_lookup_answer(status, body, look_up)
    }

    /// Reads the answer to one of [`Credentials::erase_requests`](crate::Credentials::erase_requests).
    pub fn read_erase_answer(self, status: u16, body: &[u8]) -> EraseOutcome {
        self.protocol().read_erase_answer(status, body)
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
