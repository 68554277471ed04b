//! What the rest of this crate asks of Twilio.

use bytes::Bytes;
use http::Request;
use memberline_domain::thread::SendResult;
use url::Url;
use zeroize::Zeroizing;

use super::credentials::TwilioCredentials;
use super::ids::{is_account, is_service};
use super::inbound::Posted;
use super::{NAME, erase, lookup, media, send, setup};
use crate::content::Content;
use crate::form::Form;
use crate::lookup::{LookUp, LookupOutcome};
use crate::media::{EraseOutcome, MediaPlace};
use crate::parse_error::ParseError;
use crate::protocol::{Account, Protocol};
use crate::request::RequestError;
use crate::send::Outgoing;
use crate::setup::{SetupInquiry, WantedSetup};
use crate::unusable::UnusableField;

/// Twilio Programmable Messaging.
pub(crate) struct Twilio;

impl Protocol for Twilio {
    fn name(&self) -> &'static str {
        NAME
    }

    fn default_url(&self) -> &'static str {
        media::API
    }

    fn url_variable(&self) -> &'static str {
        "TWILIO_API_URL"
    }

    fn signature_headers(&self) -> &'static [&'static str] {
        &["x-twilio-signature", "i-twilio-idempotency-token"]
    }

    fn media_type(&self) -> &'static str {
        "application/x-www-form-urlencoded"
    }

    fn read<'a>(&self, body: &'a [u8]) -> Result<Box<dyn Content + 'a>, ParseError> {
        Ok(Box::new(Posted(Form::decode(body))))
    }

    fn remark(&self, error: ParseError) -> Option<&'static str> {
        match error {
            ParseError::MissingField(_) => Some(
                "Twilio always sends this field. What it signs has no separators, so another field may have swallowed it, and nobody \
                 can tell what is whose.",
            ),
            ParseError::AmbiguousFields => Some(
                "What Twilio signs has no separators: either somebody cut a captured webhook anew, or Twilio sends a field that is not \
                 known here yet.",
            ),
            _ => None,
        }
    }

    fn read_send_answer(&self, status: u16, body: &[u8], retry_after: Option<&str>) -> Option<SendResult> {
        send::read_send_answer(status, body, retry_after)
    }

    fn read_lookup_answer(&self, status: u16, body: &[u8], look_up: &LookUp<'_>) -> LookupOutcome {
        lookup::read_lookup_answer(status, body, look_up)
    }

    fn read_erase_answer(&self, status: u16, body: &[u8]) -> EraseOutcome {
        erase::read_erase_answer(status, body)
    }
}

impl Account for TwilioCredentials {
    fn check(&self) -> Result<(), UnusableField> {
        UnusableField::unless(
            is_account(&self.account_sid),
            "account_sid",
            "the id of an account, `AC` and 32 hexadecimal digits in lower case",
        )?;
        UnusableField::unless(
            self.auth_token.is_plain(),
            "auth_token",
            "a token, without blanks",
        )?;
        UnusableField::unless(
            self.messaging_service_sid.as_deref().is_none_or(is_service),
            "messaging_service_sid",
            "the id of a Messaging Service, `MG` and 32 hexadecimal digits in lower case",
        )
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

    fn inquire<'a>(&'a self, wanted: WantedSetup<'a>, base_url: &str) -> Box<dyn SetupInquiry + Send + 'a> {
        Box::new(setup::inquire(self, wanted, base_url))
    }

    fn media_place(&self, url: &Url, is_local: bool) -> MediaPlace {
        media::place(url, &self.account_sid, is_local)
    }

    fn redact_request(
        &self,
        carrier_message_id: &str,
        base_url: &str,
    ) -> Option<Result<Request<Bytes>, RequestError>> {
        Some(erase::redact_request(carrier_message_id, self, base_url))
    }
}
