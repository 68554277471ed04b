//! Sending a text through Telnyx.
//!
//! Source: <https://developers.telnyx.com/api-reference/messages/send-a-message>. The request knows neither an
//! idempotency key nor tags of its own: the callback URL is what marks a message as ours.

use bytes::Bytes;
use http::{Method, Request};
use memberline_domain::thread::SendResult;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::NAME;
use super::credentials::TelnyxCredentials;
use super::payload::{Payload, Problem};
use super::reasons::{OPTED_OUT, failure};
use super::status::{status_of, telling};
use crate::failure::refused;
use crate::request::{RequestError, request};
use crate::send::{MAX_ANSWER_BYTES, Outgoing, accepted, is_undecided, throttled};

/// Codes for "not now", whatever the status: too many requests, and a full queue. Source:
/// <https://developers.telnyx.com/api/errors/40318>.
const THROTTLED: [&str; 2] = ["10011", "40318"];

/// Codes that leave it open what became of the text, whatever the status: unexpected error, timeout.
const UNDECIDED: [&str; 2] = ["10007", "10008"];

#[derive(Serialize)]
struct Message<'a> {
    from: &'a str,
    to: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    text: &'a str,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    media_urls: &'a [String],
    webhook_url: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    messaging_profile_id: Option<&'a str>,
}

pub(super) fn send_request(
    outgoing: &Outgoing<'_>,
    credentials: &TelnyxCredentials,
    base_url: &str,
) -> Result<Request<Bytes>, RequestError> {
    let message = Message {
        from: outgoing.from.as_str(),
        to: outgoing.to.as_str(),
        text: outgoing.text,
        media_urls: outgoing.media_urls,
        webhook_url: outgoing.callback_url,
        messaging_profile_id: credentials.messaging_profile_id.as_deref(),
    };
    // Texts and addresses always serialise; the error is that of a writer, and there is none.
    let body = serde_json::to_string(&message).map_err(|_| RequestError::MalformedAddress)?;
    let content = ("application/json", body);
    request(
        Method::POST,
        base_url,
        "/v2/messages",
        &authorization(credentials),
        Some(content),
    )
}

pub(super) fn authorization(credentials: &TelnyxCredentials) -> Zeroizing<String> {
    Zeroizing::new(format!("Bearer {}", credentials.api_key.expose()))
}

#[derive(Deserialize)]
struct Created {
    data: Payload,
}

#[derive(Deserialize)]
struct Refusal {
    errors: Vec<Problem>,
}

pub(super) fn read_send_answer(status: u16, body: &[u8], retry_after: Option<&str>) -> Option<SendResult> {
    if body.len() > MAX_ANSWER_BYTES {
        return None;
    }
    match status {
        200..=299 => created(body),
        429 => Some(throttled(retry_after)),
        400..=499 => not_created(status, body, retry_after),
        _ => None,
    }
}

fn not_created(status: u16, body: &[u8], retry_after: Option<&str>) -> Option<SendResult> {
    let refusal: Option<Refusal> = serde_json::from_slice(body).ok();
    let problems = refusal.map(|refusal| refusal.errors).unwrap_or_default();
    let codes: Vec<&str> = problems
        .iter()
        .filter_map(|problem| problem.code.text())
        .collect();
    if codes.iter().any(|code| THROTTLED.contains(code)) {
        return Some(throttled(retry_after));
    }
    // An opt-out is answered with 409, which without a code to explain it decides nothing.
    let opted_out = codes.contains(&OPTED_OUT);
    if !opted_out && (is_undecided(status) || codes.iter().any(|code| UNDECIDED.contains(code))) {
        return None;
    }
    let report = refused(NAME, status, failure(telling(&codes)));
    Some(SendResult::Reported(report))
}

fn created(body: &[u8]) -> Option<SendResult> {
    let Created { data } = serde_json::from_slice(body).ok()?;
    let carrier_message_id = data.message_id().ok()?;
    let reported = data
        .status()
        .and_then(|reported| status_of(reported, &data.error_codes()));
    Some(match reported {
        Some(report) if report.reason.is_some() => SendResult::Reported(report),
        _ => accepted(carrier_message_id),
    })
}
