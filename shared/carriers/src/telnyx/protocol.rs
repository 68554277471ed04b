//! What the rest of this crate asks of Telnyx.

use bytes::Bytes;
use http::Request;
use memberline_domain::PhoneNumber;
use url::Url;
use zeroize::Zeroizing;

use super::credentials::TelnyxCredentials;
use super::{inbound, lookup, send, verify};
use crate::inbound::InboundEvent;
use crate::lookup::{LookUp, LookupOutcome};
use crate::media::MediaPlace;
use crate::parse_error::ParseError;
use crate::protocol::{Account, Protocol};
use crate::request::RequestError;
use crate::send::{Outgoing, SendOutcome};
use crate::webhook::{VerificationFailure, Webhook};

/// Telnyx Messaging, API v2.
pub(crate) struct Telnyx;

impl Protocol for Telnyx {
    fn name(&self) -> &'static str {
        "telnyx"
    }

    fn default_url(&self) -> &'static str {
        "https://api.telnyx.com"
    }

    fn url_variable(&self) -> &'static str {
        "TELNYX_API_URL"
    }

    fn signature_headers(&self) -> &'static [&'static str] {
        &["telnyx-signature-ed25519", "telnyx-timestamp"]
    }

    fn our_numbers(&self, webhook: &Webhook<'_>) -> Result<Vec<PhoneNumber>, ParseError> {
        inbound::our_numbers(webhook)
    }

    fn parse_inbound(
        &self,
        webhook: &Webhook<'_>,
        is_ours: &dyn Fn(&PhoneNumber) -> bool,
    ) -> Result<InboundEvent, ParseError> {
        inbound::parse_inbound(webhook, is_ours)
    }

    fn read_send_answer(&self, status: u16, body: &[u8], retry_after: Option<&str>) -> SendOutcome {
        send::read_send_answer(status, body, retry_after)
    }

    fn read_lookup_answer(&self, status: u16, body: &[u8], look_up: &LookUp<'_>) -> LookupOutcome {
        lookup::read_lookup_answer(status, body, look_up)
    }
}

impl Account for TelnyxCredentials {
    fn verify(&self, webhook: &Webhook<'_>, now: i64) -> Result<(), VerificationFailure> {
        verify::verify(webhook, self, now)
    }

    fn authorization(&self) -> Zeroizing<String> {
        send::authorization(self)
    }

    fn send_request(&self, outgoing: &Outgoing<'_>, base_url: &str) -> Result<Request<Bytes>, RequestError> {
        send::send_request(outgoing, self, base_url)
    }

    fn lookup_request(&self, look_up: &LookUp<'_>, base_url: &str) -> Result<Request<Bytes>, RequestError> {
        lookup::lookup_request(look_up, self, base_url)
    }

    /// Telnyx gives addresses at a storage, signed for some time, that take no credentials.
    ///
    /// Source: <https://developers.telnyx.com/docs/messaging/messages/send-receive-mms>.
    fn media_place(&self, _: &Url, _: bool) -> MediaPlace {
        MediaPlace::Open
    }
}
