//! Reading Telnyx's webhooks.
//!
//! Source: <https://developers.telnyx.com/api-reference/callbacks/inbound-message>,
//! <https://developers.telnyx.com/api-reference/callbacks/delivery-update>.

use std::borrow::Cow;

use jiff::Timestamp;
use memberline_domain::PhoneNumber;
use memberline_domain::json_text::mended;
use memberline_domain::thread::{InboundText, Report};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::NAME;
use super::ids::id_of;
use super::lenient::Lenient;
use super::payload::{MAX_RECIPIENTS, Party, Payload};
use super::status::{reference, status_of};
use crate::content::Content;
use crate::inbound::{InboundEvent, InboundMessage, kept_text, missing};
use crate::parse_error::ParseError;
use crate::receipt::Receipt;

/// The body of a webhook.
#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(borrow)]
    data: Data<'a>,
}

/// What of an event is the same whatever it is about. The payload of one that concerns no message may have any form.
#[derive(Deserialize)]
struct Data<'a> {
    event_type: String,
    #[serde(default)]
    id: Lenient<String>,
    #[serde(default)]
    record_type: Lenient<String>,
    #[serde(default)]
    occurred_at: Lenient<Timestamp>,
    #[serde(borrow, default)]
    payload: Option<&'a RawValue>,
}

/// An event about a message.
pub(super) struct Event {
    id: Lenient<String>,
    record_type: Lenient<String>,
    occurred_at: Lenient<Timestamp>,
    payload: Payload,
}

/// What a webhook tells.
pub(super) enum Told {
    Received(Event),
    Reported(Event),
    Other { event_type: String },
}

impl Told {
    pub(super) fn read(body: &[u8]) -> Result<Self, ParseError> {
        let text = mended(body);
        let Envelope { data } = serde_json::from_str(&text).map_err(|_| ParseError::MalformedBody)?;
        let told = match &*data.event_type {
            "message.received" => Self::Received,
            "message.sent" | "message.finalized" => Self::Reported,
            _ => {
                return Ok(Self::Other {
                    event_type: data.event_type,
                });
            }
        };
        let payload = data.payload.ok_or(ParseError::MalformedBody)?;
        Ok(told(Event {
            id: data.id,
            record_type: data.record_type,
            occurred_at: data.occurred_at,
            payload: serde_json::from_str(payload.get()).map_err(|_| ParseError::MalformedBody)?,
        }))
    }
}

impl Content for Told {
    fn our_numbers(&self) -> Result<Vec<PhoneNumber>, ParseError> {
        Ok(match self {
            Self::Received(Event { payload, .. }) => payload
                .recipients()
                .filter_map(Party::number)
                .take(MAX_RECIPIENTS)
                .collect(),
            Self::Reported(Event { payload, .. }) => {
                payload.from.read().and_then(Party::number).into_iter().collect()
            }
            Self::Other { .. } => Vec::new(),
        })
    }

    fn event(&self, is_ours: &dyn Fn(&PhoneNumber) -> bool) -> Result<InboundEvent, ParseError> {
        match self {
            Self::Received(event) => {
                event.check("inbound")?;
                event.message(is_ours).map(InboundEvent::Message)
            }
            Self::Reported(event) => {
                event.check("outbound")?;
                event.receipt().map(InboundEvent::Receipt)
            }
            Self::Other { event_type } => Ok(InboundEvent::Ignored {
                event_type: event_type.clone(),
            }),
        }
    }
}

impl Event {
    /// Whether it is about a message of this direction and has the form that Telnyx gives it.
    fn check(&self, direction: &str) -> Result<(), ParseError> {
        let is = |value: Option<&str>, expected: &str, name: &'static str| match value {
            None => Err(ParseError::MissingField(name)),
            Some(value) if value == expected => Ok(()),
            Some(_) => Err(ParseError::MalformedField(name)),
        };
        is(self.record_type.text(), "event", "record_type")?;
        is(self.payload.record_type.text(), "message", "record_type")?;
        is(self.payload.direction.text(), direction, "direction")?;
        let id = self.id.text().ok_or(ParseError::MissingField("id"))?;
        id_of(id).ok_or(ParseError::MalformedField("id"))?;
        Ok(())
    }

    fn message(&self, is_ours: impl Fn(&PhoneNumber) -> bool) -> Result<InboundMessage, ParseError> {
        let payload = &self.payload;
        let from = payload.from.read().and_then(|from| from.phone_number.text());
        let from = PhoneNumber::sender(from.ok_or(ParseError::MissingField("from"))?);
        let from = from.map_err(|_| ParseError::UnsupportedSender)?;
        let (to, others) = payload.ours_and_others(&from, is_ours)?;
        let media = payload.media();
        Ok(InboundMessage {
            from,
            to,
            text: InboundText {
                carrier: NAME.to_owned(),
                carrier_message_id: payload.message_id()?,
                text: kept_text(Cow::Borrowed(payload.text.as_deref().unwrap_or_default())),
                subject: payload
                    .subject
                    .as_deref()
                    .filter(|subject| !subject.is_empty())
                    .map(|subject| kept_text(Cow::Borrowed(subject))),
                others,
                missing: missing(payload.media_announced(), media.len()),
                media,
                segments: payload.parts.read().copied(),
                answered_by_carrier: payload.autoresponse_type.read().and_then(|keyword| keyword.0),
                received_at: None,
                said_at: self.first_of([&payload.received_at]),
            },
            unread: self.unread(),
        })
    }

    fn receipt(&self) -> Result<Receipt, ParseError> {
        let payload = &self.payload;
        let status = payload.status().ok_or(ParseError::MissingField("to.status"))?;
        Ok(Receipt {
            report: Report {
                carrier_message_id: Some(payload.message_id()?),
                ..status_of(status, &payload.error_codes()).ok_or(ParseError::UnknownStatus)?
            },
            at: self.first_of([&payload.completed_at, &payload.sent_at]),
            reference: reference(payload.webhook_url.text()),
            unread: self.unread(),
        })
    }

    /// The first of these times, or else that of the event.
    fn first_of<const N: usize>(&self, times: [&Lenient<Timestamp>; N]) -> Option<Timestamp> {
        let mut times = times.into_iter().chain([&self.occurred_at]);
        times.find_map(Lenient::read).copied()
    }

    fn unread(&self) -> Vec<&'static str> {
        let mut unread = self.payload.unread();
        if self.occurred_at.is_unread() {
            unread.push("occurred_at");
        }
        unread
    }
}
