//! The requests that carriers get.

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use http::{Method, Request, Uri};
use percent_encoding::{NON_ALPHANUMERIC, PercentEncode, utf8_percent_encode};

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

/// A text as a part of a path or a query.
pub(crate) fn escaped(text: &str) -> PercentEncode<'_> {
    utf8_percent_encode(text, NON_ALPHANUMERIC)
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
