//! The issuer's answers to browsers and functions, below `/oidc`.

mod answers;
mod authorize;
mod browser;
mod logout;
mod token;

use std::sync::Arc;

use axum::extract::{DefaultBodyLimit, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Json, Router, routing};

use super::app::App;
use crate::issuer::lives::Lives;
use crate::issuer::page::STYLE;
use answers::public;

/// No form is longer, in bytes.
const LONGEST_FORM: usize = 64 * 1024;

/// What an issuer shows to everybody, which functions in containers read under the name that they have for this machine.
pub fn documents() -> Router<Arc<App>> {
    Router::new()
        .route(
            "/openid-configuration",
            routing::get(async |State(app): State<Arc<App>>| public(app.issuer.configuration())),
        )
        .route(
            "/jwks.json",
            routing::get(async |State(app): State<Arc<App>>| public(app.issuer.keys())),
        )
}

/// The routes by which one signs in and out.
pub fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/authorize", routing::get(authorize::ask).post(authorize::choose))
        .route("/token", routing::post(token::token))
        .route("/revoke", routing::post(token::revoke))
        .route("/logout", routing::get(logout::ask).post(logout::post))
        .route("/page.css", routing::get(style))
        .layer(DefaultBodyLimit::max(LONGEST_FORM))
}

async fn style() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], STYLE)
}

/// What the pages are told of signing in.
pub async fn console(State(app): State<Arc<App>>) -> impl IntoResponse {
    ([(header::CACHE_CONTROL, "no-store")], Json(app.issuer.console()))
}

/// How long what is given out is in force.
pub async fn lives(State(app): State<Arc<App>>) -> Json<Lives> {
    Json(app.grants().lives)
}

/// Changes how long what is given out from now on is in force.
pub async fn set_lives(State(app): State<Arc<App>>, Json(lives): Json<Lives>) -> Response {
    if !lives.are_possible() {
        let text = "each life is a second at least and a year at most\n";
        return (StatusCode::BAD_REQUEST, text).into_response();
    }
    app.grants().lives = lives;
    Json(lives).into_response()
}

#[cfg(test)]
mod tests;
