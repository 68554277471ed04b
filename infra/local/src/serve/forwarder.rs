//! Sending requests on, byte for byte.

use std::time::Duration;

use anyhow::{Context, Result, bail};
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Request, StatusCode, header};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;

/// Sends requests on without touching their path.
pub type Forwarder = Client<HttpConnector, Body>;

/// Where the deployed API answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Api {
    authority: String,
    prefix: String,
    host: String,
}

impl Api {
    /// The HTTP API `id` of the local AWS at `endpoint`, below a path of it: MiniStack and LocalStack have it there.
    pub fn new(endpoint: &str, id: &str) -> Self {
        let authority = endpoint.trim_start_matches("http://").to_owned();
        Self {
            host: authority.clone(),
            authority,
            prefix: format!("/_aws/execute-api/{id}"),
        }
    }

    /// The same under the name of a host of its own, which LocalStack and others look at wherever it is sent.
    fn by_name(endpoint: &str, id: &str, domain: &str) -> Self {
        let authority = endpoint.trim_start_matches("http://").to_owned();
        let port = authority.rsplit(':').next().unwrap_or_default();
        Self {
            host: format!("{id}.execute-api.{domain}:{port}"),
            authority,
            prefix: String::new(),
        }
    }

    /// An address of the API's, to be asked for with [`Self::host`].
    pub fn url(&self, target: &str) -> String {
        format!("http://{}{}{target}", self.authority, self.prefix)
    }

    /// The host that a request is for, wherever it is sent.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The API `id` of an emulator, by whichever of the ways to address it answers `probe`, which the API answers with JSON when it is
    /// asked with `headers`.
    pub async fn find(endpoint: &str, id: &str, (probe, headers): (&str, &HeaderMap)) -> Result<Self> {
        let forwarder = forwarder();
        let mut ways = vec![Self::new(endpoint, id)];
        ways.extend(DOMAINS.map(|domain| Self::by_name(endpoint, id, domain)));
        let mut said = Vec::new();
        for way in ways {
            match way.answers(&forwarder, probe, headers).await {
                Ok(status) if status.is_success() => return Ok(way),
                Ok(status) => said.push(format!("http://{}{}: {status}", way.host, way.prefix)),
                Err(error) => said.push(format!("http://{}{}: {error:#}", way.host, way.prefix)),
            }
        }
        bail!(
            "the HTTP API of the stack does not answer in any way that is known ({})",
            said.join("; ")
        )
    }

    async fn answers(&self, forwarder: &Forwarder, probe: &str, headers: &HeaderMap) -> Result<StatusCode> {
        let mut request = Request::builder().uri(self.url(probe)).body(Body::empty())?;
        request.headers_mut().extend(headers.clone());
        request
            .headers_mut()
            .insert(header::HOST, HeaderValue::from_str(&self.host)?);
        let asked = tokio::time::timeout(LONGEST_START, forwarder.request(request));
        let answer = asked.await.context("it does not answer in time")??;
        let is_json = answer
            .headers()
            .get(header::CONTENT_TYPE)
            .is_some_and(|of| of.as_bytes().starts_with(b"application/json"));
        match answer.status() {
            status if status.is_success() && !is_json => bail!("something else answers"),
            status => Ok(status),
        }
    }
}

/// The domains below which emulators have a name for each API.
const DOMAINS: [&str; 2] = ["localhost.localstack.cloud", "localhost"];

/// How long a function may take to start, whose image may have to be fetched first.
const LONGEST_START: Duration = Duration::from_mins(3);

/// A client that does.
pub fn forwarder() -> Forwarder {
    Client::builder(TokioExecutor::new()).build_http()
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::response::IntoResponse as _;
    use axum::routing::get;

    use super::*;
    use crate::served::serve;

    const DESCRIPTION: ([(header::HeaderName, &str); 1], &str) =
        ([(header::CONTENT_TYPE, "application/json")], "{}");

    #[tokio::test]
    async fn an_api_is_found_below_its_path_or_under_its_name() {
        let by_path = Router::new().route("/_aws/execute-api/abc/openapi.json", get(async || DESCRIPTION));
        let endpoint = serve(by_path).await;
        let found = Api::find(&endpoint, "abc", ("/openapi.json", &HeaderMap::new()))
            .await
            .unwrap();
        assert_eq!(found, Api::new(&endpoint, "abc"));

        let by_name = async |headers: HeaderMap| {
            let host = headers[header::HOST].to_str().unwrap();
            if host.starts_with("abc.execute-api.localhost.localstack.cloud:") {
                DESCRIPTION.into_response()
            } else {
                StatusCode::NOT_FOUND.into_response()
            }
        };
        // LocalStack's own page at every other path is no description.
        let router = Router::new()
            .route("/openapi.json", get(by_name))
            .fallback(async || "a page");
        let endpoint = serve(router).await;
        let found = Api::find(&endpoint, "abc", ("/openapi.json", &HeaderMap::new()))
            .await
            .unwrap();
        assert_eq!(found.prefix, "");
        assert!(found.host.starts_with("abc.execute-api."), "{found:?}");
        assert_eq!(format!("http://{}", found.authority), endpoint);
    }

    #[tokio::test]
    async fn an_api_that_answers_nowhere_is_told_with_what_was_tried() {
        let endpoint = serve(Router::new()).await;
        let refused = Api::find(&endpoint, "abc", ("/openapi.json", &HeaderMap::new()))
            .await
            .unwrap_err()
            .to_string();
        assert!(refused.contains("/_aws/execute-api/abc: 404"), "{refused}");
        assert!(
            refused.contains("abc.execute-api.localhost.localstack.cloud"),
            "{refused}"
        );
    }
}
