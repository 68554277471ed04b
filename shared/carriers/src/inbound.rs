//! What a carrier tells us of its own accord.

use std::borrow::Cow;

use memberline_domain::PhoneNumber;
use memberline_domain::thread::InboundText;
use url::Url;

use crate::receipt::Receipt;

/// The most attachments of one message that are taken. Carriers stop at 10; what a message says it has beyond that is told as missing.
pub const MAX_MEDIA: usize = 30;

/// What a carrier tells us of its own accord.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InboundEvent {
    /// Somebody texted one of our numbers.
    Message(InboundMessage),
    /// A report on a text that we sent.
    Receipt(Receipt),
    /// Something that concerns no text: acknowledge it.
    Ignored {
        /// The carrier's name for it.
        event_type: String,
    },
}

impl InboundEvent {
    /// The side fields, by the carrier's names, that say something in a form that cannot be read.
    pub fn unread(&self) -> &[&'static str] {
        match self {
            Self::Message(message) => &message.unread,
            Self::Receipt(receipt) => &receipt.unread,
            Self::Ignored { .. } => &[],
        }
    }
}

/// A text to one of our numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InboundMessage {
    /// Who texted: a telephone number, or a short code or a name, which cannot be answered.
    pub from: PhoneNumber,
    /// The number of ours that was texted.
    pub to: PhoneNumber,
    /// What it says. When it reached us, no webhook tells.
    pub text: InboundText,
    /// The side fields, by the carrier's names, that say something in a form that cannot be read. The text counts without them.
    pub unread: Vec<&'static str>,
}

/// The text as it is kept: see [`InboundText::text`].
pub(crate) fn kept_text(text: Cow<'_, str>) -> String {
    if text.contains('\0') {
        return text.replace('\0', "\u{FFFD}");
    }
    text.into_owned()
}

/// The address of an attachment, if it is one of the web.
pub(crate) fn media_url(text: &str) -> Option<String> {
    let url = Url::parse(text).ok()?;
    (text.len() <= 2048 && matches!(url.scheme(), "https" | "http")).then(|| text.to_owned())
}

/// How many attachments are missing of those that were announced.
pub(crate) fn missing(announced: usize, found: usize) -> u32 {
    u32::try_from(announced.saturating_sub(found)).unwrap_or(u32::MAX)
}
