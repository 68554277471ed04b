//! A message as Telnyx shows it.

use jiff::Timestamp;
use memberline_domain::PhoneNumber;
use memberline_domain::text::keywords::Intent;
use memberline_domain::thread::MediaLink;
use serde::Deserialize;
use serde_json::Value;

use super::ids::id_of;
use super::lenient::{Lenient, Listed, text_of, text_or_number};
use crate::inbound::{MAX_MEDIA, media_url};
use crate::parse_error::ParseError;

/// A message as Telnyx shows it, in either direction. What is there in another form than Telnyx documents counts as left out, as no
/// side field may cost the text, and is named by [`unread`](Self::unread).
#[derive(Deserialize)]
pub(super) struct Payload {
    #[serde(default)]
    pub(super) record_type: Lenient<String>,
    #[serde(default)]
    pub(super) direction: Lenient<String>,
    #[serde(default)]
    id: Lenient<String>,
    #[serde(default)]
    pub(super) from: Lenient<Party>,
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
    #[serde(default)]
    pub(super) parts: Lenient<u32>,
    #[serde(default)]
    pub(super) received_at: Lenient<Timestamp>,
    #[serde(default)]
    pub(super) sent_at: Lenient<Timestamp>,
    #[serde(default)]
    pub(super) completed_at: Lenient<Timestamp>,
    #[serde(default)]
    pub(super) autoresponse_type: Lenient<Keyword>,
    #[serde(default)]
    pub(super) webhook_url: Lenient<String>,
    #[serde(default)]
    errors: Listed<Problem>,
}

/// The keyword that Telnyx answered by itself, by its own list (which lacks REVOKE and OPTOUT). Source:
/// <https://developers.telnyx.com/docs/messaging/messages/advanced-opt-in-out>.
#[derive(Clone, Copy, Deserialize)]
#[serde(try_from = "String")]
pub(super) struct Keyword(pub(super) Option<Intent>);

impl TryFrom<String> for Keyword {
    type Error = &'static str;

    fn try_from(word: String) -> Result<Self, Self::Error> {
        Ok(Self(match word.to_ascii_uppercase().as_str() {
            "" => None,
            "STOP" => Some(Intent::OptOut),
            "START" => Some(Intent::OptIn),
            "HELP" => Some(Intent::Help),
            _ => return Err("a keyword that is not known"),
        }))
    }
}

/// A sender or recipient: an object, or its number alone.
#[derive(Deserialize)]
#[serde(try_from = "Value")]
pub(super) struct Party {
    pub(super) phone_number: Lenient<String>,
    status: Lenient<String>,
}

/// A party as Telnyx documents it.
#[derive(Deserialize)]
struct Described {
    #[serde(default)]
    phone_number: Lenient<String>,
    #[serde(default)]
    status: Lenient<String>,
}

impl TryFrom<Value> for Party {
    type Error = serde_json::Error;

    fn try_from(value: Value) -> Result<Self, Self::Error> {
        Ok(match value {
            Value::String(number) => Self {
                phone_number: Lenient::Read(number),
                status: Lenient::Absent,
            },
            Value::Array(mut items) if items.len() == 1 => Self::try_from(items.remove(0))?,
            other => {
                let Described { phone_number, status } = serde_json::from_value(other)?;
                Self { phone_number, status }
            }
        })
    }
}

#[derive(Deserialize)]
struct Attachment {
    #[serde(default)]
    url: Lenient<String>,
    #[serde(default)]
    content_type: Lenient<String>,
    /// What is fetched is measured: what Telnyx says of its size only has to be readable.
    #[serde(default)]
    size: Lenient<u64>,
}

/// What went wrong; only the code is used, since the wording may quote the message.
#[derive(Deserialize)]
pub(super) struct Problem {
    #[serde(default, deserialize_with = "text_or_number")]
    pub(super) code: Lenient<String>,
}

/// The most recipients of a group text that are looked at. Telnyx takes eight.
pub(super) const MAX_RECIPIENTS: usize = 16;

/// As many characters of a recipient are shown as the longest address of an email or a number needs.
const LONGEST_RECIPIENT: usize = 64;

impl Party {
    pub(super) fn number(&self) -> Option<PhoneNumber> {
        PhoneNumber::parse(self.phone_number.text()?).ok()
    }

    /// Telnyx marks the recipient that a webhook is for.
    fn is_marked(&self) -> bool {
        self.status.text() == Some("webhook_delivered")
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

    /// The status of what we sent, which has one recipient.
    pub(super) fn status(&self) -> Option<&str> {
        self.to.read().next()?.status.text()
    }

    pub(super) fn message_id(&self) -> Result<String, ParseError> {
        let id = self.id.text().ok_or(ParseError::MissingField("id"))?;
        id_of(id).ok_or(ParseError::MalformedField("id"))
    }

    pub(super) fn error_codes(&self) -> Vec<&str> {
        self.errors
            .read()
            .filter_map(|problem| problem.code.text())
            .collect()
    }

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
            let written = party.as_ref().and_then(|party| party.phone_number.text());
            let shown: String = written.unwrap_or("?").chars().take(LONGEST_RECIPIENT).collect();
            let known = shown == ours.as_str() || shown == from.as_str() || others.contains(&shown);
            if !known && others.len() < MAX_RECIPIENTS {
                others.push(shown);
            }
        }
        Ok((ours, others))
    }

    /// How many media it says that it has.
    pub(super) fn media_announced(&self) -> usize {
        self.media.0.len()
    }

    /// Its media, as far as it says where they are.
    pub(super) fn media(&self) -> Vec<MediaLink> {
        let located = self.media.read().filter_map(Attachment::medium);
        located.take(MAX_MEDIA).collect()
    }

    /// The side fields of either direction that say something in a form that cannot be read.
    pub(super) fn unread(&self) -> Vec<&'static str> {
        let party = |party: &Party| party.phone_number.is_unread();
        [
            ("to", self.to.is_unread(party)),
            ("cc", self.cc.is_unread(party)),
            ("media", self.media.is_unread(Attachment::is_odd)),
            ("parts", self.parts.is_unread()),
            ("received_at", self.received_at.is_unread()),
            ("sent_at", self.sent_at.is_unread()),
            ("completed_at", self.completed_at.is_unread()),
            ("autoresponse_type", self.autoresponse_type.is_unread()),
            ("webhook_url", self.webhook_url.is_unread()),
            (
                "errors",
                self.errors.is_unread(|problem| problem.code.is_unread()),
            ),
        ]
        .into_iter()
        .filter_map(|(name, is_unread)| is_unread.then_some(name))
        .collect()
    }
}

impl Attachment {
    /// Where it is; none where Telnyx gives no address that can be used.
    fn medium(&self) -> Option<MediaLink> {
        Some(MediaLink {
            url: media_url(self.url.text()?)?,
            content_type: self.content_type.text().map(str::to_owned),
        })
    }

    /// Whether something that it says of itself cannot be read.
    fn is_odd(&self) -> bool {
        let unusable = self.url.text().is_some_and(|url| media_url(url).is_none());
        unusable || self.url.is_unread() || self.content_type.is_unread() || self.size.is_unread()
    }
}
