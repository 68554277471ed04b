//! The members' handsets, and how the carriers behave.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::{Json, Router, routing};
use serde::Deserialize;
use serde_json::{Value, json};

use super::app::App;
use crate::carrier::{Attached, Behaviour, Composed, Message, SAMPLES, Setup};
use crate::seed::MEMBERS;

/// The routes, below `/dev/handset`.
pub fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/members", routing::get(async || Json(MEMBERS)))
        .route(
            "/numbers",
            routing::get(async |State(app): State<Arc<App>>| Json(app.known.numbers())),
        )
        .route("/media", routing::get(media))
        .route("/messages", routing::get(messages).post(text))
}

/// The sample attachments.
async fn media(State(app): State<Arc<App>>) -> Json<Vec<Value>> {
    Json(
        SAMPLES
            .iter()
            .map(|name| json!({ "name": name, "url": format!("{}/carrier/media/{name}", app.url) }))
            .collect(),
    )
}

#[derive(Deserialize)]
struct Handset {
    member: String,
}

/// What is on a member's handset, oldest first.
async fn messages(State(app): State<Arc<App>>, Query(handset): Query<Handset>) -> Json<Vec<Value>> {
    Json(app.carrier.handset(&handset.member).iter().map(shown).collect())
}

/// What a member writes and attaches.
#[derive(Deserialize)]
struct Written {
    member: String,
    number: String,
    text: String,
    #[serde(default)]
    media: Vec<Attached>,
}

/// A member sends a text.
async fn text(State(app): State<Arc<App>>, Json(written): Json<Written>) -> Response {
    let media = written.media.into_iter().map(|media| app.carrier.attach(media));
    let media = match media.collect() {
        Ok(media) => media,
        Err(error) => {
            let problem = json!({ "detail": format!("{error:#}") });
            return (StatusCode::BAD_REQUEST, Json(problem)).into_response();
        }
    };
    let text = Composed {
        member: written.member,
        number: written.number,
        text: written.text,
        media,
    };
    match app.carrier.text(text) {
        Some(message) => (StatusCode::CREATED, Json(shown(&message))).into_response(),
        None => (
            StatusCode::NOT_FOUND,
            Json(json!({ "detail": "Nobody has this number." })),
        )
            .into_response(),
    }
}

fn shown(message: &Message) -> Value {
    json!({
        "id": message.id,
        "direction": message.direction,
        "number": message.number,
        "text": message.text,
        "media": message.media,
        "at": message.at,
        "status": message.status,
    })
}

/// How the carriers behave at present.
pub async fn behaviour(State(app): State<Arc<App>>) -> Json<Behaviour> {
    Json(app.carrier.behaviour())
}

/// Has them behave otherwise; what is not named is as usual.
pub async fn set_behaviour(State(app): State<Arc<App>>, Json(behaviour): Json<Behaviour>) -> Json<Behaviour> {
    app.carrier.behave(behaviour);
    Json(behaviour)
}

/// How a number is set up with its carrier.
pub async fn setup(State(app): State<Arc<App>>, Path(number): Path<String>) -> Json<Setup> {
    Json(app.carrier.setup(&number))
}

/// Sets it up otherwise; what is not named is as it should be.
pub async fn set_up(
    State(app): State<Arc<App>>,
    Path(number): Path<String>,
    Json(setup): Json<Setup>,
) -> Json<Setup> {
    app.carrier.set_up(&number, setup.clone());
    Json(setup)
}
