//! What each carrier's module answers for.

use bytes::Bytes;
use http::Request;
use memberline_domain::thread::SendResult;
use url::Url;
use zeroize::Zeroizing;

use crate::content::Content;
use crate::lookup::{LookUp, LookupOutcome};
use crate::media::{EraseOutcome, MediaPlace};
use crate::parse_error::ParseError;
use crate::request::RequestError;
use crate::send::Outgoing;
use crate::setup::{SetupInquiry, WantedSetup};
use crate::unusable::UnusableField;
use crate::webhook::{VerificationFailure, Webhook};

/// What is the same for all accounts at a carrier.
pub(crate) trait Protocol {
    /// The carrier's name, as [`Carrier::as_str`](crate::Carrier::as_str) gives it.
    fn name(&self) -> &'static str;

    /// Where the carrier's own API is, without a slash at its end.
    fn default_url(&self) -> &'static str;

    /// The environment variable that names another address for it.
    fn url_variable(&self) -> &'static str;

    /// The headers that verification reads, and those by which a person can tell deliveries apart. In lower case.
    fn signature_headers(&self) -> &'static [&'static str];

    /// The media type of its webhooks.
    fn media_type(&self) -> &'static str;

    /// Reads the body of a webhook, which is no larger than [`MAX_WEBHOOK_BYTES`](crate::MAX_WEBHOOK_BYTES) and said to be of its
    /// media type.
    fn read<'a>(&self, body: &'a [u8]) -> Result<Box<dyn Content + 'a>, ParseError>;

    /// See [`Carrier::remark`](crate::Carrier::remark).
    fn remark(&self, _error: ParseError) -> Option<&'static str> {
        None
    }

    /// See [`Carrier::read_send_answer`](crate::Carrier::read_send_answer).
    fn read_send_answer(&self, status: u16, body: &[u8], retry_after: Option<&str>) -> Option<SendResult>;

    /// See [`Carrier::read_lookup_answer`](crate::Carrier::read_lookup_answer).
    fn read_lookup_answer(&self, status: u16, body: &[u8], look_up: &LookUp<'_>) -> LookupOutcome;

    /// See [`Carrier::read_erase_answer`](crate::Carrier::read_erase_answer). A carrier that erases nothing refuses.
    fn read_erase_answer(&self, status: u16, _body: &[u8]) -> EraseOutcome {
        EraseOutcome::Refused {
            code: format!("http_{status}"),
        }
    }
}

/// What takes the credentials of one account: they are whose type this is.
pub(crate) trait Account: Verify {
    /// See [`Credentials::check`](crate::Credentials::check).
    fn check(&self) -> Result<(), UnusableField>;

    /// The `Authorization` of requests.
    fn authorization(&self) -> Zeroizing<String>;

    /// See [`Credentials::send_request`](crate::Credentials::send_request).
    fn send_request(&self, outgoing: &Outgoing<'_>, base_url: &str) -> Result<Request<Bytes>, RequestError>;

    /// See [`Credentials::lookup_request`](crate::Credentials::lookup_request).
    fn lookup_request(&self, look_up: &LookUp<'_>, base_url: &str) -> Result<Request<Bytes>, RequestError>;

    /// See [`Credentials::inquire`](crate::Credentials::inquire).
    fn inquire<'a>(&'a self, wanted: WantedSetup<'a>, base_url: &str) -> Box<dyn SetupInquiry + Send + 'a>;

    /// Where an address leads. `is_local` tells that it is one of a local carrier.
    fn media_place(&self, url: &Url, is_local: bool) -> MediaPlace;

    /// The request that has the carrier erase the text of a message; `None` when the carrier erases nothing.
    fn redact_request(
        &self,
        _carrier_message_id: &str,
        _base_url: &str,
    ) -> Option<Result<Request<Bytes>, RequestError>> {
        None
    }
}

/// Whether a webhook is of an account.
pub(crate) trait Verify {
    /// Whether it names no other account. A carrier that names none in its webhooks has only its signature to tell.
    fn claimed_by(&self, _webhook: &Webhook<'_>) -> bool {
        true
    }

    /// Whether the carrier signed these very bytes, with a current or previous secret of the account.
    fn verify(&self, webhook: &Webhook<'_>, now: i64) -> Result<(), VerificationFailure>;
}
