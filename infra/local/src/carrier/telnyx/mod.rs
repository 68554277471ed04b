//! Telnyx, as its API and its webhooks look from outside.
//!
//! Source: <https://developers.telnyx.com/api-reference/messages/send-a-message>,
//! <https://developers.telnyx.com/docs/messaging/messages/receiving-webhooks>,
//! <https://developers.telnyx.com/api/errors/40300>.

mod api;
mod routes;
mod setup;

use std::time::Duration;

use axum::http::header;
use base64::prelude::{BASE64_STANDARD, Engine};
use jiff::Timestamp;
use memberline_domain::text::segments::{Encoding, segment};
use serde_json::{Value, json};

use super::book::{Direction, Message, Status};
use super::id;
use super::media::content_type;
use super::network::{Carrier, segments};
use super::opt_out::Keyword;
use super::webhook::{After, Patience, post};
use crate::progress::note;

pub use routes::routes;

/// Three attempts at an address, two seconds for each.
const PATIENCE: Patience = Patience {
    retries: 2,
    after: After::ANYTHING,
    timeout: Duration::from_secs(2),
};

impl Carrier {
    /// Posts a member's text to the institution.
    pub(super) async fn announce_telnyx(&self, message: &Message, keyword: Option<Keyword>) {
        let mut payload = resource(message, self.now());
        payload["autoresponse_type"] = json!(keyword.map(Keyword::as_str));
        self.post_event(
            &format!("{}/webhooks/telnyx", self.url),
            "message.received",
            &payload,
        )
        .await;
    }

    /// Posts a receipt.
    pub(super) async fn report_telnyx(&self, message: &Message, callback: &str, status: Status) {
        let event = if status == Status::Sent {
            "message.sent"
        } else {
            "message.finalized"
        };
        let message = Message {
            status,
            ..message.clone()
        };
        self.post_event(callback, event, &resource(&message, self.now()))
            .await;
    }

    async fn post_event(&self, url: &str, event: &str, payload: &Value) {
        let Ok(seed) = BASE64_STANDARD
            .decode(&self.secrets.telnyx.private_key)
            .unwrap_or_default()
            .try_into()
        else {
            note("Telnyx's private key in carrier-secrets.json is damaged: no webhook is posted");
            return;
        };
        self.institution_is_there().await;
        let mut attempt = 0;
        let id = id::uuid();
        post(&format!("Telnyx's webhook to {url}"), &PATIENCE, || {
            attempt += 1;
            let body = json!({
                "data": {
                    "record_type": "event",
                    "id": id,
                    "event_type": event,
                    "occurred_at": self.now(),
                    "payload": payload,
                },
                "meta": { "attempt": attempt, "delivered_to": url },
            })
            .to_string();
            let time = self.now().as_second();
            let signature =
                memberline_carriers::telnyx::sign(time, body.as_bytes(), &seed).unwrap_or_default();
            self.http
                .post(url)
                .header(header::CONTENT_TYPE, "application/json")
                .header("telnyx-timestamp", time.to_string())
                .header("telnyx-signature-ed25519", signature)
                .header(header::USER_AGENT, "telnyx-webhooks")
                .body(body)
        })
        .await;
    }
}

fn word(status: Status) -> &'static str {
    match status {
        Status::Queued => "queued",
        Status::Sent => "sent",
        Status::Delivered => "delivered",
        Status::Failed => "delivery_failed",
        Status::Received => "webhook_delivered",
    }
}

/// A message in the API's answers and in events.
fn resource(message: &Message, now: Timestamp) -> Value {
    let member = |status: Option<&str>| party(&message.member, "T-MOBILE USA, INC.", "Wireless", status);
    let number = |status: Option<&str>| party(&message.number, "Telnyx", "Wireless", status);
    let status = Some(word(message.status));
    let (from, to) = match message.direction {
        Direction::In => (member(None), number(status)),
        Direction::Out => (number(None), member(status)),
    };
    let media: Vec<Value> = message
        .media
        .iter()
        .map(|url| json!({ "url": url, "content_type": content_type(url), "sha256": null, "size": null }))
        .collect();
    let errors = match message.status {
        Status::Failed => json!([{ "code": "40006", "title": "Recipient server unavailable",
            "detail": "The recipient server is unavailable or not responding." }]),
        _ => json!([]),
    };
    json!({
        "record_type": "message",
        "direction": if message.direction == Direction::In { "inbound" } else { "outbound" },
        "id": message.id,
        "type": if media.is_empty() { "SMS" } else { "MMS" },
        "messaging_profile_id": "40017a1e-0000-4000-a000-000000000001",
        "organization_id": "47a530f8-0000-4000-a000-000000000001",
        "from": from,
        "to": [to],
        "cc": [],
        "text": message.text,
        "media": media,
        "webhook_url": message.callback.clone().unwrap_or_default(),
        "webhook_failover_url": "",
        "encoding": if segment(&message.text).encoding == Encoding::Gsm7 { "GSM-7" } else { "UCS-2" },
        "parts": segments(&message.text),
        "tags": [],
        "cost": { "amount": "0.0051", "currency": "USD" },
        "received_at": message.at,
        "sent_at": (message.status > Status::Queued).then_some(message.at),
        "completed_at": (message.status > Status::Sent).then_some(now),
        "valid_until": null,
        "errors": errors,
    })
}

fn party(number: &str, carrier: &str, line: &str, status: Option<&str>) -> Value {
    let mut party = json!({ "phone_number": number, "carrier": carrier, "line_type": line });
    if let Some(status) = status {
        party["status"] = json!(status);
    }
    party
}
