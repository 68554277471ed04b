//! Sending a text through Twilio.
//!
//! Source: <https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource>. Creating a message
//! is not idempotent, and after a 5xx it may have been sent: <https://www.twilio.com/docs/api/errors/20500>.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::{Method, Request};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use zeroize::Zeroizing;

use super::credentials::TwilioCredentials;
use super::ids;
use super::reasons::failure;
use crate::failure::Failure;
use crate::request::{RequestError, request};
use crate::send::{MAX_ANSWER_BYTES, Outgoing, SendOutcome, is_undecided, retry_after_secs, unknown};

/// Codes for "not now", whatever the status: too many requests, and too many texts queued for the number.
const THROTTLED: [i64; 2] = [20429, 21611];

/// What makes Twilio repeat a webhook twice, whatever went wrong: by default it repeats one only when it could not
/// connect. Source: <https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides>.
pub const RETRIES: &str = "#rc=2&rp=all";

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
    let account = utf8_percent_encode(&credentials.account_sid, NON_ALPHANUMERIC);
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

pub(super) fn read_send_answer(status: u16, body: &[u8], retry_after: Option<&str>) -> SendOutcome {
    if body.len() > MAX_ANSWER_BYTES {
        return unknown(status);
    }
    match status {
        200..=299 => created(status, body),
        429 => SendOutcome::Throttled {
            retry_after_secs: retry_after_secs(retry_after),
        },
        400..=499 if is_undecided(status) => unknown(status),
        400..=499 => match serde_json::from_slice::<Refusal>(body) {
            Ok(refusal) if THROTTLED.contains(&refusal.code) => SendOutcome::Throttled {
                retry_after_secs: retry_after_secs(retry_after),
            },
            Ok(refusal) => SendOutcome::Rejected(failure(Some(&refusal.code.to_string()))),
            Err(_) => SendOutcome::Rejected(Failure::http(status)),
        },
        _ => unknown(status),
    }
}

fn created(status: u16, body: &[u8]) -> SendOutcome {
    let Ok(created) = serde_json::from_slice::<Created>(body) else {
        return unknown(status);
    };
    let Some(carrier_message_id) = ids::message_id(&created.sid) else {
        return unknown(status);
    };
    match (created.status.as_deref(), created.error_code) {
        (Some("failed" | "undelivered"), Some(code)) => {
            SendOutcome::Rejected(failure(Some(&code.to_string())))
        }
        _ => SendOutcome::Accepted { carrier_message_id },
    }
}
