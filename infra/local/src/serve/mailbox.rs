//! Every email that was sent.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::app::App;

/// The emails, newest first.
pub async fn mail(State(app): State<Arc<App>>) -> Response {
    let Some(endpoint) = app.endpoint.get() else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    match sent(endpoint).await {
        Ok(mail) => Json(mail).into_response(),
        Err(error) => (StatusCode::BAD_GATEWAY, error.to_string()).into_response(),
    }
}

/// When an email was sent, as RFC 3339. MiniStack says it in seconds since 1970, as text or as a number.
fn time(timestamp: &Value) -> Option<String> {
    let text = timestamp
        .as_str()
        .map_or_else(|| timestamp.to_string(), str::to_owned);
    let seconds: f64 = text.parse().ok()?;
    let time = jiff::Timestamp::from_duration(jiff::SignedDuration::try_from_secs_f64(seconds).ok()?);
    time.ok().map(|time| time.to_string())
}

async fn sent(endpoint: &str) -> reqwest::Result<Vec<Value>> {
    let answer: Value = reqwest::get(format!("{endpoint}/_ministack/ses/messages"))
        .await?
        .json()
        .await?;
    let all = answer["messages"]
        .as_object()
        .into_iter()
        .flatten()
        .flat_map(|(_, sent)| sent.as_array().into_iter().flatten());
    let mut mail: Vec<Value> = all
        .map(|mail| {
            json!({
                "id": mail["MessageId"],
                "at": time(&mail["Timestamp"]),
                "from": mail["Source"],
                "to": mail["To"],
                "subject": mail["Subject"],
                "html": mail["BodyHtml"],
                "text": mail["BodyText"],
            })
        })
        .collect();
    mail.reverse();
    Ok(mail)
}
