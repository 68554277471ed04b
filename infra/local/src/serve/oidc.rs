//! The issuer's answers to browsers and functions.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::{Json, Router, routing};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::app::App;
use crate::seed::Agent;

const TOKEN_LIFE: Duration = Duration::from_hours(1);

/// The issuer's routes, below `/oidc`.
pub fn routes() -> Router<Arc<App>> {
    Router::new()
        .route(
            "/.well-known/openid-configuration",
            routing::get(async |State(app): State<Arc<App>>| Json(app.issuer.configuration())),
        )
        .route(
            "/.well-known/jwks.json",
            routing::get(async |State(app): State<Arc<App>>| Json(app.issuer.keys())),
        )
        .route(
            "/agents",
            routing::get(async |State(app): State<Arc<App>>| Json(listed(&app))),
        )
        .route("/token", routing::post(token))
}

/// An agent as the sign-in page lists them.
#[derive(Serialize)]
struct ListedAgent {
    #[serde(flatten)]
    agent: Agent,
    /// Whose agent it is.
    organisation: String,
}

fn listed(app: &App) -> Vec<ListedAgent> {
    let organisations = app.known.organisations().into_iter();
    organisations
        .flat_map(|organisation| {
            let name = organisation.name;
            organisation.agents.into_iter().map(move |agent| ListedAgent {
                agent,
                organisation: name.clone(),
            })
        })
        .collect()
}

#[derive(Deserialize)]
struct TokenRequest {
    agent: String,
}

async fn token(State(app): State<Arc<App>>, Json(request): Json<TokenRequest>) -> Response {
    let Some(agent) = app.known.agent(&request.agent) else {
        return (StatusCode::BAD_REQUEST, Json(json!({ "error": "invalid_grant" }))).into_response();
    };
    match app.issuer.token(&agent, TOKEN_LIFE) {
        Ok(token) => {
            Json(json!({ "access_token": token, "token_type": "Bearer", "expires_in": TOKEN_LIFE.as_secs() }))
                .into_response()
        }
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
    }
}
