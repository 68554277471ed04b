//! Telnyx's requests as these tests need them.

use memberline_carriers::{Carrier, Secret, TelnyxCredentials, telnyx};
use serde_json::{Value, json};

use crate::delivery::{Delivery, NOW, OURS, THEIRS, callback_url};

pub const TELNYX_URL: &str = "https://texts.lakeside.example/webhooks/telnyx";
pub const SEED: [u8; 32] = [7; 32];

/// Telnyx's id of a text of ours.
pub const TELNYX_SENT: &str = "40385f64-5717-4562-b3fc-2c963f66afa6";

pub fn telnyx_credentials() -> TelnyxCredentials {
    TelnyxCredentials {
        api_key: Secret::new("KEY0123"),
        public_key: telnyx::public_key(&SEED).unwrap_or_else(|e| panic!("{e}")),
        previous_public_key: None,
        messaging_profile_id: None,
    }
}

/// An event, signed by Telnyx's rule at [`NOW`].
pub fn telnyx(event: &Value) -> Delivery {
    signed_by_telnyx(event.to_string())
}

/// Any body, signed by Telnyx's rule at [`NOW`].
pub fn signed_by_telnyx(body: impl Into<Vec<u8>>) -> Delivery {
    let mut delivery = Delivery::new(Carrier::Telnyx, TELNYX_URL, "application/json", body);
    let signature = telnyx::sign(NOW, &delivery.body, &SEED).unwrap_or_else(|e| panic!("{e}"));
    delivery.set("telnyx-timestamp", &NOW.to_string());
    delivery.set("telnyx-signature-ed25519", &signature);
    delivery
}

/// A member's text, as Telnyx posts it.
pub fn telnyx_event() -> Value {
    json!({
        "data": {
            "event_type": "message.received",
            "id": "b301ed3f-1490-491f-995f-6e64e69674d4",
            "occurred_at": "2026-11-22T04:00:01.000+00:00",
            "record_type": "event",
            "payload": {
                "autoresponse_type": null,
                "cc": [],
                "direction": "inbound",
                "encoding": "GSM-7",
                "errors": [],
                "from": {"carrier": "T-Mobile USA", "line_type": "long_code", "phone_number": THEIRS, "status": "webhook_delivered"},
                "id": "84cca175-9755-4859-b67f-4730d7f58aa3",
                "media": [],
                "parts": 1,
                "received_at": "2026-11-22T04:00:00.000+00:00",
                "record_type": "message",
                "text": "Is my loan approved?",
                "to": [{"carrier": "Telnyx", "line_type": "Wireless", "phone_number": OURS, "status": "webhook_delivered"}],
                "type": "SMS"
            }
        },
        "meta": {"attempt": 1, "delivered_to": TELNYX_URL}
    })
}

/// The same with some fields of the message replaced.
pub fn telnyx_message(with: &Value) -> Delivery {
    let mut event = telnyx_event();
    for (name, value) in with.as_object().into_iter().flatten() {
        event["data"]["payload"][name] = value.clone();
    }
    telnyx(&event)
}

/// Telnyx's report on a text of ours.
pub fn telnyx_receipt(event_type: &str, status: &str, errors: &Value) -> Delivery {
    telnyx(&json!({
        "data": {
            "event_type": event_type,
            "id": "c401ed3f-1490-491f-995f-6e64e69674d4",
            "occurred_at": "2026-11-22T04:00:03Z",
            "record_type": "event",
            "payload": {
                "record_type": "message",
                "id": TELNYX_SENT,
                "direction": "outbound",
                "from": {"phone_number": OURS},
                "to": [{"phone_number": THEIRS, "status": status}],
                "text": "Yes!",
                "webhook_url": callback_url(Carrier::Telnyx),
                "completed_at": null,
                "sent_at": "2026-11-22T04:00:02Z",
                "errors": errors
            }
        }
    }))
}
