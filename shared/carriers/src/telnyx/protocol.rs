//! What the rest of this crate asks of Telnyx.

use bytes::Bytes;
use http::Request;
use memberline_domain::thread::SendResult;
use url::Url;
use zeroize::Zeroizing;

use super::credentials::TelnyxCredentials;
use super::ids::id_of;
use super::inbound::Told;
use super::verify::usable;
use super::{NAME, lookup, send, setup};
use crate::content::Content;
use crate::lookup::{LookUp, LookupOutcome};
use crate::media::MediaPlace;
use crate::parse_error::ParseError;
use crate::protocol::{Account, Protocol};
use crate::request::RequestError;
use crate::send::Outgoing;
use crate::setup::{SetupInquiry, WantedSetup};
use crate::unusable::UnusableField;

/// Telnyx Messaging, API v2.
pub(crate) struct Telnyx;

impl Protocol for Telnyx {
    fn name(&self) -> &'static str {
        NAME
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

    fn media_type(&self) -> &'static str {
        "application/json"
    }

    fn read<'a>(&self, body: &'a [u8]) -> Result<Box<dyn Content + 'a>, ParseError> {
        Ok(Box::new(Told::read(body)?))
    }

    fn read_send_answer(&self, status: u16, body: &[u8], retry_after: Option<&str>) -> Option<SendResult> {
        send::read_send_answer(status, body, retry_after)
    }

    fn read_lookup_answer(&self, status: u16, body: &[u8], look_up: &LookUp<'_>) -> LookupOutcome {
        lookup::read_lookup_answer(status, body, look_up)
    }
}

impl Account for TelnyxCredentials {
    fn check(&self) -> Result<(), UnusableField> {
        UnusableField::unless(self.api_key.is_plain(), "api_key", "an API key, without blanks")?;
        UnusableField::unless(
            usable(&self.public_key).is_some(),
            "public_key",
            "a public key, base64 of 32 bytes",
        )?;
        UnusableField::unless(
            self.messaging_profile_id
                .as_deref()
                .is_none_or(|profile| id_of(profile).is_some()),
            "messaging_profile_id",
            "the id of a messaging profile, a UUID in lower case",
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

    /// Telnyx gives addresses at a storage, signed for some time, that take no credentials.
    ///
    /// Source: <https://developers.telnyx.com/docs/messaging/messages/send-receive-mms>.
    fn media_place(&self, _: &Url, _: bool) -> MediaPlace {
        MediaPlace::Open
    }
}
