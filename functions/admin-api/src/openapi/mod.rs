//! The description of the API, in OpenAPI 3.1.

pub(crate) mod description;
pub(crate) mod show;

/// The whole description, as JSON.
pub fn document() -> serde_json::Value {
    memberline_http_api::openapi::document(crate::routes::all().into_openapi())
}
