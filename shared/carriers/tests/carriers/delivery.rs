//! A request of a carrier's on its way to us, and the numbers that it is about.

use std::str::FromStr;

use http::header::{CONTENT_TYPE, HeaderName};
use http::{HeaderMap, HeaderValue};
use memberline_carriers::{
    Carrier, Credentials, InboundEvent, InboundMessage, ParseError, Receipt, VerificationFailure, Webhook,
};
use memberline_domain::{MessageRef, PhoneNumber};

pub const NOW: i64 = 1_790_000_000;
pub const OURS: &str = "+15550100001";
pub const THEIRS: &str = "+15552010001";
pub const REFERENCE: &str = "lakeside.0123456789abcdefghjkmnpqrs.7";

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
        self.carrier.webhook(&self.url, &self.headers, &self.body)
    }

    pub fn our_numbers(&self) -> Result<Vec<PhoneNumber>, ParseError> {
        self.webhook().our_numbers()
    }

    pub fn verify(&self, credentials: &Credentials, now: i64) -> Result<(), VerificationFailure> {
        credentials.verify(&self.webhook(), now)
    }

    pub fn event(&self) -> Result<InboundEvent, ParseError> {
        self.webhook().event(|ours| *ours == number(OURS))
    }

    pub fn message(&self) -> InboundMessage {
        match self.event() {
            Ok(InboundEvent::Message(message)) => message,
            other => panic!("not a message: {other:?}"),
        }
    }

    pub fn receipt(&self) -> Receipt {
        self.webhook().receipt().unwrap_or_else(|e| panic!("{e}"))
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
