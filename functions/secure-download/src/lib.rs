//! Links to what members sent: described to whoever holds one, opened by whom the organisation lets (EL-23, X-20).
//!
//! The token comes in the body of a `POST` with a content type that no form can send, so that nothing that merely follows
//! links or submits forms opens anything (lesson 44), and no address in any log holds it.

mod describe;
mod open;
mod refusal;
mod request;
mod resolve;

use std::sync::Arc;

use aws_lambda_events::apigw::{ApiGatewayV2httpRequest, ApiGatewayV2httpResponse};
use http::header;
use jiff::Timestamp;
use memberline_http_api::cors::Cors;
use memberline_http_api::front::{Front, network, of_gateway};
use memberline_http_api::gateway::Answer;
use memberline_http_api::{Failure, Meaning};
use memberline_platform::auth::TokenVerifier;
use memberline_platform::aws;
use memberline_platform::config::{AuthConfig, ConfigError, ConsoleConfig, DocumentsConfig, StoreConfig};
use memberline_platform::front_secret::FrontSecret;
use memberline_platform::presign::Presigner;
use memberline_platform::telemetry::LogLine;
use memberline_store::{CommandError, Store};
use serde_json::Value;

use crate::refusal::Refusal;
use crate::request::{Incoming, LinkRequest, Operation};

/// The function.
#[derive(Debug)]
pub struct SecureDownload {
    store: Arc<Store>,
    tokens: TokenVerifier,
    documents: Presigner,
    console: Cors,
    front: Front,
}

impl SecureDownload {
    /// The function as the environment configures it.
    pub fn from_env() -> Result<Self, ConfigError> {
        let (store, auth) = (StoreConfig::from_env()?, AuthConfig::from_env()?);
        let (documents, console) = (DocumentsConfig::from_env()?, ConsoleConfig::from_env()?);
        let sdk = aws::sdk_config()?;
        Ok(Self::new(
            Arc::new(aws::store(&sdk, store)),
            TokenVerifier::from_config(auth),
            Presigner::new(&sdk, &documents)?,
            console,
            Front::new(FrontSecret::from_env(&sdk)),
        ))
    }

    /// The function over these parts.
    pub fn new(
        store: Arc<Store>,
        tokens: TokenVerifier,
        documents: Presigner,
        console: ConsoleConfig,
        front: Front,
    ) -> Self {
        Self {
            store,
            tokens,
            documents,
            console: Cors {
                origin: console.origin,
                methods: "POST",
                headers: "authorization, content-type",
            },
            front,
        }
    }

    /// Answers one request of API Gateway.
    pub async fn handle(
        &self,
        mut event: ApiGatewayV2httpRequest,
        request_id: &str,
        now: Timestamp,
    ) -> ApiGatewayV2httpResponse {
        let mut line = LogLine::begin("secure-download", request_id, now);
        let origin = self.console.allowed_origin(&event.headers);
        let gateway = of_gateway(&event.request_context);
        let (admitted, viewer) = Box::pin(self.front.admit(&mut event.headers, gateway)).await;
        let incoming = admitted.and_then(|()| Incoming::decode(&mut event).map_err(Failure::from));
        let settled = match incoming {
            Ok(Incoming::Preflight) => Ok(None),
            Ok(Incoming::Link(request)) => {
                line.note("operation", request.operation.name());
                let settled = Box::pin(self.answer(&request, now, &mut line)).await;
                settled.map(Some).map_err(Failure::from)
            }
            Err(failure) => Err(failure),
        };
        // Whoever asks for a link that there is not may be guessing.
        let is_refused = settled.as_ref().is_err_and(|failure| {
            let meaning = failure.problem.meaning;
            matches!(
                meaning,
                Meaning::Unauthenticated | Meaning::Forbidden | Meaning::NotFound
            )
        });
        if let (true, Some(viewer)) = (is_refused, viewer) {
            line.note("network", network(viewer));
        }
        let answer = finish(line, settled, request_id);
        let answer = match answer.status() {
            401 => answer.with(header::WWW_AUTHENTICATE, "Bearer realm=\"memberline\""),
            405 => answer.with(header::ALLOW, "POST, OPTIONS"),
            _ => answer,
        };
        answer.for_browsers(&self.console, origin, request_id).into()
    }

    async fn answer(
        &self,
        request: &LinkRequest,
        now: Timestamp,
        line: &mut LogLine,
    ) -> Result<Value, CommandError<Refusal>> {
        match request.operation {
            Operation::Describe => self.describe(request, now, line).await,
            Operation::Open => self.open(request, now, line).await,
        }
    }
}

/// Writes the line, and makes the answer. A preflight has no body.
fn finish(mut line: LogLine, settled: Result<Option<Value>, Failure>, request_id: &str) -> Answer {
    match settled {
        Ok(None) => {
            line.finish("preflight");
            Answer::no_content()
        }
        Ok(Some(body)) => {
            line.finish("ok");
            Answer::json(&body)
        }
        Err(Failure { problem, cause }) => {
            if let Some(cause) = cause {
                line.note("error", cause);
            }
            line.finish(problem.code);
            Answer::problem(&problem, request_id)
        }
    }
}
