//! Cross-origin requests: one origin's pages may call, no other. API Gateway answers preflights itself on AWS; this is for where it
//! does not, and says the same.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};

/// How long a browser may keep the answer to a preflight, in seconds.
const MAX_AGE: &str = "3600";

/// Whose pages may call, and how.
#[derive(Debug, Clone)]
pub struct Cors {
    /// The origin of the pages.
    pub origin: String,
    /// The methods that they may use.
    pub methods: &'static str,
    /// The headers that they may send.
    pub headers: &'static str,
}

/// Whether a browser asks what a page may do.
pub fn is_preflight(method: &Method, headers: &HeaderMap) -> bool {
    *method == Method::OPTIONS && headers.contains_key(header::ACCESS_CONTROL_REQUEST_METHOD)
}

impl Cors {
    /// How the console's pages call the agents' and the administration's API. API Gateway says the same, by the template.
    pub fn of_console(origin: String) -> Self {
        Self {
            origin,
            methods: "DELETE, GET, POST, PUT",
            headers: "authorization, content-type, idempotency-key, if-match",
        }
    }

    /// The request's origin, if its pages may read answers.
    pub fn allowed_origin(&self, request: &HeaderMap) -> Option<HeaderValue> {
        let origin = request.get(header::ORIGIN)?;
        (origin.as_bytes() == self.origin.as_bytes()).then(|| origin.clone())
    }

    /// Lets the pages of an allowed origin read the answer.
    pub fn answer(&self, headers: &mut HeaderMap, allowed: Option<HeaderValue>) {
        headers.append(header::VARY, HeaderValue::from_static("origin"));
        let Some(origin) = allowed else { return };
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        for (name, value) in [
            (header::ACCESS_CONTROL_ALLOW_METHODS, self.methods),
            (header::ACCESS_CONTROL_ALLOW_HEADERS, self.headers),
            (header::ACCESS_CONTROL_EXPOSE_HEADERS, "date, etag, x-request-id"),
            (header::ACCESS_CONTROL_MAX_AGE, MAX_AGE),
        ] {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
}

/// Answers preflights, and lets the origin's pages read answers.
pub async fn cors(State(cors): State<Cors>, request: Request, next: Next) -> Response {
    let allowed = cors.allowed_origin(request.headers());
    let mut response = if is_preflight(request.method(), request.headers()) {
        StatusCode::NO_CONTENT.into_response()
    } else {
        next.run(request).await
    };
    cors.answer(response.headers_mut(), allowed);
    response
}
