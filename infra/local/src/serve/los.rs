//! An applicant's journey at the press of a button, for pages and tests.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::json;

use super::app::App;
use crate::los::{Destination, Journey, Pace};
use crate::seed::ORGANISATION;

/// What to play.
#[derive(Deserialize)]
pub struct Wanted {
    /// The name of a file in `events/journeys`.
    journey: String,
    /// What the application is called, instead of a new name.
    application: Option<String>,
}

/// Plays it at once.
pub async fn play(State(app): State<Arc<App>>, Json(wanted): Json<Wanted>) -> Response {
    let known = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    if !wanted.journey.bytes().all(known) {
        return (StatusCode::NOT_FOUND, "there is no such journey\n").into_response();
    }
    let destination = Destination {
        url: app.url.clone(),
        organisation: ORGANISATION.to_owned(),
        secret: app.carrier.secrets().los.clone(),
    };
    let file = Journey::folder(app.places.root()).join(format!("{}.json", wanted.journey));
    let played = match Journey::read(&file) {
        Ok(journey) => journey.play(&destination, Pace::AtOnce, wanted.application).await,
        Err(error) => Err(error),
    };
    match played {
        Ok(played) => Json(played).into_response(),
        Err(error) => (
            StatusCode::BAD_GATEWAY,
            Json(json!({ "detail": format!("{error:#}") })),
        )
            .into_response(),
    }
}
