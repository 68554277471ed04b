//! The whole document, made from the routes.

use crate::routes;

/// The whole description, as JSON.
pub fn document() -> serde_json::Value {
    memberline_http_api::openapi::document(routes::all().into_openapi())
}

#[cfg(test)]
mod tests;
