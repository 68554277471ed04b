//! Carriers' requests and answers as these tests need them.

use std::str::FromStr;

use http::header::{CONTENT_TYPE, HeaderName};
use http::{HeaderMap, HeaderValue};
use memberline_carriers::{
    Carrier, Credentials, InboundEvent, InboundMessage, ParseError, Receipt, Secret, TelnyxCredentials,
    TwilioCredentials, VerificationFailure, Webhook, telnyx, twilio,
};
use memberline_domain::{MessageRef, PhoneNumber};
use serde_json::{Value, json};

pub const TOKEN: &str = "12345";
pub const TWILIO_URL: &str = "https://texts.lakeside.example/webhooks/twilio";
pub const TELNYX_URL: &str = "https://texts.lakeside.example/webhooks/telnyx";
pub const SEED: [u8; 32] = [7; 32];
pub const NOW: i64 = 1_790_000_000;
pub const OURS: &str = "+15550100001";
pub const THEIRS: &str = "+15552010001";
pub const REFERENCE: &str = "lakeside.0123456789abcdefghjkmnpqrs.7";

/// Twilio's account, and its ids of a member's text and of one of ours.
pub const ACCOUNT: &str = "AC0123456789abcdef0123456789abcdef";
pub const MESSAGE: &str = "SM0123456789abcdef0123456789abcdef";
pub const SENT: &str = "SM99999999999999999999999999999999";
/// Telnyx's id of a text of ours.
pub const TELNYX_SENT: &str = "40385f64-5717-4562-b3fc-2c963f66afa6";

/// A request on its way to us.
#[derive(Clone, Debug)]
pub struct Delivery {
    pub carrier: Carrier,
    pub url: String,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Delivery {
    pub fn new(carrier: Carrier, url: &str, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        let mut delivery = Self {
            carrier,
            url: url.to_owned(),
            headers: HeaderMap::new(),
            body: body.into(),
        };
        delivery.set(CONTENT_TYPE.as_str(), content_type);
        delivery
    }

    pub fn set(&mut self, name: &str, value: &str) {
        let name = HeaderName::from_str(name).unwrap_or_else(|e| panic!("{e}"));
        self.headers.insert(
            name,
            HeaderValue::from_str(value).unwrap_or_else(|e| panic!("{e}")),
        );
    }

    pub fn webhook(&self) -> Webhook<'_> {
        Webhook {
            url: &self.url,
            headers: &self.headers,
            body: &self.body,
        }
    }

    pub fn our_numbers(&self) -> Result<Vec<PhoneNumber>, ParseError> {
        self.carrier.our_numbers(&self.webhook())
    }

    pub fn verify(&self, credentials: &Credentials, now: i64) -> Result<(), VerificationFailure> {
        self.carrier.verify(&self.webhook(), credentials, now)
    }

    pub fn event(&self) -> Result<InboundEvent, ParseError> {
        self.carrier
            .parse_inbound(&self.webhook(), |ours| *ours == number(OURS))
    }

    pub fn message(&self) -> InboundMessage {
        match self.event() {
            Ok(InboundEvent::Message(message)) => message,
            other => panic!("not a message: {other:?}"),
        }
    }

    pub fn receipt(&self) -> Receipt {
        self.carrier
            .parse_receipt(&self.webhook())
            .unwrap_or_else(|e| panic!("{e}"))
    }
}

pub fn number(text: &str) -> PhoneNumber {
    PhoneNumber::parse(text).unwrap_or_else(|e| panic!("{text}: {e}"))
}

pub fn reference() -> MessageRef {
    REFERENCE.parse().unwrap_or_else(|e| panic!("{e}"))
}

pub fn callback_url(carrier: Carrier) -> String {
    format!("https://texts.lakeside.example/webhooks/{carrier}/receipts/{REFERENCE}")
}

pub fn twilio_credentials() -> TwilioCredentials {
    TwilioCredentials {
        account_sid: ACCOUNT.to_owned(),
        auth_token: Secret::new(TOKEN),
        previous_auth_token: None,
        messaging_service_sid: None,
    }
}

pub fn telnyx_credentials() -> TelnyxCredentials {
    TelnyxCredentials {
        api_key: Secret::new("KEY0123"),
        public_key: telnyx::public_key(&SEED).unwrap_or_else(|e| panic!("{e}")),
        previous_public_key: None,
        messaging_profile_id: None,
    }
}

pub fn credentials(carrier: Carrier) -> Credentials {
    match carrier {
        Carrier::Twilio => Credentials::Twilio(twilio_credentials()),
        Carrier::Telnyx => Credentials::Telnyx(telnyx_credentials()),
    }
}

/// A form, signed by Twilio's rule.
pub fn twilio(url: &str, fields: &[(&str, &str)]) -> Delivery {
    let body = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish();
    let mut delivery = Delivery::new(
        Carrier::Twilio,
        url,
        "application/x-www-form-urlencoded; charset=UTF-8",
        body,
    );
    delivery.set("x-twilio-signature", &twilio::sign(url, fields, TOKEN));
    delivery
}

/// A member's text, as Twilio posts it, with some fields more or instead.
pub fn twilio_message(with: &[(&str, &str)]) -> Delivery {
    let usual = [
        ("ToCountry", "US"),
        ("ToState", "MN"),
        ("SmsMessageSid", MESSAGE),
        ("NumMedia", "0"),
        ("ToCity", "DULUTH"),
        ("FromZip", "55802"),
        ("SmsSid", MESSAGE),
        ("FromState", "MN"),
        ("SmsStatus", "received"),
        ("FromCity", ""),
        ("Body", "Is my loan approved?"),
        ("FromCountry", "US"),
        ("To", OURS),
        ("ToZip", "55802"),
        ("NumSegments", "1"),
        ("ReferralNumMedia", "0"),
        ("MessageSid", MESSAGE),
        ("AccountSid", ACCOUNT),
        ("From", THEIRS),
        ("ApiVersion", "2010-04-01"),
    ];
    let mut fields: Vec<_> = usual
        .into_iter()
        .filter(|(name, _)| with.iter().all(|(other, _)| name != other))
        .collect();
    fields.extend_from_slice(with);
    twilio(TWILIO_URL, &fields)
}

/// Twilio's report on a text of ours.
pub fn twilio_receipt(status: &str, error_code: Option<&str>) -> Delivery {
    let mut fields = vec![
        ("SmsSid", SENT),
        ("SmsStatus", status),
        ("MessageStatus", status),
        ("To", THEIRS),
        ("MessageSid", SENT),
        ("AccountSid", ACCOUNT),
        ("From", OURS),
        ("ApiVersion", "2010-04-01"),
    ];
    fields.extend(error_code.map(|code| ("ErrorCode", code)));
    twilio(&callback_url(Carrier::Twilio), &fields)
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
