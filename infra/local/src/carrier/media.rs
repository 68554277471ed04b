//! Sample attachments for the handset to send.

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

/// Names and contents.
const FILES: [(&str, &[u8]); 2] = [
    ("pay-stub.png", include_bytes!("../../assets/pay-stub.png")),
    (
        "driving-licence.png",
        include_bytes!("../../assets/driving-licence.png"),
    ),
];

/// The names of the samples.
pub const SAMPLES: [&str; 2] = [FILES[0].0, FILES[1].0];

/// One sample.
pub async fn sample(Path(name): Path<String>) -> Response {
    match FILES.iter().find(|(known, _)| *known == name) {
        Some((_, content)) => ([(header::CONTENT_TYPE, content_type(&name))], *content).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// The type of an attachment, by its name.
pub fn content_type(address: &str) -> &'static str {
    match address.rsplit('.').next().unwrap_or_default() {
        "png" => "image/png",
        "gif" => "image/gif",
        "pdf" => "application/pdf",
        _ => "image/jpeg",
    }
}
