//! Records of the timeline table's stream, as far as functions read them.

use memberline_domain::aggregate::EntryKind;
use memberline_domain::{ApplicationId, MessageId, MessageRef, OrganisationId, SubscriberId, ThreadId};
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

impl StreamRecord {
    /// The item, if it is a new one: entries are written once, so that whatever else changed is not an entry.
    pub fn inserted(&self) -> Option<&EntryImage> {
        let image = self.dynamodb.new_image.as_ref();
        image.filter(|_| self.event_name == "INSERT")
    }
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
    /// Absent in heads and rows.
    kind: Option<Text>,
    label: Option<Text>,
    /// The readable part, as JSON.
    meta: Option<Text>,
}

#[derive(Debug, Clone, Deserialize)]
struct Text {
    #[serde(rename = "S")]
    s: String,
}

/// A record is not of an entry that this version knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MalformedRecord {
    /// Its partition is no aggregate's.
    #[error("the stream record's partition is no aggregate's")]
    Partition,
    /// It names no organisation.
    #[error("the stream record names no organisation")]
    Organisation,
    /// Its aggregate's id is malformed.
    #[error("the stream record's aggregate is malformed")]
    Aggregate,
    /// Its place in the timeline is malformed.
    #[error("the stream record's place in the timeline is malformed")]
    Place,
    /// It is of another aggregate, or of another place in it, than is asked for.
    #[error("the stream record is of no message")]
    NotAMessage,
}

impl MalformedRecord {
    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Partition => "record_partition",
            Self::Organisation => "record_organisation",
            Self::Aggregate => "record_aggregate",
            Self::Place => "record_place",
            Self::NotAMessage => "record_not_a_message",
        }
    }
}

/// Whose timeline an entry is in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Timeline {
    /// A thread's.
    Thread(ThreadId),
    /// A subscriber's: the consent ledger.
    Subscriber(SubscriberId),
    /// An application's.
    Application(ApplicationId),
}

/// Where an entry stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryPlace {
    /// Whose it is.
    pub organisation: OrganisationId,
    pub timeline: Timeline,
    /// The place in it, from 1.
    pub seq: u64,
    /// The message that it is about.
    pub about: Option<u64>,
}

impl EntryPlace {
    /// The message that this is the entry of.
    pub fn message(self) -> Result<MessageRef, MalformedRecord> {
        match (self.timeline, self.about) {
            (Timeline::Thread(thread), None) => Ok(MessageRef {
                organisation: self.organisation,
                message: MessageId {
                    thread,
                    seq: self.seq,
                },
            }),
            _ => Err(MalformedRecord::NotAMessage),
        }
    }
}

/// A place as keys are written: at least ten digits, from 1.
fn place(text: &str) -> Option<u64> {
    let digits = text.len() >= 10 && text.bytes().all(|b| b.is_ascii_digit());
    let place = text.parse().ok().filter(|place| *place > 0);
    place.filter(|_| digits)
}

impl EntryImage {
    /// The image of an item with these attributes.
    pub fn new(pk: &str, sk: &str, kind: Option<EntryKind>) -> Self {
        let text = |s: &str| Text { s: s.to_owned() };
        Self {
            pk: text(pk),
            sk: text(sk),
            kind: kind.map(EntryKind::as_str).map(text),
            label: None,
            meta: None,
        }
    }

    /// The entry's kind; `None` for heads and other items, and for a kind that a later release brought.
    pub fn kind(&self) -> Option<EntryKind> {
        EntryKind::parse(&self.kind.as_ref()?.s)
    }

    /// The entry's label, see `Event::label`.
    pub fn label(&self) -> Option<&str> {
        self.label.as_ref().map(|label| label.s.as_str())
    }

    /// Its partition and its place in it.
    pub fn keys(&self) -> (&str, &str) {
        (&self.pk.s, &self.sk.s)
    }

    /// An id in the readable part of the entry.
    pub fn named(&self, name: &str) -> Option<String> {
        let meta: serde_json::Value = serde_json::from_str(&self.meta.as_ref()?.s).ok()?;
        meta.get(name)?.as_str().map(str::to_owned)
    }

    /// Where the entry stands.
    pub fn place(&self) -> Result<EntryPlace, MalformedRecord> {
        let mut parts = self.pk.s.splitn(3, '#');
        let aggregate = parts.next().filter(|kind| matches!(*kind, "T" | "S" | "A"));
        let (Some(aggregate), Some(organisation), Some(id)) = (aggregate, parts.next(), parts.next()) else {
            return Err(MalformedRecord::Partition);
        };
        let organisation = OrganisationId::parse(organisation).map_err(|_| MalformedRecord::Organisation)?;
        let timeline = match aggregate {
            "T" => ThreadId::parse(id).map(Timeline::Thread),
            "S" => SubscriberId::parse(id).map(Timeline::Subscriber),
            _ => ApplicationId::parse(id).map(Timeline::Application),
        };
        let places = self.sk.s.strip_prefix("E#").ok_or(MalformedRecord::Place)?;
        let (first, second) = match places.split_once('#') {
            Some((about, seq)) => (seq, Some(place(about).ok_or(MalformedRecord::Place)?)),
            None => (places, None),
        };
        Ok(EntryPlace {
            organisation,
            timeline: timeline.map_err(|_| MalformedRecord::Aggregate)?,
            seq: place(first).ok_or(MalformedRecord::Place)?,
            about: second,
        })
    }

    /// The message that this is the entry of.
    pub fn message(&self) -> Result<MessageRef, MalformedRecord> {
        self.place()?.message()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const THREAD: &str = "T#lakeside#0123456789abcdef0123456789";

    fn place_of(pk: &str, sk: &str) -> Result<EntryPlace, MalformedRecord> {
        EntryImage::new(pk, sk, None).place()
    }

    #[test]
    fn an_entry_of_a_message_names_it() {
        let image = EntryImage::new(THREAD, "E#0000000007", Some(EntryKind::MessageOut));
        assert_eq!(
            image.message().map(|m| m.to_string()),
            Ok("lakeside.0123456789abcdef0123456789.7".to_owned())
        );
        for (pk, sk) in [
            ("S#lakeside#0123456789abcdef", "E#0000000007"),
            ("A#lakeside#0123456789abcdef", "E#0000000007"),
            (THREAD, "E#0000000007#0000000009"),
        ] {
            let message = EntryImage::new(pk, sk, None).message();
            assert_eq!(message, Err(MalformedRecord::NotAMessage), "{pk} {sk}");
        }
    }

    #[test]
    fn an_entry_beside_a_message_names_both() {
        let place = place_of(THREAD, "E#0000000007#0000000012").unwrap();
        assert_eq!((place.seq, place.about), (12, Some(7)));
        let place = place_of("A#lakeside#0123456789abcdef", "E#12345678901").unwrap();
        assert_eq!((place.seq, place.about), (12_345_678_901, None));
        assert!(matches!(place.timeline, Timeline::Application(_)));
    }

    #[test]
    fn what_is_malformed_is_told_by_its_field() {
        for (pk, sk, error) in [
            ("", "E#0000000007", MalformedRecord::Partition),
            ("T#lakeside", "E#0000000007", MalformedRecord::Partition),
            ("O#lakeside#x", "E#0000000007", MalformedRecord::Partition),
            (
                "T#Lakeside#0123456789abcdef0123456789",
                "E#0000000007",
                MalformedRecord::Organisation,
            ),
            ("T#lakeside#short", "E#0000000007", MalformedRecord::Aggregate),
            (
                "T#lakeside#0123456789abcdef0123456789#x",
                "E#0000000007",
                MalformedRecord::Aggregate,
            ),
            (
                "S#lakeside#0123456789abcdef0123456789",
                "E#0000000007",
                MalformedRecord::Aggregate,
            ),
            (THREAD, "HEAD", MalformedRecord::Place),
            (THREAD, "E#", MalformedRecord::Place),
            (THREAD, "E#7", MalformedRecord::Place),
            (THREAD, "E#0000000000", MalformedRecord::Place),
            (THREAD, "E#+000000007", MalformedRecord::Place),
            (THREAD, "E#99999999999999999999999", MalformedRecord::Place),
            (THREAD, "E#0000000007#", MalformedRecord::Place),
            (
                THREAD,
                "E#0000000007#0000000008#0000000009",
                MalformedRecord::Place,
            ),
        ] {
            assert_eq!(place_of(pk, sk), Err(error), "{pk} {sk}");
        }
    }

    #[test]
    fn only_an_item_that_is_new_is_an_entry() {
        let record = |event: &str| {
            let json = serde_json::json!({ "eventName": event, "dynamodb": { "NewImage": {
                "pk": { "S": THREAD }, "sk": { "S": "E#0000000007" }, "kind": { "S": "message_in" }, "label": { "S": "documents" },
            } } });
            serde_json::from_value::<StreamRecord>(json).unwrap()
        };
        assert_eq!(
            record("INSERT").inserted().and_then(EntryImage::label),
            Some("documents")
        );
        assert!(record("MODIFY").inserted().is_none());
    }

    proptest! {
        #[test]
        fn hostile_keys_are_refused_not_panicked_on(pk in "[TSA]?#?.{0,60}", sk in "E?#?.{0,40}") {
            let _ = place_of(&pk, &sk);
        }
    }
}
