//! Fetching what came with a message, from where the carrier keeps it and from nowhere else (lessons 9, 34, 35).
//!
//! Twilio keeps media behind its API: the address that a webhook gives takes the account's credentials and redirects to a
//! storage of its own, which must not get them. Telnyx gives addresses at a storage, signed for some time, that take none.
//!
//! Source: <https://www.twilio.com/docs/messaging/api/media-resource>,
//! <https://developers.telnyx.com/docs/messaging/messages/send-receive-mms>.

use bytes::Bytes;
use http::header::{AUTHORIZATION, HeaderValue};
use http::{Method, Request, Uri};
use url::{Host, Url};

use crate::carrier::Carrier;
use crate::credentials::Credentials;
use crate::{telnyx, twilio};

/// How many redirects are followed.
pub const MAX_REDIRECTS: u32 = 3;

/// Why an address is not fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MediaAddressError {
    /// It is no address of the web.
    #[error("the address is malformed")]
    Malformed,
    /// It is not one of HTTPS at its usual port.
    #[error("the address is not of HTTPS")]
    NotHttps,
    /// It names no host but an IP address, or carries a password.
    #[error("the address names no host")]
    NotAName,
    /// It is not where the carrier keeps the account's media.
    #[error("the address is not the carrier's, or not of the account")]
    NotTheCarriers,
}

/// A request for a medium.
#[derive(Debug)]
pub struct MediaRequest {
    /// The request.
    pub request: Request<Bytes>,
    url: Url,
    trusted: bool,
}

impl MediaRequest {
    /// Whether it carries the account's credentials.
    pub fn has_credentials(&self) -> bool {
        self.trusted
    }
}

/// Whether the address is of the local carriers: `local` are their hosts with their ports.
fn is_local(url: &Url, local: &[String]) -> bool {
    let port = url.port_or_known_default().unwrap_or_default();
    let host = url.host_str().unwrap_or_default();
    local.iter().any(|l| *l == format!("{host}:{port}"))
}

/// An address that may be fetched from at all.
fn checked(url: Url, local: &[String]) -> Result<Url, MediaAddressError> {
    if is_local(&url, local) && matches!(url.scheme(), "http" | "https") {
        return Ok(url);
    }
    if url.scheme() != "https" || url.port().is_some() {
        return Err(MediaAddressError::NotHttps);
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(MediaAddressError::NotAName);
    }
    match url.host() {
        Some(Host::Domain(name)) if name.trim_end_matches('.').contains('.') => Ok(url),
        _ => Err(MediaAddressError::NotAName),
    }
}

/// The host that gets a Twilio account's credentials.
const TWILIO_API: &str = "api.twilio.com";

impl Credentials {
    /// Whether the address is one of the account's own media, behind the carrier's own API: only there the credentials go.
    fn keep(&self, url: &Url, local: &[String]) -> bool {
        match self {
            Self::Twilio(credentials) => {
                let at_home = url.host_str() == Some(TWILIO_API) || is_local(url, local);
                at_home && twilio::is_medium(url, &credentials.account_sid)
            }
            Self::Telnyx(_) => false,
        }
    }

    /// Whether the carrier keeps media behind its API only.
    const fn keep_all(&self) -> bool {
        match self {
            Self::Twilio(_) => true,
            Self::Telnyx(_) => false,
        }
    }

    fn authorization(&self) -> Result<HeaderValue, MediaAddressError> {
        let text = match self {
            Self::Twilio(credentials) => twilio::authorization(credentials),
            Self::Telnyx(credentials) => telnyx::authorization(credentials),
        };
        let mut value = HeaderValue::from_str(&text).map_err(|_| MediaAddressError::Malformed)?;
        value.set_sensitive(true);
        Ok(value)
    }

    fn request(&self, method: Method, url: Url, trusted: bool) -> Result<MediaRequest, MediaAddressError> {
        let uri: Uri = url.as_str().parse().map_err(|_| MediaAddressError::Malformed)?;
        let mut request = Request::new(Bytes::new());
        *request.method_mut() = method;
        *request.uri_mut() = uri;
        if trusted {
            request.headers_mut().insert(AUTHORIZATION, self.authorization()?);
        }
        Ok(MediaRequest {
            request,
            url,
            trusted,
        })
    }

    fn media_url(&self, address: &str, local: &[String]) -> Result<(Url, bool), MediaAddressError> {
        let mut url = Url::parse(address).map_err(|_| MediaAddressError::Malformed)?;
        url.set_fragment(None);
        let url = checked(url, local)?;
        let trusted = self.keep(&url, local);
        // Who could forge a webhook must not send us, or our credentials, anywhere.
        if !trusted && self.keep_all() {
            return Err(MediaAddressError::NotTheCarriers);
        }
        Ok((url, trusted))
    }

    /// The request for a medium at the address that a webhook gave. `local` are the hosts of local carriers, with their ports;
    /// none in a deployment.
    pub fn media_request(&self, address: &str, local: &[String]) -> Result<MediaRequest, MediaAddressError> {
        let (url, trusted) = self.media_url(address, local)?;
        self.request(Method::GET, url, trusted)
    }

    /// The request that follows a redirect to `location`: without credentials from where the address is not the carrier's own
    /// any more, even if it leads back.
    pub fn redirected(
        &self,
        from: &MediaRequest,
        location: &str,
        local: &[String],
    ) -> Result<MediaRequest, MediaAddressError> {
        let mut url = from
            .url
            .join(location)
            .map_err(|_| MediaAddressError::Malformed)?;
        url.set_fragment(None);
        let url = checked(url, local)?;
        let trusted = from.trusted && self.keep(&url, local);
        self.request(Method::GET, url, trusted)
    }
}

/// A request to erase something of a message at the carrier.
#[derive(Debug)]
pub struct EraseRequest {
    /// The medium's place among the message's, from 1; `None` for the text.
    pub medium: Option<u32>,
    /// The request.
    pub request: Request<Bytes>,
}

/// What the carrier made of a request to erase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EraseOutcome {
    /// It is erased, or was before.
    Erased,
    /// Not now: ask again later.
    Later,
    /// The carrier refuses.
    Refused {
        /// Its code, or `http_` and the status.
        code: String,
    },
}

impl Credentials {
    /// The requests that have the carrier erase a message: its media, then its text. `None` when the carrier cannot. Each can
    /// be repeated.
    pub fn erase_requests(
        &self,
        carrier_message_id: &str,
        media: &[String],
        base_url: &str,
        local: &[String],
    ) -> Option<Result<Vec<EraseRequest>, MediaAddressError>> {
        match self {
            Self::Twilio(credentials) => {
                Some(self.twilio_erasure(credentials, (carrier_message_id, media), base_url, local))
            }
            Self::Telnyx(_) => None,
        }
    }

    fn twilio_erasure(
        &self,
        credentials: &twilio::TwilioCredentials,
        (carrier_message_id, media): (&str, &[String]),
        base_url: &str,
        local: &[String],
    ) -> Result<Vec<EraseRequest>, MediaAddressError> {
        let mut requests = Vec::with_capacity(media.len() + 1);
        for (address, index) in media.iter().zip(1..) {
            let (url, trusted) = self.media_url(address, local)?;
            requests.push(EraseRequest {
                medium: Some(index),
                request: self.request(Method::DELETE, url, trusted)?.request,
            });
        }
        let request = twilio::redact_request(carrier_message_id, credentials, base_url);
        requests.push(EraseRequest {
            medium: None,
            request: request.map_err(|_| MediaAddressError::Malformed)?,
        });
        Ok(requests)
    }
}

impl Carrier {
    /// Reads the answer to one of [`Credentials::erase_requests`].
    pub fn read_erase_answer(self, status: u16, body: &[u8]) -> EraseOutcome {
        match self {
            Self::Twilio => twilio::read_erase_answer(status, body),
            Self::Telnyx => EraseOutcome::Refused {
                code: format!("http_{status}"),
            },
        }
    }
}
