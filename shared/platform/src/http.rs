//! HTTP to others than AWS, over the connector of the AWS SDK: one TLS stack, one load of the root certificates.

use std::error::Error;
use std::time::Duration;

use aws_smithy_http_client::Connector;
use aws_smithy_http_client::tls::Provider;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_runtime_api::client::http::{HttpConnector, SharedHttpConnector};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_types::body::SdkBody;
use bytes::Bytes;
use http_body_util::{BodyExt, Limited};
use tokio::time::Instant;

use crate::public_only::{NotPublic, PublicOnly};

/// A request got no complete answer: whether the other side acted on it is unknown, unless it was never reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HttpError {
    /// No connection was made: the other side did not see the request.
    #[error("no connection was made")]
    NotConnected,
    /// The name leads to an address that is not public, and no connection was made.
    #[error("the address is not public")]
    NotPublic,
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
    pub status: u16,
    /// The `Retry-After` header.
    pub retry_after: Option<String>,
    pub body: Bytes,
}

/// An answer whose body is still to come.
#[derive(Debug)]
pub struct Opened {
    response: HttpResponse,
    deadline: Instant,
}

/// The body of an answer was not read whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// It is larger than what is to be read.
    #[error("the answer is too large")]
    TooLarge,
    /// It ended before the announced length.
    #[error("the answer is cut short")]
    CutShort,
    /// No whole answer came in time.
    #[error("no complete answer came in time")]
    TimedOut,
}

impl Opened {
    /// The status.
    pub fn status(&self) -> u16 {
        self.response.status().as_u16()
    }

    /// A header, if it is there and a text.
    pub fn header(&self, name: &'static str) -> Option<&str> {
        self.response.headers().get(name)
    }

    /// Reads the body whole, piece by piece, and gives up at the first byte over `most`.
    pub async fn read(self, most: usize) -> Result<Vec<u8>, ReadError> {
        let announced = self
            .header("content-length")
            .and_then(|length| length.parse::<usize>().ok());
        if announced.is_some_and(|announced| announced > most) {
            return Err(ReadError::TooLarge);
        }
        let mut body = self.response.into_body();
        let mut read = Vec::with_capacity(announced.unwrap_or_default());
        loop {
            let frame = tokio::time::timeout_at(self.deadline, body.frame())
                .await
                .map_err(|_| ReadError::TimedOut)?;
            let Some(frame) = frame else { break };
            let frame = frame.map_err(|_| ReadError::CutShort)?;
            let Some(piece) = frame.data_ref() else { continue };
            if read.len() + piece.len() > most {
                return Err(ReadError::TooLarge);
            }
            read.extend_from_slice(piece);
        }
        if announced.is_some_and(|announced| announced != read.len()) {
            return Err(ReadError::CutShort);
        }
        Ok(read)
    }
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

    /// A client that connects to public addresses only, whatever a name leads to: for addresses that others choose. `local` are
    /// hosts to which this does not apply.
    pub fn to_public(timeout: Duration, local: Vec<String>) -> Self {
        let connector = Connector::builder()
            .tls_provider(Provider::Rustls(CryptoMode::AwsLc))
            .build_with_resolver(PublicOnly::new(local));
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

    /// Sends a request and leaves the answer's body to be read, all in the time that a request may take.
    pub async fn open(&self, request: http::Request<Bytes>) -> Result<Opened, HttpError> {
        let deadline = Instant::now() + self.timeout;
        let request =
            HttpRequest::try_from(request.map(SdkBody::from)).map_err(|_| HttpError::NotConnected)?;
        let response = tokio::time::timeout_at(deadline, self.call(request))
            .await
            .map_err(|_| HttpError::TimedOut)??;
        Ok(Opened { response, deadline })
    }

    async fn call(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        self.connector.call(request).await.map_err(|error| {
            if error.is_timeout() {
                HttpError::TimedOut
            } else if comes_of::<NotPublic>(&error) {
                HttpError::NotPublic
            } else if error.connection_metadata().is_none() && error.is_io() {
                HttpError::NotConnected
            } else {
                HttpError::Broken
            }
        })
    }

    async fn exchange(&self, request: HttpRequest) -> Result<Answer, HttpError> {
        let response = self.call(request).await?;
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

/// Whether an error is, or comes of, one of that type.
fn comes_of<E: Error + 'static>(error: &(dyn Error + 'static)) -> bool {
    let mut next = Some(error);
    while let Some(error) = next {
        if error.is::<E>() {
            return true;
        }
        next = error.source();
    }
    false
}

#[cfg(test)]
mod tests;
