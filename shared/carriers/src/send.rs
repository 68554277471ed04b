//! Sending a text, and finding out what became of one.

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use http::{Method, Request, Uri};
use memberline_domain::{MessageRef, PhoneNumber};

use crate::failure::Failure;
use crate::receipt::ReceiptStatus;

/// The largest answer of a carrier that is read, in bytes.
pub const MAX_ANSWER_BYTES: usize = 1024 * 1024;

/// A text to send.
#[derive(Clone, Copy)]
pub struct Outgoing<'a> {
    /// The number of ours that it comes from.
    pub from: &'a PhoneNumber,
    /// Who gets it.
    pub to: &'a PhoneNumber,
    /// The text; may be empty when there are attachments.
    pub text: &'a str,
    /// Where the carrier can fetch the attachments.
    pub media_urls: &'a [String],
    /// Where the carrier reports. It ends in the message's reference, so that a receipt needs no mapping.
    pub callback_url: &'a str,
}

/// A text of which we do not know whether the carrier took it.
#[derive(Clone, Copy)]
pub struct LookUp<'a> {
    /// The number of ours that it comes from.
    pub from: &'a PhoneNumber,
    /// Who was to get it.
    pub to: &'a PhoneNumber,
    /// The text.
    pub text: &'a str,
    /// The message's reference, with which its callback URL ends.
    pub reference: &'a MessageRef,
    /// The carrier's id, when we know it after all.
    pub carrier_message_id: Option<&'a str>,
    /// When the send was claimed, in seconds since 1970: the carrier can have taken it only after that.
    pub sent_after: i64,
    /// Carrier ids of other messages to the same member, which are not the one looked for, however equal.
    pub others: &'a [String],
}

/// What the carrier made of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SendOutcome {
    /// It took it.
    Accepted {
        /// The carrier's id of the text.
        carrier_message_id: String,
    },
    /// It refused it, and will again.
    Rejected(Failure),
    /// It certainly did not take it now, and may later.
    Throttled {
        /// After how many seconds, if it says so.
        retry_after_secs: Option<u64>,
    },
    /// It may or may not have taken it: look it up, never just send again.
    Unknown {
        /// What was odd about the answer.
        detail: String,
    },
}

/// What a look-up found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LookupOutcome {
    /// The carrier took the text.
    Found {
        /// The carrier's id of the text.
        carrier_message_id: String,
        /// How far it got.
        status: ReceiptStatus,
    },
    /// The carrier does not list the text.
    NotFound {
        /// Whether that settles it. If not, the carrier may still have taken it: leave it to a receipt or a person.
        conclusive: bool,
    },
    /// The carrier did not answer the question: ask again later.
    Unavailable,
}

/// Why a request cannot be built. The message itself is never the reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RequestError {
    /// The carrier's base URL, with an account or message id in it, is not a URL.
    #[error("the carrier's address is malformed")]
    MalformedAddress,
    /// The credentials cannot stand in a header.
    #[error("the credentials are malformed")]
    MalformedCredentials,
}

impl RequestError {
    /// A stable name for the error.
    pub const fn code(self) -> &'static str {
        match self {
            Self::MalformedAddress => "malformed_carrier_address",
            Self::MalformedCredentials => "malformed_carrier_credentials",
        }
    }
}

/// A request to a carrier. `content` is the body and its media type.
pub(crate) fn request(
    method: Method,
    base_url: &str,
    path: &str,
    authorization: &str,
    content: Option<(&'static str, String)>,
) -> Result<Request<Bytes>, RequestError> {
    let uri = format!("{}{path}", base_url.trim_end_matches('/'));
    let uri: Uri = uri.parse().map_err(|_| RequestError::MalformedAddress)?;
    if uri.scheme().is_none() || uri.authority().is_none() {
        return Err(RequestError::MalformedAddress);
    }
    let mut authorization =
        HeaderValue::from_str(authorization).map_err(|_| RequestError::MalformedCredentials)?;
    authorization.set_sensitive(true);
    let mut request = Request::new(Bytes::new());
    *request.method_mut() = method;
    *request.uri_mut() = uri;
    let headers = request.headers_mut();
    headers.insert(AUTHORIZATION, authorization);
    headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
    if let Some((media_type, body)) = content {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
        *request.body_mut() = Bytes::from(body);
    }
    Ok(request)
}

/// The seconds of a `Retry-After` header. A date is ignored: without a clock it says nothing.
pub(crate) fn retry_after_secs(header: Option<&str>) -> Option<u64> {
    header?.trim().parse().ok()
}

/// An answer that leaves it open whether the carrier took the text.
pub(crate) fn unknown(status: u16) -> SendOutcome {
    SendOutcome::Unknown {
        detail: format!("The carrier answered HTTP {status} and nothing that settles it."),
    }
}

/// Whether a client error leaves it open what the server did: it gave up waiting, or met an earlier request.
pub(crate) const fn is_undecided(status: u16) -> bool {
    matches!(status, 408 | 409 | 425)
}

/// How much earlier than our claim a carrier's clock may put it, in seconds.
pub(crate) const CLOCK_TOLERANCE_SECS: i64 = 5;
