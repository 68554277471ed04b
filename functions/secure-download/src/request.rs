//! A request of API Gateway as a question about a link.

use aws_lambda_events::apigw::ApiGatewayV2httpRequest;
use http::Method;
use memberline_http_api::cors::is_preflight;
use memberline_http_api::gateway::{self, BodyRefusal};
use memberline_http_api::json::is_json;
use memberline_platform::auth::bearer;
use memberline_store::LinkToken;
use serde::Deserialize;

use crate::refusal::Refusal;

/// The largest body that is read, in bytes: a token has 43 characters.
const MAX_BODY: usize = 4 * 1024;

/// What may be asked about a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operation {
    /// What it leads to; changes nothing.
    Describe,
    Open,
}

impl Operation {
    fn parse(path: &str) -> Option<Self> {
        match path {
            "/downloads/describe" => Some(Self::Describe),
            "/downloads/open" => Some(Self::Open),
            _ => None,
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Describe => "describe",
            Self::Open => "open",
        }
    }
}

/// Somebody asks about a link.
#[derive(Debug)]
pub(crate) struct LinkRequest {
    pub(crate) operation: Operation,
    pub(crate) token: LinkToken,
    /// The agent's own token, if they are signed in.
    pub(crate) session: Option<String>,
}

/// A request that is answered.
#[derive(Debug)]
pub(crate) enum Incoming {
    /// A browser asks whether a page may ask.
    Preflight,
    /// Somebody asks about a link.
    Link(LinkRequest),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    token: String,
}

impl From<BodyRefusal> for Refusal {
    fn from(refusal: BodyRefusal) -> Self {
        match refusal {
            BodyRefusal::TooLarge => Self::TooLarge,
            BodyRefusal::NotBase64 => Self::Malformed,
        }
    }
}

impl Incoming {
    pub(crate) fn decode(event: &mut ApiGatewayV2httpRequest) -> Result<Self, Refusal> {
        let method = &event.request_context.http.method;
        if is_preflight(method, &event.headers) {
            return Ok(Self::Preflight);
        }
        if *method != Method::POST {
            return Err(Refusal::Method);
        }
        let operation = Operation::parse(event.raw_path.as_deref().unwrap_or_default());
        let operation = operation.ok_or(Refusal::NoSuchRoute)?;
        if !is_json(&event.headers) {
            return Err(Refusal::ContentType);
        }
        let body: Body =
            serde_json::from_slice(&gateway::body(event, MAX_BODY)?).map_err(|_| Refusal::Malformed)?;
        Ok(Self::Link(LinkRequest {
            operation,
            token: LinkToken::parse(&body.token).ok_or(Refusal::NotFound)?,
            session: bearer(&event.headers).map(str::to_owned),
        }))
    }
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use http::{HeaderValue, header};
    use proptest::prelude::*;

    use super::*;

    fn event(method: Method, path: &str, body: &str) -> ApiGatewayV2httpRequest {
        let mut event = ApiGatewayV2httpRequest::default();
        event.request_context.http.method = method;
        event.raw_path = Some(path.to_owned());
        event.body = Some(body.to_owned());
        let json = HeaderValue::from_static("application/json");
        event.headers.insert(header::CONTENT_TYPE, json);
        event
    }

    fn code(event: &ApiGatewayV2httpRequest) -> &'static str {
        match Incoming::decode(&mut event.clone()) {
            Ok(Incoming::Preflight) => "preflight",
            Ok(Incoming::Link(_)) => "asked",
            Err(refusal) => refusal.problem().code,
        }
    }

    fn body(token: &str) -> String {
        serde_json::json!({ "token": token }).to_string()
    }

    const OPEN: &str = "/downloads/open";

    #[test]
    fn lesson_44_nothing_but_a_post_of_json_asks_anything() {
        let token = "A".repeat(43);
        let good = body(&token);
        assert_eq!(code(&event(Method::POST, OPEN, &good)), "asked");
        for method in [
            Method::GET,
            Method::HEAD,
            Method::OPTIONS,
            Method::PUT,
            Method::DELETE,
            Method::PATCH,
        ] {
            for path in [OPEN, "/downloads/describe", "/downloads", "/downloads/"] {
                assert_eq!(
                    code(&event(method.clone(), path, &good)),
                    "method_not_allowed",
                    "{method} {path}"
                );
            }
        }
        for path in [
            "/downloads",
            "/downloads/",
            "/downloads/open/",
            "/downloads/Open",
            "/downloads/open/x",
            "",
        ] {
            assert_eq!(code(&event(Method::POST, path, &good)), "no_such_route", "{path}");
        }
        for content_type in [
            "application/x-www-form-urlencoded",
            "text/plain",
            "multipart/form-data; boundary=x",
        ] {
            let mut form = event(Method::POST, OPEN, &good);
            form.headers
                .insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
            assert_eq!(code(&form), "unsupported_content_type", "{content_type}");
        }
        let mut preflight = event(Method::OPTIONS, OPEN, "");
        let asked = HeaderValue::from_static("POST");
        preflight
            .headers
            .insert(header::ACCESS_CONTROL_REQUEST_METHOD, asked);
        assert_eq!(code(&preflight), "preflight");
    }

    #[test]
    fn a_token_that_is_none_is_of_no_link() {
        for token in [
            "",
            "A",
            &"A".repeat(42),
            &"A".repeat(44),
            &"é".repeat(43),
            &("A".repeat(42) + "="),
        ] {
            assert_eq!(
                code(&event(Method::POST, OPEN, &body(token))),
                "link_not_found",
                "{token}"
            );
        }
        assert_eq!(
            code(&event(Method::POST, OPEN, &body(&"A".repeat(3_000)))),
            "link_not_found"
        );
    }

    #[test]
    fn a_body_has_4_kib_at_most() {
        let padded = |length: usize| format!("{}{}", body(&"A".repeat(43)), " ".repeat(length - 55));
        assert_eq!(padded(MAX_BODY).len(), MAX_BODY);
        assert_eq!(code(&event(Method::POST, OPEN, &padded(MAX_BODY))), "asked");
        assert_eq!(
            code(&event(Method::POST, OPEN, &padded(MAX_BODY + 1))),
            "body_too_large"
        );
        assert_eq!(
            code(&event(Method::POST, OPEN, &body(&"A".repeat(10_240)))),
            "body_too_large"
        );
        let mut encoded = event(Method::POST, OPEN, &STANDARD.encode(padded(MAX_BODY)));
        encoded.is_base64_encoded = true;
        assert_eq!(code(&encoded), "asked");
        let mut broken = event(Method::POST, OPEN, "%%%");
        broken.is_base64_encoded = true;
        assert_eq!(code(&broken), "malformed_body");
    }

    #[test]
    fn a_body_of_another_form_is_told_so() {
        for bad in [
            "",
            "{",
            "null",
            "[]",
            "{}",
            r#"{"token":1}"#,
            r#"{"token":"a","more":1}"#,
            &"[".repeat(4_000),
        ] {
            assert_eq!(code(&event(Method::POST, OPEN, bad)), "malformed_body", "{bad}");
        }
    }

    proptest! {
        #[test]
        fn any_body_is_read_or_refused(text in ".{0,300}", encoded in any::<bool>()) {
            let mut event = event(Method::POST, OPEN, &text);
            event.is_base64_encoded = encoded;
            let code = code(&event);
            prop_assert!(["asked", "malformed_body", "link_not_found"].contains(&code), "{}", code);
        }
    }
}
