//! Reading Telnyx's webhooks.
//!
//! Source: <https://developers.telnyx.com/api-reference/callbacks/inbound-message>,
//! <https://developers.telnyx.com/api-reference/callbacks/delivery-update>.

use std::borrow::Cow;

use jiff::Timestamp;
use memberline_domain::PhoneNumber;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::characters::{lenient, mended, text_of};
use super::keywords;
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
    #[serde(default, deserialize_with = "lenient")]
    id: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    record_type: Option<String>,
    payload: Payload,
    #[serde(default, deserialize_with = "lenient")]
    occurred_at: Option<String>,
}

/// A message as Telnyx shows it, in either direction. What is there in another form than Telnyx documents counts as left out, as no
/// side field may cost the text.
#[derive(Deserialize)]
pub(super) struct Payload {
    #[serde(default, deserialize_with = "lenient")]
    record_type: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    direction: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    id: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    from: Option<Party>,
    #[serde(default)]
    to: Listed<Party>,
    #[serde(default)]
    cc: Listed<Party>,
    #[serde(default, deserialize_with = "text_of")]
    subject: Option<String>,
    #[serde(default, deserialize_with = "text_of")]
    text: Option<String>,
    #[serde(default)]
    media: Listed<Attachment>,
    #[serde(default, deserialize_with = "lenient")]
    parts: Option<u32>,
    #[serde(default, deserialize_with = "lenient")]
    received_at: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    sent_at: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    completed_at: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    autoresponse_type: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    webhook_url: Option<String>,
    #[serde(default)]
    errors: Listed<Problem>,
}

/// A list, each of whose items is there or in a form that is not Telnyx's.
#[derive(Deserialize)]
#[serde(from = "Value", bound = "T: DeserializeOwned")]
struct Listed<T>(Vec<Option<T>>);

impl<T> Default for Listed<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: DeserializeOwned> From<Value> for Listed<T> {
    fn from(value: Value) -> Self {
        let items = match value {
            Value::Array(items) => items,
            Value::Null => Vec::new(),
            // One that came without its list.
            other => vec![other],
        };
        Self(
            items
                .into_iter()
                .map(|item| serde_json::from_value(item).ok())
                .collect(),
        )
    }
}

impl<T> Listed<T> {
    fn read(&self) -> impl Iterator<Item = &T> {
        self.0.iter().flatten()
    }
}

/// A sender or recipient.
#[derive(Deserialize)]
pub(super) struct Party {
    #[serde(default, deserialize_with = "lenient")]
    phone_number: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    status: Option<String>,
}

#[derive(Deserialize)]
struct Attachment {
    #[serde(default, deserialize_with = "lenient")]
    url: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    content_type: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
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

/// The most recipients of a group text that are looked at. Telnyx takes eight.
const MAX_RECIPIENTS: usize = 16;

/// As many characters of a recipient are shown as the longest address of an email or a number needs.
const LONGEST_RECIPIENT: usize = 64;

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

    /// Telnyx marks the recipient that a webhook is for.
    fn is_marked(&self) -> bool {
        self.status.as_deref() == Some("webhook_delivered")
    }
}

impl Payload {
    /// Whom a message went to, those that Telnyx marks first. A group message has several, and ours may be any of them.
    fn recipients(&self) -> impl Iterator<Item = &Party> {
        let all = || self.to.read().chain(self.cc.read());
        let (marked, others) = (
            all().filter(|party| party.is_marked()),
            all().filter(|party| !party.is_marked()),
        );
        marked.chain(others)
    }

    /// The first recipient: the only one of what we send.
    fn recipient(&self) -> Option<&Party> {
        self.to.read().next()
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
            .read()
            .filter_map(|problem| problem.code.as_deref())
            .collect()
    }
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
    let text = kept_text(Cow::Borrowed(payload.text.as_deref().unwrap_or_default()));
    Ok(InboundMessage {
        carrier_message_id: payload.message_id()?,
        from,
        to,
        others,
        subject: payload.subject.clone().filter(|subject| !subject.is_empty()),
        opt_out_type: payload.autoresponse_type.as_deref().and_then(keyword),
        reserved: keywords::reserved(&text),
        text,
        segments: payload.parts,
        sent_at: rfc3339(payload.received_at.as_deref().or(occurred_at)),
        media_announced: payload.media.0.len(),
        media: payload
            .media
            .read()
            .filter_map(Attachment::medium)
            .take(MAX_MEDIA)
            .collect(),
    })
}

impl Payload {
    /// The recipient that is ours, or else the one that a message to nobody else would have, and the others of a group.
    fn ours_and_others(
        &self,
        from: &PhoneNumber,
        is_ours: impl Fn(&PhoneNumber) -> bool,
    ) -> Result<(PhoneNumber, Vec<String>), ParseError> {
        let mut numbers = self.recipients().filter_map(Party::number);
        let first = self.recipients().next().ok_or(ParseError::MissingField("to"))?;
        let ours = numbers.find(is_ours).or_else(|| first.number());
        let ours = ours.ok_or(ParseError::MalformedField("to"))?;
        let mut others: Vec<String> = Vec::new();
        for party in self.to.0.iter().chain(&self.cc.0) {
            let written = party.as_ref().and_then(|party| party.phone_number.as_deref());
            let shown: String = written.unwrap_or("?").chars().take(LONGEST_RECIPIENT).collect();
            let known = shown == ours.as_str() || shown == from.as_str() || others.contains(&shown);
            if !known && others.len() < MAX_RECIPIENTS {
                others.push(shown);
            }
        }
        Ok((ours, others))
    }
}

impl Attachment {
    /// Where it is; none where Telnyx gives no address that can be used.
    fn medium(&self) -> Option<Media> {
        Some(Media {
            url: media_url(self.url.as_deref()?)?,
            content_type: self.content_type.clone(),
            size: self.size,
        })
    }
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
