//! Sending requests on, byte for byte.

use axum::body::Body;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;

/// Sends requests on without touching their path.
pub type Forwarder = Client<HttpConnector, Body>;

/// Where the deployed API answers.
#[derive(Debug)]
pub struct Api {
    pub(super) authority: String,
    pub(super) prefix: String,
}

impl Api {
    /// The HTTP API `id` of the local AWS at `endpoint`.
    pub fn new(endpoint: &str, id: &str) -> Self {
        let authority = endpoint.trim_start_matches("http://").to_owned();
        Self {
            authority,
            prefix: format!("/_aws/execute-api/{id}"),
        }
    }
}

/// A client that does.
pub fn forwarder() -> Forwarder {
    Client::builder(TokioExecutor::new()).build_http()
}
