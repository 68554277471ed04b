//! Sending a text through Twilio.
//!
//! Source: <https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource>. Creating a message
//! is not idempotent, and after a 5xx it may have been sent: <https://www.twilio.com/docs/api/errors/20500>.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::{Method, Request};
use memberline_domain::thread::SendResult;
use serde::Deserialize;
use zeroize::Zeroizing;

use super::credentials::TwilioCredentials;
use super::reasons::failure;
use super::{NAME, ids};
use crate::failure::refused;
use crate::request::{RequestError, escaped, request};
use crate::send::{MAX_ANSWER_BYTES, Outgoing, accepted, is_undecided, throttled};

/// Codes for "not now", whatever the status: too many requests, and too many texts queued for the number.
const THROTTLED: [i64; 2] = [20429, 21611];

/// What makes Twilio repeat a webhook twice, whatever went wrong: by default it repeats one only when it could not
/// connect. Source: <https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides>.
pub(super) const RETRIES: &str = "#rc=2&rp=all";

pub(super) fn send_request(
    outgoing: &Outgoing<'_>,
    credentials: &TwilioCredentials,
    base_url: &str,
) -> Result<Request<Bytes>, RequestError> {
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.append_pair("To", outgoing.to.as_str());
    form.append_pair("From", outgoing.from.as_str());
    if let Some(service) = &credentials.messaging_service_sid {
        form.append_pair("MessagingServiceSid", service);
    }
    if !outgoing.text.is_empty() {
        form.append_pair("Body", outgoing.text);
    }
    for url in outgoing.media_urls {
        form.append_pair("MediaUrl", url);
    }
    form.append_pair("StatusCallback", &format!("{}{RETRIES}", outgoing.callback_url));
    // Segments were counted on this text, and a look-up compares it: Twilio must not replace characters in it.
    form.append_pair("SmartEncoded", "false");
    let content = ("application/x-www-form-urlencoded", form.finish());
    request(
        Method::POST,
        base_url,
        &messages_path(credentials),
        &authorization(credentials),
        Some(content),
    )
}

/// The path of the account's messages.
pub(super) fn messages_path(credentials: &TwilioCredentials) -> String {
    let account = escaped(&credentials.account_sid);
    format!("/2010-04-01/Accounts/{account}/Messages.json")
}

pub(super) fn authorization(credentials: &TwilioCredentials) -> Zeroizing<String> {
    let pair = format!("{}:{}", credentials.account_sid, credentials.auth_token.expose());
    Zeroizing::new(format!(
        "Basic {}",
        STANDARD.encode(Zeroizing::new(pair).as_bytes())
    ))
}

#[derive(Deserialize)]
struct Created {
    sid: String,
    status: Option<String>,
    error_code: Option<i64>,
}

#[derive(Deserialize)]
struct Refusal {
    code: i64,
}

pub(super) fn read_send_answer(status: u16, body: &[u8], retry_after: Option<&str>) -> Option<SendResult> {
    if body.len() > MAX_ANSWER_BYTES {
        return None;
    }
    match status {
        200..=299 => created(body),
        429 => Some(throttled(retry_after)),
        400..=499 if is_undecided(status) => None,
        400..=499 => {
            let code = serde_json::from_slice::<Refusal>(body)
                .ok()
                .map(|refusal| refusal.code);
            if code.is_some_and(|code| THROTTLED.contains(&code)) {
                return Some(throttled(retry_after));
            }
            let code = code.map(|code| code.to_string());
            let report = refused(NAME, status, failure(code.as_deref()));
            Some(SendResult::Reported(report))
        }
        _ => None,
    }
}

fn created(body: &[u8]) -> Option<SendResult> {
    let created: Created = serde_json::from_slice(body).ok()?;
    let carrier_message_id = ids::message_id(&created.sid)?;
    Some(match (created.status.as_deref(), created.error_code) {
        (Some("failed" | "undelivered"), Some(code)) => {
            SendResult::Reported(failure(Some(&code.to_string())))
        }
        _ => accepted(carrier_message_id),
    })
}
