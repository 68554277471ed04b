//! JSON that somebody sends.

use axum::extract::{FromRequest, Request};
use http::{HeaderMap, header};
use serde::de::DeserializeOwned;
use serde_json::error::Category;

use crate::failure::Failure;
use crate::problem::{Meaning, Problem};

/// The largest body that is read, in bytes.
pub const MAX_BODY: usize = 64 * 1024;

/// A body of JSON, no larger than [`MAX_BODY`].
#[derive(Debug)]
pub struct JsonBody<T>(pub T);

/// Why a body is not read.
#[derive(Debug, thiserror::Error)]
enum Unread {
    #[error("the content type is not application/json")]
    ContentType,
    #[error("the body is larger than {MAX_BODY} bytes, or was cut off")]
    TooLarge,
    #[error(transparent)]
    Json(#[from] serde_json::Error),
}

impl From<Unread> for Failure {
    fn from(unread: Unread) -> Self {
        let problem = match unread {
            Unread::ContentType => Problem::new(
                Meaning::UnsupportedType,
                "unsupported_content_type",
                "Send the body as application/json.",
            ),
            Unread::TooLarge => Problem::new(
                Meaning::TooLarge,
                "body_too_large",
                format!("A body has at most {MAX_BODY} bytes."),
            )
            .with("limit", MAX_BODY),
            Unread::Json(error) => {
                let code = match error.classify() {
                    Category::Data => "invalid_body",
                    Category::Syntax | Category::Eof | Category::Io => "malformed_json",
                };
                Problem::new(
                    Meaning::Malformed,
                    code,
                    format!("The body cannot be read: {error}."),
                )
                .with("line", error.line())
                .with("column", error.column())
            }
        };
        problem.into()
    }
}

/// Whether the content type is JSON; parameters such as `charset` do not matter, as JSON is always UTF-8.
pub fn is_json(headers: &HeaderMap) -> bool {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok());
    let essence = content_type.and_then(|v| v.split(';').next()).map(str::trim);
    essence.is_some_and(|essence| essence.eq_ignore_ascii_case("application/json"))
}

async fn read<T: DeserializeOwned>(request: Request) -> Result<T, Unread> {
    if !is_json(request.headers()) {
        return Err(Unread::ContentType);
    }
    let bytes = axum::body::to_bytes(request.into_body(), MAX_BODY)
        .await
        .map_err(|_| Unread::TooLarge)?;
    Ok(serde_json::from_slice(&bytes)?)
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for JsonBody<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, _: &S) -> Result<Self, Failure> {
        Ok(Self(read(request).await?))
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use proptest::prelude::*;
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, PartialEq, Eq, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Text {
        text: String,
    }

    fn request(content_type: Option<&str>, body: impl Into<Body>) -> Request {
        let request = http::Request::post("/");
        let request = match content_type {
            Some(content_type) => request.header("content-type", content_type),
            None => request,
        };
        request.body(body.into()).unwrap()
    }

    async fn code(content_type: Option<&str>, body: impl Into<Body>) -> &'static str {
        match read::<Text>(request(content_type, body)).await {
            Ok(_) => "read",
            Err(unread) => Failure::from(unread).problem.code,
        }
    }

    const JSON: Option<&str> = Some("application/json");

    #[tokio::test]
    async fn only_json_of_the_right_form_is_read() {
        assert_eq!(code(JSON, r#"{"text":"a"}"#).await, "read");
        assert_eq!(
            code(Some("Application/JSON; charset=utf-8"), r#"{"text":"\u0000"}"#).await,
            "read"
        );
        for content_type in [
            None,
            Some("text/plain"),
            Some("application/jsonp"),
            Some("application/x-www-form-urlencoded"),
        ] {
            assert_eq!(
                code(content_type, r#"{"text":"a"}"#).await,
                "unsupported_content_type"
            );
        }
        for body in [
            "",
            "{",
            "{\"text\":",
            "nul",
            "1e999",
            "{\"text\":\"a\"}}",
            "{\"text\":\"\u{1}\"}",
            "\u{feff}{}",
        ] {
            assert_eq!(code(JSON, body).await, "malformed_json", "{body:?}");
        }
        for body in [
            "null",
            "[]",
            "{}",
            r#"{"text":1}"#,
            r#"{"text":null}"#,
            r#"{"text":"a","more":1}"#,
            r#"{"text":"a","text":"b"}"#,
            r#"{"Text":"a"}"#,
        ] {
            assert_eq!(code(JSON, body).await, "invalid_body", "{body:?}");
        }
        assert_eq!(code(JSON, &b"{\"text\":\"\xff\"}"[..]).await, "malformed_json");
        assert_eq!(code(JSON, "[".repeat(60_000)).await, "invalid_body");
    }

    #[tokio::test]
    async fn a_body_has_64_kib_at_most() {
        let padded = |length: usize| format!("{{\"text\":\"a\"}}{}", " ".repeat(length - 12));
        assert_eq!(code(JSON, padded(MAX_BODY)).await, "read");
        assert_eq!(code(JSON, padded(MAX_BODY + 1)).await, "body_too_large");
        assert_eq!(code(JSON, vec![b'{'; 1024 * 1024]).await, "body_too_large");
    }

    #[tokio::test]
    async fn a_malformed_body_is_told_where() {
        let unread = read::<Text>(request(JSON, "{\n  \"text\": oops\n}"))
            .await
            .unwrap_err();
        let problem = Failure::from(unread).problem;
        assert_eq!(
            (&problem.members["line"], &problem.members["column"]),
            (&2.into(), &11.into())
        );
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
            let code = runtime.block_on(code(JSON, bytes));
            prop_assert!(["read", "malformed_json", "invalid_body"].contains(&code));
        }
    }
}
