//! What a carrier tells us of its own accord.

use std::borrow::Cow;
use std::fmt;

use memberline_domain::PhoneNumber;
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
#[derive(Clone, PartialEq, Eq)]
pub struct InboundMessage {
    /// The carrier's id, the same in every delivery of the same text: the once-key of the intake.
    pub carrier_message_id: String,
    /// Who texted: a telephone number, or a short code or a name, which cannot be answered.
    pub from: PhoneNumber,
    /// The number of ours that was texted.
    pub to: PhoneNumber,
    /// The others that a group text went to, as the carrier writes them.
    pub others: Vec<String>,
    /// The subject, which a picture message may have: as received, like the text.
    pub subject: Option<String>,
    /// The text as received, but for what is no character: a NUL, half a surrogate and bytes that are not UTF-8 are there as U+FFFD.
    /// Other control characters, line ends, emoji and combining marks stay as they are.
    pub text: String,
    /// The attachments, in order.
    pub media: Vec<Media>,
    /// How many attachments the carrier announced: more than `media` when it did not say, in a form that can be used, where to find
    /// them all.
    pub media_announced: usize,
    /// The keyword that the carrier says it answered itself. Send nothing more in answer to it.
    pub opt_out_type: Option<KeywordHandled>,
    /// How many segments it came in.
    pub segments: Option<u32>,
    /// When the carrier received it, as RFC 3339, if it says so.
    pub sent_at: Option<String>,
    /// The side fields, by the carrier's names, that say something in a form that cannot be read. The text counts without them.
    pub unread: Vec<&'static str>,
}

/// Leaves out the text and the addresses of attachments, since `Debug` ends up in logs.
impl fmt::Debug for InboundMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InboundMessage")
            .field("carrier_message_id", &self.carrier_message_id)
            .field("from", &self.from)
            .field("to", &self.to)
            .field("text_bytes", &self.text.len())
            .field("media", &self.media.len())
            .finish_non_exhaustive()
    }
}

/// An attachment, still at the carrier.
#[derive(Clone, PartialEq, Eq)]
pub struct Media {
    /// Where to fetch it, over HTTP or HTTPS. It may answer 404 for some seconds, and redirect (lessons 33, 35);
    /// show the carrier's own hosts our credentials and no other (lesson 9).
    pub url: String,
    /// Its media type, as the carrier says.
    pub content_type: Option<String>,
    /// Its size in bytes, as the carrier says.
    pub size: Option<u64>,
}

impl fmt::Debug for Media {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Media")
            .field("content_type", &self.content_type)
            .field("size", &self.size)
            .finish_non_exhaustive()
    }
}

/// A keyword that the carrier acted on and answered by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeywordHandled {
    /// The sender opted out.
    Stop,
    /// The sender opted in again.
    Start,
    /// The sender asked for help.
    Help,
}

/// The text as it is kept: see [`InboundMessage::text`].
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
