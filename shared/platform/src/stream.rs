//! Records of the timeline table's stream, as far as functions read them.

use memberline_domain::{MessageId, MessageRef, OrganisationId, ThreadId};
use serde::Deserialize;

/// A record: an item was written.
#[derive(Debug, Clone, Deserialize)]
pub struct StreamRecord {
    /// `INSERT`, `MODIFY` or `REMOVE`.
    #[serde(rename = "eventName")]
    pub event_name: String,
    /// What was written.
    pub dynamodb: Change,
}

/// What was written.
#[derive(Debug, Clone, Deserialize)]
pub struct Change {
    /// The record's place in its shard.
    #[serde(rename = "SequenceNumber")]
    pub sequence_number: Option<String>,
    /// The item afterwards.
    #[serde(rename = "NewImage")]
    pub new_image: Option<EntryImage>,
}

/// An entry's item, as far as it is read here. Content is never read from the stream: it is sealed, and the state may have
/// moved on.
#[derive(Debug, Clone, Deserialize)]
pub struct EntryImage {
    pk: Text,
    sk: Text,
    /// The entry's kind.
    kind: Option<Text>,
}

#[derive(Debug, Clone, Deserialize)]
struct Text {
    #[serde(rename = "S")]
    s: String,
}

/// The record is not of an entry that this version knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the stream record is malformed")]
pub struct MalformedRecord;

impl EntryImage {
    /// The image of an item with these attributes.
    pub fn new(pk: &str, sk: &str, kind: Option<&str>) -> Self {
        let text = |s: &str| Text { s: s.to_owned() };
        Self {
            pk: text(pk),
            sk: text(sk),
            kind: kind.map(text),
        }
    }

    /// The entry's kind; none for heads and other items.
    pub fn kind(&self) -> Option<&str> {
        self.kind.as_ref().map(|kind| kind.s.as_str())
    }

    /// The message that this is the entry of.
    pub fn message(&self) -> Result<MessageRef, MalformedRecord> {
        let parts: Vec<&str> = self.pk.s.split('#').collect();
        let ["T", organisation, thread] = parts[..] else {
            return Err(MalformedRecord);
        };
        let seq = self
            .sk
            .s
            .strip_prefix("E#")
            .and_then(|seq| seq.parse().ok())
            .ok_or(MalformedRecord)?;
        Ok(MessageRef {
            organisation: OrganisationId::parse(organisation).map_err(|_| MalformedRecord)?,
            message: MessageId {
                thread: ThreadId::parse(thread).map_err(|_| MalformedRecord)?,
                seq,
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_of_a_message_names_it() {
        let image = EntryImage::new(
            "T#lakeside#0123456789abcdef0123456789",
            "E#0000000007",
            Some("message_out"),
        );
        assert_eq!(
            image.message().map(|m| m.to_string()),
            Ok("lakeside.0123456789abcdef0123456789.7".to_owned())
        );
        for (pk, sk) in [
            ("S#lakeside#0123456789abcdef", "E#0000000007"),
            ("T#lakeside#0123456789abcdef0123456789", "HEAD"),
            ("T#lakeside#0123456789abcdef0123456789", "E#0000000007#0000000009"),
            ("T#lakeside#short", "E#0000000007"),
            ("T#lakeside#0123456789abcdef0123456789#x", "E#0000000007"),
        ] {
            assert_eq!(
                EntryImage::new(pk, sk, None).message(),
                Err(MalformedRecord),
                "{pk} {sk}"
            );
        }
    }
}
