//! Reading Twilio's webhooks.
//!
//! Source: <https://www.twilio.com/docs/messaging/guides/webhook-request> for messages,
//! <https://www.twilio.com/docs/messaging/guides/track-outbound-message-status> for receipts.

use memberline_domain::PhoneNumber;

use super::form::Form;
use super::ids;
use super::reading::is_unambiguous;
use super::reasons::failure;
use crate::inbound::{
    InboundEvent, InboundMessage, KeywordHandled, MAX_MEDIA, Media, ParseError, kept_text, media_url,
};
use crate::receipt::{Receipt, ReceiptStatus};
use crate::webhook::Webhook;

pub(crate) fn our_number(webhook: &Webhook<'_>) -> Result<Option<PhoneNumber>, ParseError> {
    let form = Form::of(webhook)?;
    let ours = if is_receipt(&form)? { "From" } else { "To" };
    Ok(form
        .text(ours)?
        .and_then(|number| PhoneNumber::parse(number).ok()))
}

pub(crate) fn parse_inbound(webhook: &Webhook<'_>) -> Result<InboundEvent, ParseError> {
    let form = Form::of(webhook)?;
    let id = message_id(&form)?;
    if !ids::is_account(form.required("AccountSid")?) {
        return Err(ParseError::MalformedField("AccountSid"));
    }
    let event = if is_receipt(&form)? {
        receipt(&form, id)?
    } else {
        message(&form, id).map(InboundEvent::Message)?
    };
    // Last, so that a field that is wrong is told by its name.
    if is_unambiguous(&form) {
        Ok(event)
    } else {
        Err(ParseError::AmbiguousFields)
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

fn message(form: &Form<'_>, carrier_message_id: String) -> Result<InboundMessage, ParseError> {
    let (from, to, text) = (
        form.required("From")?,
        form.required("To")?,
        form.required("Body")?,
    );
    let announced = number(form, "NumMedia")?;
    let media = media(form, announced)?;
    Ok(InboundMessage {
        carrier_message_id,
        from: PhoneNumber::parse(from).map_err(|_| ParseError::UnsupportedSender)?,
        to: PhoneNumber::parse(to).map_err(|_| ParseError::MalformedField("To"))?,
        text: kept_text(text),
        media_announced: announced,
        media,
        opt_out_type: match form.text("OptOutType")? {
            Some("STOP") => Some(KeywordHandled::Stop),
            Some("START") => Some(KeywordHandled::Start),
            Some("HELP") => Some(KeywordHandled::Help),
            _ => None,
        },
        segments: Some(number(form, "NumSegments")?),
        sent_at: None,
    })
}

/// Every attachment and not just the first (lesson 32); one without an address is left out, the text matters more.
fn media(form: &Form<'_>, announced: usize) -> Result<Vec<Media>, ParseError> {
    if announced > MAX_MEDIA {
        return Err(ParseError::TooManyMedia);
    }
    let names: Vec<String> = (0..announced).map(|at| format!("MediaUrl{at}")).collect();
    let unannounced = form
        .keys()
        .filter(|key| key.starts_with(b"MediaUrl"))
        .any(|key| names.iter().all(|name| name.as_bytes() != key));
    if unannounced {
        return Err(ParseError::MalformedField("NumMedia"));
    }
    let mut media = Vec::new();
    for at in 0..announced {
        let Some(url) = form.text_named(&format!("MediaUrl{at}"), "MediaUrl")? else {
            continue;
        };
        let content_type = form.text_named(&format!("MediaContentType{at}"), "MediaContentType")?;
        media.push(Media {
            url: media_url(url).ok_or(ParseError::MalformedField("MediaUrl"))?,
            content_type: content_type.filter(|value| !value.is_empty()).map(str::to_owned),
            size: None,
        });
    }
    Ok(media)
}

/// A number that Twilio always sends, in digits and nothing else.
fn number<N: std::str::FromStr>(form: &Form<'_>, name: &'static str) -> Result<N, ParseError> {
    let digits = form.required(name)?;
    let malformed = ParseError::MalformedField(name);
    if digits.bytes().all(|b| b.is_ascii_digit()) {
        digits.parse().map_err(|_| malformed)
    } else {
        Err(malformed)
    }
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
    let status = status_of(status, error_code(form)?).ok_or(ParseError::UnknownStatus)?;
    Ok(InboundEvent::Receipt(Receipt {
        carrier_message_id,
        status,
        at: None,
        reference: None,
    }))
}

/// What Twilio's status of an outbound text means, in a receipt and in its list alike.
///
/// Source: <https://www.twilio.com/docs/messaging/api/message-resource#message-status-values>.
pub(super) fn status_of(status: &str, error_code: Option<&str>) -> Option<ReceiptStatus> {
    Some(match status {
        "accepted" | "scheduled" | "queued" | "sending" => ReceiptStatus::Accepted,
        "sent" | "partially_delivered" => ReceiptStatus::Sent,
        "delivered" | "read" => ReceiptStatus::Delivered,
        "undelivered" | "failed" | "canceled" => ReceiptStatus::Failed(failure(error_code)),
        _ => return None,
    })
}
