//! The stack's clock, to look at and to move forward.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use super::app::{App, Connected};
use crate::emulator::Surroundings;
use crate::places::write_whole;
use crate::{aws, clock, deploy};

/// How far to move it.
#[derive(Deserialize)]
pub struct Advance {
    advance_seconds: u64,
}

fn shown(app: &App) -> Json<Value> {
    let state = app.places.state();
    let ahead = clock::offset(&clock::file(state));
    Json(json!({ "ahead_seconds": ahead, "now": clock::now(state).to_string() }))
}

/// How far it is ahead.
pub async fn show(State(app): State<Arc<App>>) -> Json<Value> {
    shown(&app)
}

/// Moves it forward.
pub async fn advance(State(app): State<Arc<App>>, Json(step): Json<Advance>) -> Response {
    let file = clock::file(app.places.state());
    let ahead = match clock::moved(clock::offset(&file), step.advance_seconds) {
        Ok(ahead) => ahead,
        Err(error) => return (StatusCode::BAD_REQUEST, format!("{error:#}\n")).into_response(),
    };
    let Some(Connected { endpoint, given, .. }) = app.connected.get() else {
        return (StatusCode::SERVICE_UNAVAILABLE, "still starting\n").into_response();
    };
    // Its schedules would go off by another clock than the functions'.
    if given.is_some() {
        let said = "the clock moves with a local AWS of the tool's own, and not with one that --aws names\n";
        return (StatusCode::CONFLICT, said).into_response();
    }
    let aws = aws::config(endpoint).await;
    // The functions first: what a schedule starts must not find the time before it, nor a function that is being replaced.
    let surroundings = Surroundings::of_processes(&app.url, endpoint);
    let configured = deploy::configure(&aws, &surroundings, ahead).await;
    match configured.and_then(|()| write_whole(&file, ahead.to_string())) {
        Ok(()) => shown(&app).into_response(),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, format!("{error:#}\n")).into_response(),
    }
}
