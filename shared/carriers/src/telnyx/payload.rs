//! A message as Telnyx shows it.

use memberline_domain::PhoneNumber;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::characters::{lenient, text_of};
use super::ids::id_of;
use crate::inbound::{MAX_MEDIA, Media, ParseError, media_url};

/// A message as Telnyx shows it, in either direction. What is there in another form than Telnyx documents counts as left out, as no
/// side field may cost the text.
#[derive(Deserialize)]
pub(super) struct Payload {
    #[serde(default, deserialize_with = "lenient")]
    pub(super) record_type: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    pub(super) direction: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    id: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    pub(super) from: Option<Party>,
    #[serde(default)]
    to: Listed<Party>,
    #[serde(default)]
    cc: Listed<Party>,
    #[serde(default, deserialize_with = "text_of")]
    pub(super) subject: Option<String>,
    #[serde(default, deserialize_with = "text_of")]
    pub(super) text: Option<String>,
    #[serde(default)]
    media: Listed<Attachment>,
    #[serde(default, deserialize_with = "lenient")]
    pub(super) parts: Option<u32>,
    #[serde(default, deserialize_with = "lenient")]
    pub(super) received_at: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    pub(super) sent_at: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    pub(super) completed_at: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    pub(super) autoresponse_type: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    pub(super) webhook_url: Option<String>,
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
    pub(super) phone_number: Option<String>,
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
pub(super) const MAX_RECIPIENTS: usize = 16;

/// As many characters of a recipient are shown as the longest address of an email or a number needs.
const LONGEST_RECIPIENT: usize = 64;

impl Party {
    pub(super) fn number(&self) -> Option<PhoneNumber> {
        PhoneNumber::parse(self.phone_number.as_deref()?).ok()
    }

    /// Telnyx marks the recipient that a webhook is for.
    fn is_marked(&self) -> bool {
        self.status.as_deref() == Some("webhook_delivered")
    }
}

impl Payload {
    /// Whom a message went to, those that Telnyx marks first. A group message has several, and ours may be any of them.
    pub(super) fn recipients(&self) -> impl Iterator<Item = &Party> {
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

impl Payload {
    /// The recipient that is ours, or else the one that a message to nobody else would have, and the others of a group.
    pub(super) fn ours_and_others(
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

impl Payload {
    /// How many media it says that it has.
    pub(super) fn media_announced(&self) -> usize {
        self.media.0.len()
    }

    /// Its media, as far as it says where they are.
    pub(super) fn media(&self) -> Vec<Media> {
        let located = self.media.read().filter_map(Attachment::medium);
        located.take(MAX_MEDIA).collect()
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
