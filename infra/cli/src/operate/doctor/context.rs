//! What the checks look at.

use std::time::Duration;

use bytes::Bytes;
use http::Request;
use http::header::CONTENT_TYPE;
use memberline_platform::http::{Http, HttpError, Opened};

use super::settings::Functions;
use crate::operate::Deployment;

/// How long one request to a carrier, or to an address of the deployment, may take.
const REQUEST: Duration = Duration::from_secs(6);

/// What the checks look at.
pub struct Context<'a> {
    pub deployment: &'a Deployment,
    pub functions: Functions,
    /// Follows no redirect, and reads no more than a mebibyte.
    pub http: Http,
}

impl<'a> Context<'a> {
    pub async fn of(deployment: &'a Deployment) -> Self {
        Self {
            deployment,
            functions: Functions::read(deployment).await,
            http: Http::new(REQUEST),
        }
    }

    /// Asks for an address, without any credentials.
    pub async fn get(&self, url: &str) -> Result<Opened, HttpError> {
        let request = Request::get(url).body(Bytes::new());
        self.http
            .open(request.map_err(|_| HttpError::NotConnected)?)
            .await
    }

    /// Posts what is no webhook of any carrier's: it is answered without being kept.
    pub async fn post_nothing(&self, url: &str) -> Result<Opened, HttpError> {
        let request = Request::post(url)
            .header(CONTENT_TYPE, "text/plain")
            .body(Bytes::from_static(b"?"));
        let request = request.map_err(|_| HttpError::NotConnected)?;
        self.http.open(request).await
    }
}
