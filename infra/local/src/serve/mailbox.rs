//! Every email that was sent.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::app::{App, Connected};
use crate::emulator::Kind;

/// The emails, newest first. AWS has nobody read them; emulators each have a page of their own for it.
pub async fn mail(State(app): State<Arc<App>>) -> Response {
    let Some(Connected { endpoint, given, .. }) = app.connected.get() else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let mail = match given {
        None | Some(Kind::MiniStack) => asked(endpoint, "/_ministack/ses/messages")
            .await
            .map(|answer| of_ministack(&answer)),
        Some(Kind::LocalStack) => asked(endpoint, "/_aws/ses")
            .await
            .map(|answer| of_localstack(&answer)),
        Some(Kind::Other) => {
            let said = "this AWS has no way to read emails that is known\n";
            return (StatusCode::NOT_IMPLEMENTED, said).into_response();
        }
    };
    match mail {
        Ok(mut mail) => {
            mail.reverse();
            Json(mail).into_response()
        }
        Err(error) => (StatusCode::BAD_GATEWAY, error.to_string()).into_response(),
    }
}

async fn asked(endpoint: &str, path: &str) -> reqwest::Result<Value> {
    let answer = reqwest::get(format!("{endpoint}{path}")).await?;
    answer.error_for_status()?.json().await
}

/// The emails as LocalStack tells of them. It has no zone with its times, which are in UTC.
fn of_localstack(answer: &Value) -> Vec<Value> {
    let sent = answer["messages"].as_array().into_iter().flatten();
    sent.map(|mail| {
        let at = mail["Timestamp"]
            .as_str()
            .map(|at| format!("{}Z", at.trim_end_matches('Z')));
        json!({
            "id": mail["Id"],
            "at": at,
            "from": mail["Source"],
            "to": mail["Destination"]["ToAddresses"],
            "subject": mail["Subject"],
            "html": mail["Body"]["html_part"],
            "text": mail["Body"]["text_part"],
        })
    })
    .collect()
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

fn of_ministack(answer: &Value) -> Vec<Value> {
    let all = answer["messages"]
        .as_object()
        .into_iter()
        .flatten()
        .flat_map(|(_, sent)| sent.as_array().into_iter().flatten());
    all.map(|mail| {
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
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_emulators_tell_of_an_email_in_their_own_words() {
        let ministack = json!({ "messages": { "000000000000": [{
            "MessageId": "1", "Timestamp": 1_795_871_045.0, "Source": "a@lakeside.example", "To": ["b@lakeside.example"],
            "Subject": "New text", "BodyHtml": "<p>", "BodyText": "text",
        }] } });
        let localstack = json!({ "messages": [{
            "Id": "1", "Region": "us-east-1", "Timestamp": "2026-11-28T13:04:05", "Source": "a@lakeside.example",
            "Destination": { "ToAddresses": ["b@lakeside.example"] }, "Subject": "New text",
            "Body": { "text_part": "text", "html_part": "<p>" },
        }] });
        assert_eq!(of_ministack(&ministack), of_localstack(&localstack));
        assert_eq!(of_localstack(&json!({})), Vec::<Value>::new());
    }
}
