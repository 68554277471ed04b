//! `GET /openapi.json`.

use axum::response::IntoResponse;
use http::header;

/// The document as it was last generated: what is served, and what changes are reviewed against.
pub(crate) const SNAPSHOT: &str = include_str!("../../../../docs/openapi.json");

/// Describes the API
///
/// Anyone may read it.
#[utoipa::path(get, path = "/openapi.json", tag = "Description", security(()), responses(
    (status = 200, description = "This document.", content_type = "application/json"),
))]
pub(crate) async fn show_openapi() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/json")], SNAPSHOT)
}
