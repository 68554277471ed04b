//! The forms of the issuer's answers.

use askama::Template;
use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::issuer::Issuer;
use crate::issuer::page::Refused;

/// What any page may read.
pub fn public(value: Value) -> impl IntoResponse {
    ([(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")], Json(value))
}

/// A page that no other shows in a frame, and whose forms lead to the issuer and from there to its client.
pub fn page(issuer: &Issuer, status: StatusCode, page: &impl Template) -> Response {
    let clients: Vec<String> = issuer.client.addresses().collect();
    let policy = format!(
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self' {}; frame-ancestors 'none'; base-uri 'none'",
        clients.join(" ")
    );
    match page.render() {
        Ok(html) => {
            let headers = [
                (header::CONTENT_TYPE, "text/html; charset=utf-8".to_owned()),
                (header::CACHE_CONTROL, "no-store".to_owned()),
                (header::CONTENT_SECURITY_POLICY, policy),
                (header::REFERRER_POLICY, "same-origin".to_owned()),
                (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
            ];
            (status, headers, html).into_response()
        }
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
    }
}

/// The page for whom nothing can be done, and who is sent nowhere.
pub fn refused(issuer: &Issuer, why: &str) -> Response {
    let addresses: Vec<String> = issuer.client.addresses().collect();
    let refused = Refused {
        why,
        addresses: &addresses,
    };
    page(issuer, StatusCode::BAD_REQUEST, &refused)
}

/// Sends the browser on by GET, to an address of a client with these parameters.
pub fn redirect(address: &str, parameters: &[(&str, Option<&str>)]) -> Response {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (name, value) in parameters {
        if let Some(value) = value {
            query.append_pair(name, value);
        }
    }
    let query = query.finish();
    let to = if query.is_empty() {
        address.to_owned()
    } else {
        format!("{address}?{query}")
    };
    let headers = [
        (header::LOCATION, to),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    (StatusCode::SEE_OTHER, headers).into_response()
}

/// The problem of a defect here, for the terminal of the one who develops.
pub fn failed(error: &anyhow::Error) -> Response {
    let problem = json!({ "error": "server_error", "error_description": error.to_string() });
    (StatusCode::INTERNAL_SERVER_ERROR, Json(problem)).into_response()
}
