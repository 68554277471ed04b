//! Reading Twilio's webhooks.
//!
//! Source: <https://www.twilio.com/docs/messaging/guides/webhook-request> for messages,
//! <https://www.twilio.com/docs/messaging/guides/track-outbound-message-status> for receipts.

use memberline_domain::PhoneNumber;
use memberline_domain::text::keywords::Intent;
use memberline_domain::thread::{DeliveryStatus, InboundText, MediaLink, Report};

use super::reading::is_unambiguous;
use super::reasons::failure;
use super::{NAME, ids};
use crate::content::Content;
use crate::form::Form;
use crate::inbound::{InboundEvent, InboundMessage, MAX_MEDIA, kept_text, media_url, missing};
use crate::parse_error::ParseError;
use crate::receipt::Receipt;

/// A form that was posted as one of Twilio's.
pub(super) struct Posted<'a>(pub(super) Form<'a>);

impl Content for Posted<'_> {
    fn form(&self) -> Option<&Form<'_>> {
        Some(&self.0)
    }

    fn our_numbers(&self) -> Result<Vec<PhoneNumber>, ParseError> {
        let form = &self.0;
        let ours = if is_receipt(form)? { "From" } else { "To" };
        let ours = form
            .text(ours)?
            .and_then(|number| PhoneNumber::parse(number).ok());
        Ok(ours.into_iter().collect())
    }

    fn event(&self, _: &dyn Fn(&PhoneNumber) -> bool) -> Result<InboundEvent, ParseError> {
        let form = &self.0;
        let id = message_id(form)?;
        if !ids::is_account(form.required("AccountSid")?) {
            return Err(ParseError::MalformedField("AccountSid"));
        }
        let event = if is_receipt(form)? {
            receipt(form, id)?
        } else {
            message(form, id, Reading::Strict).map(InboundEvent::Message)?
        };
        // Last, so that a field that is wrong is told by its name.
        if is_unambiguous(form) {
            Ok(event)
        } else {
            Err(ParseError::AmbiguousFields)
        }
    }

    /// Whether or not it can be read in another way too.
    fn claimed_message(&self) -> Option<InboundMessage> {
        let form = &self.0;
        if is_receipt(form).ok()? {
            return None;
        }
        message(form, message_id(form).ok()?, Reading::Claim).ok()
    }
}

/// Both kinds have `SmsStatus`; only a report on a text of ours has `MessageStatus`.
fn is_receipt(form: &Form<'_>) -> Result<bool, ParseError> {
    Ok(form
        .text("MessageStatus")?
        .is_some_and(|status| !matches!(status, "receiving" | "received")))
}

fn message_id(form: &Form<'_>) -> Result<String, ParseError> {
    let id = form.required("MessageSid")?;
    let id = ids::message_id(id).ok_or(ParseError::MalformedField("MessageSid"))?;
    // Older names of the same.
    for name in ["SmsMessageSid", "SmsSid"] {
        if form.text(name)?.is_some_and(|other| other != id) {
            return Err(ParseError::ConflictingField(name));
        }
    }
    Ok(id)
}

/// How a form is read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reading {
    /// As one that Twilio signed: only in the one way in which it can be read.
    Strict,
    /// As a claim, which nobody acts on.
    Claim,
}

fn message(
    form: &Form<'_>,
    carrier_message_id: String,
    reading: Reading,
) -> Result<InboundMessage, ParseError> {
    let (from, to) = (form.required("From")?, form.required("To")?);
    let text = form
        .bytes("Body", "Body")?
        .ok_or(ParseError::MissingField("Body"))?;
    let text = kept_text(String::from_utf8_lossy(text));
    let mut unread = Vec::new();
    let addresses = form.keys().filter(|key| key.starts_with(b"MediaUrl")).count();
    let announced = number(form, "NumMedia", reading)?.unwrap_or_else(|| {
        unread.push("NumMedia");
        // It announces something, and nobody can tell how much.
        addresses.max(1)
    });
    let media = media(form, announced, reading, &mut unread)?;
    let segments = number(form, "NumSegments", reading)?;
    if segments.is_none() {
        unread.push("NumSegments");
    }
    Ok(InboundMessage {
        from: sender(from)?,
        to: PhoneNumber::parse(to).map_err(|_| ParseError::MalformedField("To"))?,
        text: InboundText {
            carrier: NAME.to_owned(),
            carrier_message_id,
            text,
            subject: None,
            others: Vec::new(),
            missing: missing(announced, media.len()),
            media,
            segments,
            answered_by_carrier: match form.bytes("OptOutType", "OptOutType")? {
                Some(b"STOP") => Some(Intent::OptOut),
                Some(b"START") => Some(Intent::OptIn),
                Some(b"HELP") => Some(Intent::Help),
                None | Some(b"") => None,
                Some(_) => {
                    unread.push("OptOutType");
                    None
                }
            },
            received_at: None,
            said_at: None,
        },
        unread,
    })
}

/// Who sent the text. A name must not begin as what is left of Twilio's own longer keys does, such as `FromCity`: what is signed has
/// no separators, and would have two readings.
fn sender(from: &str) -> Result<PhoneNumber, ParseError> {
    const REST_OF_KEYS: [&str; 4] = ["City", "Country", "State", "Zip"];
    if REST_OF_KEYS.iter().any(|rest| from.starts_with(rest)) {
        return Err(ParseError::UnsupportedSender);
    }
    PhoneNumber::sender(from).map_err(|_| ParseError::UnsupportedSender)
}

/// Whether a key is the address of one of the media that were announced.
fn is_announced(key: &[u8], announced: usize) -> bool {
    let place = key
        .strip_prefix(b"MediaUrl")
        .and_then(|place| std::str::from_utf8(place).ok());
    let at = place.and_then(|place| place.parse::<usize>().ok());
    at.is_some_and(|at| at < announced && format!("MediaUrl{at}").as_bytes() == key)
}

/// Every attachment and not just the first (lesson 32); one without an address that can be used is left out, the text matters more.
fn media(
    form: &Form<'_>,
    announced: usize,
    reading: Reading,
    unread: &mut Vec<&'static str>,
) -> Result<Vec<MediaLink>, ParseError> {
    let mut addresses = form.keys().filter(|key| key.starts_with(b"MediaUrl"));
    if reading == Reading::Strict && !addresses.all(|key| is_announced(key, announced)) {
        return Err(ParseError::MalformedField("NumMedia"));
    }
    let mut media = Vec::new();
    for at in 0..announced.min(MAX_MEDIA) {
        let readable = |bytes| std::str::from_utf8(bytes).ok();
        let address = form.bytes(&format!("MediaUrl{at}"), "MediaUrl")?;
        let Some(url) = address.and_then(readable).and_then(media_url) else {
            if address.is_some() && !unread.contains(&"MediaUrl") {
                unread.push("MediaUrl");
            }
            continue;
        };
        let told = form.bytes(&format!("MediaContentType{at}"), "MediaContentType")?;
        let content_type = told.and_then(readable);
        if told.is_some() && content_type.is_none() && !unread.contains(&"MediaContentType") {
            unread.push("MediaContentType");
        }
        media.push(MediaLink {
            url,
            content_type: content_type.filter(|value| !value.is_empty()).map(str::to_owned),
        });
    }
    Ok(media)
}

/// A number that Twilio always sends. It must be there, since its neighbour could have swallowed it; where it is no number, the text
/// matters more.
fn number<N: std::str::FromStr>(
    form: &Form<'_>,
    name: &'static str,
    reading: Reading,
) -> Result<Option<N>, ParseError> {
    let digits = match form.bytes(name, name)? {
        None if reading == Reading::Strict => return Err(ParseError::MissingField(name)),
        digits => digits.and_then(|digits| std::str::from_utf8(digits).ok()),
    };
    Ok(digits
        .filter(|digits| digits.bytes().all(|b| b.is_ascii_digit()))
        .and_then(|digits| digits.parse().ok()))
}

/// The code of what went wrong. Empty is none.
fn error_code<'a>(form: &'a Form<'_>) -> Result<Option<&'a str>, ParseError> {
    let code = form.text("ErrorCode")?.filter(|code| !code.is_empty());
    match code {
        Some(code) if !code.bytes().all(|b| b.is_ascii_digit()) => {
            Err(ParseError::MalformedField("ErrorCode"))
        }
        code => Ok(code),
    }
}

fn receipt(form: &Form<'_>, carrier_message_id: String) -> Result<InboundEvent, ParseError> {
    let status = form.required("MessageStatus")?;
    let report = status_of(status, error_code(form)?).ok_or(ParseError::UnknownStatus)?;
    Ok(InboundEvent::Receipt(Receipt {
        report: Report {
            carrier_message_id: Some(carrier_message_id),
            ..report
        },
        at: None,
        reference: None,
        unread: Vec::new(),
    }))
}

/// What Twilio's status of an outbound text means, in a receipt and in its list alike.
///
/// Source: <https://www.twilio.com/docs/messaging/api/message-resource#message-status-values>.
pub(super) fn status_of(status: &str, error_code: Option<&str>) -> Option<Report> {
    Some(match status {
        // Once Twilio has it, that settles after a crash what the answer to the send would have.
        "accepted" | "scheduled" | "queued" | "sending" | "sent" | "partially_delivered" => {
            DeliveryStatus::Sent.into()
        }
        "delivered" | "read" => DeliveryStatus::Delivered.into(),
        "undelivered" | "failed" | "canceled" => failure(error_code),
        _ => return None,
    })
}
