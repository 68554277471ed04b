//! Reading Twilio's webhooks.
//!
//! Source: <https://www.twilio.com/docs/messaging/guides/webhook-request> for messages,
//! <https://www.twilio.com/docs/messaging/guides/track-outbound-message-status> for receipts.

use memberline_domain::PhoneNumber;

use super::form::Form;
use super::reasons::failure;
use crate::inbound::{
    InboundEvent, InboundMessage, KeywordHandled, MAX_MEDIA, Media, ParseError, carrier_id, kept_text,
    media_url,
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
    if is_receipt(&form)? {
        receipt(&form, id)
    } else {
        message(&form, id).map(InboundEvent::Message)
    }
}

/// Both kinds have `SmsStatus`; only a report on a text of ours has `MessageStatus`.
fn is_receipt(form: &Form<'_>) -> Result<bool, ParseError> {
    Ok(form
        .text("MessageStatus")?
        .is_some_and(|status| !matches!(status, "receiving" | "received")))
}

fn message_id(form: &Form<'_>) -> Result<String, ParseError> {
    let id = match form.text("MessageSid")? {
        Some(id) => Some(id),
        None => form.text("SmsSid")?,
    };
    let id = id.ok_or(ParseError::MissingField("MessageSid"))?;
    carrier_id(id).ok_or(ParseError::MalformedField("MessageSid"))
}

fn message(form: &Form<'_>, carrier_message_id: String) -> Result<InboundMessage, ParseError> {
    let from = form.text("From")?.ok_or(ParseError::MissingField("From"))?;
    let to = form.text("To")?.ok_or(ParseError::MissingField("To"))?;
    let announced = number(form, "NumMedia")?;
    let media = media(form, announced)?;
    Ok(InboundMessage {
        carrier_message_id,
        from: PhoneNumber::parse(from).map_err(|_| ParseError::UnsupportedSender)?,
        to: PhoneNumber::parse(to).map_err(|_| ParseError::MalformedField("To"))?,
        text: kept_text(form.text("Body")?.unwrap_or_default()),
        media_announced: announced.unwrap_or(media.len()),
        media,
        opt_out_type: match form.text("OptOutType")? {
            Some("STOP") => Some(KeywordHandled::Stop),
            Some("START") => Some(KeywordHandled::Start),
            Some("HELP") => Some(KeywordHandled::Help),
            _ => None,
        },
        segments: number(form, "NumSegments")?,
        sent_at: None,
    })
}

/// Every attachment and not just the first (lesson 32); one without an address is left out, the text matters more.
fn media(form: &Form<'_>, announced: Option<usize>) -> Result<Vec<Media>, ParseError> {
    if announced.is_some_and(|count| count > MAX_MEDIA)
        || form
            .text_named(&format!("MediaUrl{MAX_MEDIA}"), "MediaUrl")?
            .is_some()
    {
        return Err(ParseError::TooManyMedia);
    }
    let mut media = Vec::new();
    for at in 0..announced.unwrap_or(MAX_MEDIA) {
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

fn number<N: std::str::FromStr>(form: &Form<'_>, name: &'static str) -> Result<Option<N>, ParseError> {
    let Some(text) = form.text(name)?.filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    text.parse()
        .map(Some)
        .map_err(|_| ParseError::MalformedField(name))
}

fn receipt(form: &Form<'_>, carrier_message_id: String) -> Result<InboundEvent, ParseError> {
    let status = form
        .text("MessageStatus")?
        .ok_or(ParseError::MissingField("MessageStatus"))?;
    let status = status_of(status, form.text("ErrorCode")?).ok_or(ParseError::UnknownStatus)?;
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
