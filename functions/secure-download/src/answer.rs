//! Answers, as API Gateway passes them on.

use aws_lambda_events::apigw::ApiGatewayV2httpResponse;
use aws_lambda_events::encodings::Body;
use http::{HeaderMap, HeaderValue, header};
use memberline_platform::config::ConsoleConfig;
use memberline_platform::{Problem, problem};
use serde_json::Value;

/// An answer without the headers that all have.
#[derive(Debug)]
pub(crate) struct Answer {
    status: u16,
    content_type: Option<&'static str>,
    body: Option<String>,
}

/// The request's origin, if its pages may read answers: the console's, and no other.
pub(crate) fn allowed_origin(headers: &HeaderMap, console: &ConsoleConfig) -> Option<HeaderValue> {
    let origin = headers.get(header::ORIGIN)?;
    (origin.as_bytes() == console.origin.as_bytes()).then(|| origin.clone())
}

impl Answer {
    pub(crate) fn of(body: &Value) -> Self {
        Self {
            status: 200,
            content_type: Some("application/json"),
            body: Some(body.to_string()),
        }
    }

    pub(crate) fn preflight() -> Self {
        Self {
            status: 204,
            content_type: None,
            body: None,
        }
    }

    pub(crate) fn problem(problem: &Problem, request_id: &str) -> Self {
        let document = problem.document(request_id);
        // The document may name a status that its meaning has no word for.
        let status = document["status"]
            .as_u64()
            .and_then(|status| status.try_into().ok());
        Self {
            status: status.unwrap_or(problem.meaning.status()),
            content_type: Some(problem::CONTENT_TYPE),
            body: Some(document.to_string()),
        }
    }

    pub(crate) fn into_response(
        self,
        origin: Option<HeaderValue>,
        request_id: &str,
    ) -> ApiGatewayV2httpResponse {
        let mut headers = HeaderMap::new();
        let mut say = |name, value: &'static str| {
            headers.insert(name, HeaderValue::from_static(value));
        };
        say(header::CACHE_CONTROL, "no-store");
        say(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
        say(header::VARY, "origin");
        if let Some(content_type) = self.content_type {
            say(header::CONTENT_TYPE, content_type);
        }
        match self.status {
            401 => say(header::WWW_AUTHENTICATE, "Bearer realm=\"memberline\""),
            405 => say(header::ALLOW, "POST, OPTIONS"),
            _ => {}
        }
        if let Some(origin) = origin {
            say(header::ACCESS_CONTROL_ALLOW_METHODS, "POST");
            say(
                header::ACCESS_CONTROL_ALLOW_HEADERS,
                "authorization, content-type",
            );
            say(header::ACCESS_CONTROL_EXPOSE_HEADERS, "date, x-request-id");
            say(header::ACCESS_CONTROL_MAX_AGE, "3600");
            headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        }
        if let Ok(id) = HeaderValue::try_from(request_id) {
            headers.insert("x-request-id", id);
        }
        let mut response = ApiGatewayV2httpResponse::default();
        response.status_code = self.status.into();
        response.headers = headers;
        response.body = self.body.map(Body::Text);
        response
    }
}
