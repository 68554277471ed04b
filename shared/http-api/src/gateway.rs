//! API Gateway's own events, for functions that have one route or need the very bytes of a body.

use aws_lambda_events::apigw::{ApiGatewayV2httpRequest, ApiGatewayV2httpResponse};
use aws_lambda_events::encodings::Body;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, HeaderValue, header};
use serde_json::Value;

use crate::cors::Cors;
use crate::envelope::say_of_every_answer;
use crate::problem::{self, Problem};

/// Why a body is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BodyRefusal {
    /// It is larger than what is read.
    #[error("the body is too large")]
    TooLarge,
    /// It is said to be base 64, and is not.
    #[error("the body is not base 64")]
    NotBase64,
}

/// The body as the very bytes that were sent, up to `limit`.
pub fn body(event: &mut ApiGatewayV2httpRequest, limit: usize) -> Result<Vec<u8>, BodyRefusal> {
    let body = event.body.take().unwrap_or_default();
    // In base 64 it is a third longer.
    if body.len() > limit / 3 * 4 + 4 {
        return Err(BodyRefusal::TooLarge);
    }
    let body = if event.is_base64_encoded {
        STANDARD.decode(body).map_err(|_| BodyRefusal::NotBase64)?
    } else {
        body.into_bytes()
    };
    if body.len() > limit {
        return Err(BodyRefusal::TooLarge);
    }
    Ok(body)
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    status: u16,
    headers: HeaderMap,
    body: Option<String>,
}

impl Answer {
    fn new(status: u16, content_type: Option<&'static str>, body: Option<String>) -> Self {
        let mut headers = HeaderMap::new();
        if let Some(content_type) = content_type {
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
        }
        Self {
            status,
            headers,
            body,
        }
    }

    /// Understood, and nothing to send back.
    pub fn no_content() -> Self {
        Self::new(204, None, None)
    }

    /// A document.
    pub fn json(body: &Value) -> Self {
        Self::new(200, Some("application/json"), Some(body.to_string()))
    }

    /// What went wrong.
    pub fn problem(problem: &Problem, request_id: &str) -> Self {
        let document = problem.document(request_id);
        // The document may name a status that its meaning has no word for.
        let status = document["status"]
            .as_u64()
            .and_then(|status| status.try_into().ok());
        let status = status.unwrap_or(problem.meaning.status());
        Self::new(status, Some(problem::CONTENT_TYPE), Some(document.to_string()))
    }

    /// The HTTP status.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// Adds a header.
    #[must_use]
    pub fn with(mut self, name: header::HeaderName, value: &'static str) -> Self {
        self.headers.insert(name, HeaderValue::from_static(value));
        self
    }

    /// Adds what an answer to a browser says besides.
    #[must_use]
    pub fn for_browsers(mut self, cors: &Cors, allowed: Option<HeaderValue>, request_id: &str) -> Self {
        say_of_every_answer(&mut self.headers, request_id);
        cors.answer(&mut self.headers, allowed);
        self
    }
}

impl From<Answer> for ApiGatewayV2httpResponse {
    fn from(answer: Answer) -> Self {
        let mut response = Self::default();
        response.status_code = answer.status.into();
        response.headers = answer.headers;
        response.body = answer.body.map(Body::Text);
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_read_up_to_its_limit_in_either_form() {
        let read = |body: &str, is_base64_encoded| {
            let mut event = ApiGatewayV2httpRequest::default();
            event.body = Some(body.to_owned());
            event.is_base64_encoded = is_base64_encoded;
            super::body(&mut event, 6)
        };
        assert_eq!(read("abcdef", false), Ok(b"abcdef".to_vec()));
        assert_eq!(read("abcdefg", false), Err(BodyRefusal::TooLarge));
        assert_eq!(read("YWJjZGVm", true), Ok(b"abcdef".to_vec()));
        assert_eq!(read("YWJjZGVmZw==", true), Err(BodyRefusal::TooLarge));
        assert_eq!(read(&"a".repeat(1_000_000), true), Err(BodyRefusal::TooLarge));
        assert_eq!(read("%%%", true), Err(BodyRefusal::NotBase64));
    }
}
