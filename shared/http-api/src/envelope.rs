//! What is the same around every request: its id, its line in the log, problem documents, the headers of an answer.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use jiff::Timestamp;
use lambda_http::RequestExt as _;
use memberline_platform::telemetry::LogLine;

use crate::failure::{Failure, method_not_allowed, no_such_route};
use crate::log_fields::LogFields;
use crate::problem;

/// What tells the time; tests move it.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// What the envelope knows of the function that it is around.
#[derive(Clone)]
pub struct Envelope {
    /// The function's name, for its log.
    pub function: &'static str,
    /// The function's clock.
    pub clock: Clock,
}

/// The headers that every answer to a browser has: it is kept nowhere and is what it says it is.
pub(crate) fn say_of_every_answer(headers: &mut HeaderMap, request_id: &str) {
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    if let Ok(id) = HeaderValue::try_from(request_id) {
        headers.insert("x-request-id", id);
    }
}

/// The id of the invocation; outside Lambda the caller's own, if it is harmless.
fn request_id(request: &Request) -> String {
    let given = || {
        let id = request.headers().get("x-request-id")?.to_str().ok()?;
        let harmless = (1..=100).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_graphic());
        harmless.then(|| id.to_owned())
    };
    match request.lambda_context_ref() {
        Some(context) => context.request_id.clone(),
        None => given().unwrap_or_else(|| "none".to_owned()),
    }
}

/// The route as it is written in the OpenAPI document, so that no caller chooses what the log says.
fn operation(request: &Request) -> String {
    let Some(path) = request.extensions().get::<MatchedPath>() else {
        return "unknown".to_owned();
    };
    let method = match *request.method() {
        Method::GET | Method::HEAD => "GET",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::OPTIONS => "OPTIONS",
        _ => "OTHER",
    };
    format!("{method} {}", path.as_str())
}

/// What a bare status of the router's own means.
fn routing(status: StatusCode) -> Option<Failure> {
    match status {
        StatusCode::NOT_FOUND => Some(no_such_route().into()),
        StatusCode::METHOD_NOT_ALLOWED => Some(method_not_allowed().into()),
        _ => None,
    }
}

/// Wraps the handling of a request.
pub async fn envelope(State(of): State<Envelope>, mut request: Request, next: Next) -> Response {
    let request_id = request_id(&request);
    let mut line = LogLine::begin(of.function, &request_id, (of.clock)());
    line.note("operation", operation(&request));
    let fields = LogFields::default();
    request.extensions_mut().insert(fields.clone());

    let mut response = next.run(request).await;

    let failure = response.extensions_mut().remove::<Failure>();
    let failure = failure.or_else(|| routing(response.status()));
    let headers = response.headers_mut();
    say_of_every_answer(headers, &request_id);
    fields.write(&mut line);
    line.note("status", response.status().as_u16());
    let Some(failure) = failure else {
        line.finish("ok");
        return response;
    };
    let headers = response.headers_mut();
    headers.remove(header::CONTENT_LENGTH);
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static(problem::CONTENT_TYPE),
    );
    *response.body_mut() = Body::from(failure.problem.document(&request_id).to_string());
    if let Some(cause) = failure.cause {
        line.note("error", cause);
    }
    line.finish(failure.problem.code);
    response
}
