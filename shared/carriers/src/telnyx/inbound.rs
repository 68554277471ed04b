//! Reading Telnyx's webhooks.
//!
//! Source: <https://developers.telnyx.com/api-reference/callbacks/inbound-message>,
//! <https://developers.telnyx.com/api-reference/callbacks/delivery-update>.

use std::borrow::Cow;

use jiff::Timestamp;
use memberline_domain::PhoneNumber;
use memberline_domain::json_text::mended;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::characters::lenient;
use super::ids::id_of;
use super::payload::{MAX_RECIPIENTS, Party, Payload};
use super::status::{reference, status_of};
use crate::inbound::{InboundEvent, InboundMessage, KeywordHandled, ParseError, kept_text};
use crate::receipt::Receipt;
use crate::webhook::Webhook;

#[derive(Deserialize)]
struct Envelope<E> {
    data: E,
}

#[derive(Deserialize)]
struct Kind {
    event_type: String,
}

#[derive(Deserialize)]
struct Event {
    #[serde(default, deserialize_with = "lenient")]
    id: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    record_type: Option<String>,
    payload: Payload,
    #[serde(default, deserialize_with = "lenient")]
    occurred_at: Option<String>,
}

enum EventType {
    Received,
    Reported,
    Other(String),
}

fn event_type(webhook: &Webhook<'_>) -> Result<EventType, ParseError> {
    if !webhook.has_media_type("application/json") {
        return Err(ParseError::WrongContentType);
    }
    let Envelope {
        data: Kind { event_type },
    } = json(webhook.body)?;
    Ok(match &*event_type {
        "message.received" => EventType::Received,
        "message.sent" | "message.finalized" => EventType::Reported,
        _ => EventType::Other(event_type),
    })
}

fn json<T: DeserializeOwned>(body: &[u8]) -> Result<T, ParseError> {
    serde_json::from_str(&mended(body)).map_err(|_| ParseError::MalformedBody)
}

pub(crate) fn our_numbers(webhook: &Webhook<'_>) -> Result<Vec<PhoneNumber>, ParseError> {
    let event_type = event_type(webhook)?;
    if let EventType::Other(_) = event_type {
        return Ok(Vec::new());
    }
    let Envelope {
        data: Event { payload, .. },
    } = json(webhook.body)?;
    Ok(if let EventType::Received = event_type {
        payload
            .recipients()
            .filter_map(Party::number)
            .take(MAX_RECIPIENTS)
            .collect()
    } else {
        payload
            .from
            .as_ref()
            .and_then(Party::number)
            .into_iter()
            .collect()
    })
}

pub(crate) fn parse_inbound(
    webhook: &Webhook<'_>,
    is_ours: impl Fn(&PhoneNumber) -> bool,
) -> Result<InboundEvent, ParseError> {
    match event_type(webhook)? {
        EventType::Received => {
            let Event {
                payload, occurred_at, ..
            } = event(webhook, "inbound")?;
            message(&payload, occurred_at.as_deref(), is_ours).map(InboundEvent::Message)
        }
        EventType::Reported => {
            let Event {
                payload, occurred_at, ..
            } = event(webhook, "outbound")?;
            receipt(&payload, occurred_at.as_deref()).map(InboundEvent::Receipt)
        }
        EventType::Other(event_type) => Ok(InboundEvent::Ignored { event_type }),
    }
}

/// An event about a message of this direction, if it has the form that Telnyx gives it.
fn event(webhook: &Webhook<'_>, direction: &str) -> Result<Event, ParseError> {
    let Envelope::<Event> { data } = json(webhook.body)?;
    let is = |value: Option<&str>, expected: &str, name: &'static str| match value {
        None => Err(ParseError::MissingField(name)),
        Some(value) if value == expected => Ok(()),
        Some(_) => Err(ParseError::MalformedField(name)),
    };
    is(data.record_type.as_deref(), "event", "record_type")?;
    is(data.payload.record_type.as_deref(), "message", "record_type")?;
    is(data.payload.direction.as_deref(), direction, "direction")?;
    let id = data.id.as_deref().ok_or(ParseError::MissingField("id"))?;
    id_of(id).ok_or(ParseError::MalformedField("id"))?;
    Ok(data)
}

fn message(
    payload: &Payload,
    occurred_at: Option<&str>,
    is_ours: impl Fn(&PhoneNumber) -> bool,
) -> Result<InboundMessage, ParseError> {
    let from = payload.from.as_ref().ok_or(ParseError::MissingField("from"))?;
    let from = from
        .phone_number
        .as_deref()
        .ok_or(ParseError::MissingField("from"))?;
    let from = PhoneNumber::sender(from).map_err(|_| ParseError::UnsupportedSender)?;
    let (to, others) = payload.ours_and_others(&from, is_ours)?;
    let subject = payload.subject.as_deref();
    let text = kept_text(Cow::Borrowed(payload.text.as_deref().unwrap_or_default()));
    Ok(InboundMessage {
        carrier_message_id: payload.message_id()?,
        from,
        to,
        others,
        subject: subject
            .filter(|subject| !subject.is_empty())
            .map(|subject| kept_text(Cow::Borrowed(subject))),
        opt_out_type: payload.autoresponse_type.as_deref().and_then(keyword),
        text,
        segments: payload.parts,
        sent_at: rfc3339(payload.received_at.as_deref().or(occurred_at)),
        media_announced: payload.media_announced(),
        media: payload.media(),
    })
}

/// The keyword that Telnyx answered by itself, by its own list (which lacks REVOKE and OPTOUT). Source:
/// <https://developers.telnyx.com/docs/messaging/messages/advanced-opt-in-out>.
fn keyword(autoresponse_type: &str) -> Option<KeywordHandled> {
    match autoresponse_type.to_ascii_uppercase().as_str() {
        "STOP" => Some(KeywordHandled::Stop),
        "START" => Some(KeywordHandled::Start),
        "HELP" => Some(KeywordHandled::Help),
        _ => None,
    }
}

fn receipt(payload: &Payload, occurred_at: Option<&str>) -> Result<Receipt, ParseError> {
    let status = payload.status().ok_or(ParseError::MissingField("to.status"))?;
    let at = payload
        .completed_at
        .as_deref()
        .or(payload.sent_at.as_deref())
        .or(occurred_at);
    Ok(Receipt {
        carrier_message_id: payload.message_id()?,
        status: status_of(status, &payload.error_codes()).ok_or(ParseError::UnknownStatus)?,
        at: rfc3339(at),
        reference: reference(payload.webhook_url.as_deref()),
    })
}

/// A time in one spelling, or none if it is not one.
fn rfc3339(text: Option<&str>) -> Option<String> {
    text?.parse::<Timestamp>().ok().map(|at| at.to_string())
}
