//! The request for a medium.

use bytes::Bytes;
use http::header::{AUTHORIZATION, HeaderValue};
use http::{Method, Request, Uri};
use url::Url;

use super::address::{MediaAddressError, MediaPlace, checked, is_local};
use crate::credentials::Credentials;

/// How many redirects are followed.
pub const MAX_REDIRECTS: u32 = 3;

/// A request for a medium.
#[derive(Debug)]
pub struct MediaRequest {
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

impl Credentials {
    fn media_place(&self, url: &Url, local: &[String]) -> MediaPlace {
        self.account().media_place(url, is_local(url, local))
    }

    fn media_authorization(&self) -> Result<HeaderValue, MediaAddressError> {
        let text = self.account().authorization();
        let mut value = HeaderValue::from_str(&text).map_err(|_| MediaAddressError::Malformed)?;
        value.set_sensitive(true);
        Ok(value)
    }

    pub(super) fn request_at(
        &self,
        method: Method,
        url: Url,
        trusted: bool,
    ) -> Result<MediaRequest, MediaAddressError> {
        let uri: Uri = url.as_str().parse().map_err(|_| MediaAddressError::Malformed)?;
        let mut request = Request::new(Bytes::new());
        *request.method_mut() = method;
        *request.uri_mut() = uri;
        if trusted {
            request
                .headers_mut()
                .insert(AUTHORIZATION, self.media_authorization()?);
        }
        Ok(MediaRequest {
            request,
            url,
            trusted,
        })
    }

    pub(super) fn media_url(
        &self,
        address: &str,
        local: &[String],
    ) -> Result<(Url, bool), MediaAddressError> {
        let mut url = Url::parse(address).map_err(|_| MediaAddressError::Malformed)?;
        url.set_fragment(None);
        let url = checked(url, local)?;
        match self.media_place(&url, local) {
            MediaPlace::Api => Ok((url, true)),
            MediaPlace::Open => Ok((url, false)),
            // Who could forge a webhook must not send us, or our credentials, anywhere.
            MediaPlace::Foreign => Err(MediaAddressError::NotTheCarriers),
        }
    }

    /// The request for a medium at the address that a webhook gave. `local` are the hosts of local carriers, with their ports;
    /// none in a deployment.
    pub fn media_request(&self, address: &str, local: &[String]) -> Result<MediaRequest, MediaAddressError> {
        let (url, trusted) = self.media_url(address, local)?;
        self.request_at(Method::GET, url, trusted)
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
        let trusted = from.trusted && self.media_place(&url, local) == MediaPlace::Api;
        self.request_at(Method::GET, url, trusted)
    }
}
