//! JSON that somebody sends.

use std::sync::Arc;

use axum::extract::{FromRequest, Request};
use http::{HeaderMap, header};
use memberline_platform::{Meaning, Problem};
use serde::de::DeserializeOwned;
use serde_json::error::Category;

use crate::AgentApi;
use crate::failure::Failure;

/// The largest body that is read, in bytes.
pub(crate) const MAX_BODY: usize = 64 * 1024;

/// A body of JSON, no larger than [`MAX_BODY`].
#[derive(Debug)]
pub(crate) struct JsonBody<T>(pub(crate) T);

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
fn is_json(headers: &HeaderMap) -> bool {
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

impl<T: DeserializeOwned> FromRequest<Arc<AgentApi>> for JsonBody<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, _: &Arc<AgentApi>) -> Result<Self, Failure> {
        Ok(Self(read(request).await?))
    }
}
