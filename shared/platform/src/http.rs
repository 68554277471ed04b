//! HTTP to others than AWS, over the connector of the AWS SDK: one TLS stack, one load of the root certificates.

use std::time::Duration;

use aws_smithy_http_client::Connector;
use aws_smithy_http_client::tls::Provider;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_runtime_api::client::http::{HttpConnector, SharedHttpConnector};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_types::body::SdkBody;
use bytes::Bytes;
use http_body_util::{BodyExt, Limited};

/// A request got no complete answer: whether the other side acted on it is unknown, unless it was never reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HttpError {
    /// No connection was made: the other side did not see the request.
    #[error("no connection was made")]
    NotConnected,
    /// No complete answer came in time.
    #[error("no complete answer came in time")]
    TimedOut,
    /// The connection broke, or the answer could not be read or was too large.
    #[error("the answer could not be read")]
    Broken,
}

/// An answer, read whole.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The `Retry-After` header.
    pub retry_after: Option<String>,
    /// The body.
    pub body: Bytes,
}

/// The most that is read of an answer, in bytes.
const MOST_READ: usize = 1024 * 1024;

/// An HTTP client.
#[derive(Debug, Clone)]
pub struct Http {
    connector: SharedHttpConnector,
    timeout: Duration,
}

impl Http {
    /// A client whose requests take `timeout` at most.
    pub fn new(timeout: Duration) -> Self {
        let connector = Connector::builder()
            .tls_provider(Provider::Rustls(CryptoMode::AwsLc))
            .build();
        Self::over(SharedHttpConnector::new(connector), timeout)
    }

    /// A client over a connector of one's own.
    pub fn over(connector: SharedHttpConnector, timeout: Duration) -> Self {
        Self { connector, timeout }
    }

    /// Sends a request and reads the answer whole.
    pub async fn send(&self, request: http::Request<Bytes>) -> Result<Answer, HttpError> {
        let request =
            HttpRequest::try_from(request.map(SdkBody::from)).map_err(|_| HttpError::NotConnected)?;
        tokio::time::timeout(self.timeout, self.exchange(request))
            .await
            .map_err(|_| HttpError::TimedOut)?
    }

    async fn exchange(&self, request: HttpRequest) -> Result<Answer, HttpError> {
        let response = self.connector.call(request).await.map_err(|error| {
            if error.is_timeout() {
                HttpError::TimedOut
            } else if error.connection_metadata().is_none() && error.is_io() {
                HttpError::NotConnected
            } else {
                HttpError::Broken
            }
        })?;
        let retry_after = response.headers().get("retry-after").map(str::to_owned);
        let status = response.status().as_u16();
        let body = Limited::new(response.into_body(), MOST_READ);
        let body = body.collect().await.map_err(|_| HttpError::Broken)?.to_bytes();
        Ok(Answer {
            status,
            retry_after,
            body,
        })
    }
}
