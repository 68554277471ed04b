//! Reading Telnyx's webhooks.
//!
//! Source: <https://developers.telnyx.com/api-reference/callbacks/inbound-message>,
//! <https://developers.telnyx.com/api-reference/callbacks/delivery-update>.

use jiff::Timestamp;
use memberline_domain::PhoneNumber;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::status::{reference, status_of};
use crate::inbound::{
    InboundEvent, InboundMessage, KeywordHandled, MAX_MEDIA, Media, ParseError, kept_text, media_url,
};
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
    id: Option<String>,
    record_type: Option<String>,
    payload: Payload,
    occurred_at: Option<String>,
}

/// A message as Telnyx shows it, in either direction.
#[derive(Deserialize)]
pub(super) struct Payload {
    record_type: Option<String>,
    direction: Option<String>,
    id: Option<String>,
    from: Option<Party>,
    to: Option<Vec<Party>>,
    text: Option<String>,
    media: Option<Vec<Attachment>>,
    parts: Option<u32>,
    received_at: Option<String>,
    sent_at: Option<String>,
    completed_at: Option<String>,
    autoresponse_type: Option<String>,
    webhook_url: Option<String>,
    errors: Option<Vec<Problem>>,
}

/// A sender or recipient.
#[derive(Deserialize)]
pub(super) struct Party {
    phone_number: Option<String>,
    status: Option<String>,
}

#[derive(Deserialize)]
struct Attachment {
    url: Option<String>,
    content_type: Option<String>,
    size: Option<u64>,
}

/// What went wrong; only the code is used, since the wording may quote the message.
#[derive(Deserialize)]
pub(super) struct Problem {
    #[serde(default, deserialize_with = "text_or_number")]
    pub(super) code: Option<String>,
}

/// Telnyx documents codes as texts; a number must not cost us the receipt.
fn text_or_number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::String(code) => Some(code),
        Value::Number(code) => Some(code.to_string()),
        _ => None,
    })
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
    serde_json::from_slice(body).map_err(|_| ParseError::MalformedBody)
}

pub(crate) fn our_number(webhook: &Webhook<'_>) -> Result<Option<PhoneNumber>, ParseError> {
    let event_type = event_type(webhook)?;
    if let EventType::Other(_) = event_type {
        return Ok(None);
    }
    let Envelope {
        data: Event { payload, .. },
    } = json(webhook.body)?;
    let ours = if let EventType::Received = event_type {
        payload.addressee()
    } else {
        payload.from.as_ref()
    };
    Ok(ours.and_then(Party::number))
}

pub(crate) fn parse_inbound(webhook: &Webhook<'_>) -> Result<InboundEvent, ParseError> {
    match event_type(webhook)? {
        EventType::Received => {
            let Event {
                payload, occurred_at, ..
            } = event(webhook, "inbound")?;
            message(&payload, occurred_at.as_deref()).map(InboundEvent::Message)
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

/// An id of Telnyx's, of events and messages alike: a UUID in lower case.
pub(super) fn id_of(text: &str) -> Option<String> {
    let groups = text.split('-').map(str::len);
    let well_formed = groups.eq([8, 4, 4, 4, 12])
        && text
            .bytes()
            .all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f' | b'-'));
    well_formed.then(|| text.to_owned())
}

impl Party {
    fn number(&self) -> Option<PhoneNumber> {
        PhoneNumber::parse(self.phone_number.as_deref()?).ok()
    }
}

impl Payload {
    /// The recipient that this delivery of a message is for: a group message has several and marks ours.
    fn addressee(&self) -> Option<&Party> {
        let marked = self
            .to
            .iter()
            .flatten()
            .find(|party| party.status.as_deref() == Some("webhook_delivered"));
        marked.or(self.recipient())
    }

    /// The first recipient: the only one of what we send.
    fn recipient(&self) -> Option<&Party> {
        self.to.as_ref()?.first()
    }

    /// The status of what we sent.
    pub(super) fn status(&self) -> Option<&str> {
        self.recipient()?.status.as_deref()
    }

    pub(super) fn message_id(&self) -> Result<String, ParseError> {
        let id = self.id.as_deref().ok_or(ParseError::MissingField("id"))?;
        id_of(id).ok_or(ParseError::MalformedField("id"))
    }

    pub(super) fn error_codes(&self) -> Vec<&str> {
        self.errors
            .iter()
            .flatten()
            .filter_map(|problem| problem.code.as_deref())
            .collect()
    }
}

fn message(payload: &Payload, occurred_at: Option<&str>) -> Result<InboundMessage, ParseError> {
    let from = payload.from.as_ref().ok_or(ParseError::MissingField("from"))?;
    let to = payload.addressee().ok_or(ParseError::MissingField("to"))?;
    let media = payload.media.as_deref().unwrap_or_default();
    if media.len() > MAX_MEDIA {
        return Err(ParseError::TooManyMedia);
    }
    Ok(InboundMessage {
        carrier_message_id: payload.message_id()?,
        from: from.number().ok_or(ParseError::UnsupportedSender)?,
        to: to.number().ok_or(ParseError::MalformedField("to"))?,
        text: kept_text(payload.text.as_deref().unwrap_or_default()),
        opt_out_type: payload.autoresponse_type.as_deref().and_then(keyword),
        segments: payload.parts,
        sent_at: rfc3339(payload.received_at.as_deref().or(occurred_at)),
        media_announced: media.len(),
        media: attachments(media)?,
    })
}

/// Every attachment; one without an address is left out, the text matters more.
fn attachments(media: &[Attachment]) -> Result<Vec<Media>, ParseError> {
    let located = media
        .iter()
        .filter_map(|attachment| Some((attachment.url.as_deref()?, attachment)));
    located
        .map(|(url, attachment)| {
            Ok(Media {
                url: media_url(url).ok_or(ParseError::MalformedField("media"))?,
                content_type: attachment.content_type.clone(),
                size: attachment.size,
            })
        })
        .collect()
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
