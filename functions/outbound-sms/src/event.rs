//! What starts the function: records of the stream, or dead letters to try again.

use memberline_domain::MessageRef;
use memberline_domain::aggregate::EntryKind;
use memberline_platform::stream::StreamRecord;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// The member that names a place in the stream, as Lambda and the pipe write it.
const PLACE: &str = "DDBStreamBatchInfo";

/// Whether entries of this kind are texts that go out. Anything else in the stream is another function's, or of a later release.
pub(crate) fn goes_out(kind: Option<EntryKind>) -> bool {
    kind == Some(EntryKind::MessageOut)
}

/// A batch of an event source mapping, or the schedule that lets what is past its time be looked after.
#[derive(Debug, Deserialize)]
pub struct Event {
    /// The records, in order.
    #[serde(rename = "Records", default)]
    pub records: Vec<Record>,
    /// Whether it is the schedule.
    #[serde(default)]
    pub sweep: bool,
}

/// A record of either source.
#[derive(Debug, Deserialize)]
#[serde(tag = "eventSource")]
pub enum Record {
    /// Of the timeline table's stream.
    #[serde(rename = "aws:dynamodb")]
    Stream(StreamRecord),
    /// Of the queue of dead letters to try again.
    #[serde(rename = "aws:sqs")]
    Replay(ReplayRecord),
}

/// A dead letter to try again.
#[derive(Debug, Deserialize)]
pub struct ReplayRecord {
    /// The queue's id of it.
    #[serde(rename = "messageId")]
    pub message_id: String,
    /// The dead letter, as JSON.
    pub body: String,
}

impl Record {
    /// What a batch response calls the record.
    pub fn identifier(&self) -> Option<&str> {
        match self {
            Self::Stream(record) => record.dynamodb.sequence_number.as_deref(),
            Self::Replay(record) => Some(&record.message_id),
        }
    }
}

/// A dead letter.
#[derive(Debug)]
pub enum DeadLetter {
    /// Written by this function: a message that a retry alone does not help.
    Message(String),
    /// Written by this function: an entry that says it is a message, and whose keys do not.
    Entry(Entry),
    /// Written by Lambda: records of the stream that the function failed on for too long.
    Batch(BatchInfo),
    /// Written by the pipe: records of the stream that did not reach the topic.
    Events(BatchInfo),
}

/// The keys of an entry.
#[derive(Debug, Serialize, Deserialize)]
pub struct Entry {
    /// Its partition.
    pub pk: String,
    /// Its place in it.
    pub sk: String,
}

/// Where in the stream the records of a dead letter are.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BatchInfo {
    pub shard_id: String,
    /// The first record.
    pub start_sequence_number: String,
    /// The last record.
    pub end_sequence_number: String,
    pub stream_arn: String,
}

impl DeadLetter {
    /// Reads a dead letter. Of the members that it has, the first known one counts: Lambda and the pipe add others.
    pub fn parse(body: &str) -> Option<Self> {
        let mut members: Map<String, Value> = serde_json::from_str(body).ok()?;
        if let Some(message) = members.remove("message") {
            return serde_json::from_value(message).ok().map(Self::Message);
        }
        if let Some(entry) = members.remove("entry") {
            return serde_json::from_value(entry).ok().map(Self::Entry);
        }
        if let Some(mut letter) = members.remove("events") {
            let place = letter.get_mut(PLACE)?.take();
            return serde_json::from_value(place).ok().map(Self::Events);
        }
        serde_json::from_value(members.remove(PLACE)?)
            .ok()
            .map(Self::Batch)
    }

    /// The body of a dead letter about one message.
    pub fn body(message: &MessageRef, error: &str) -> String {
        json!({ "message": message.to_string(), "error": error }).to_string()
    }

    /// The body of a dead letter about an entry that cannot be read.
    pub fn of_entry(entry: &Entry, error: &str) -> String {
        json!({ "entry": entry, "error": error }).to_string()
    }
}

/// Which records of a batch are to come again.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BatchResponse {
    /// They, by their identifiers.
    pub batch_item_failures: Vec<Failed>,
}

/// A record that is to come again.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Failed {
    /// What the source calls it.
    pub item_identifier: String,
}

#[cfg(test)]
mod tests {
    use memberline_platform::readers::Reader;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_kinds_that_the_filter_lets_through_go_out() {
        for kind in EntryKind::ALL {
            assert_eq!(
                goes_out(Some(*kind)),
                Reader::OutboundSms.reads(*kind),
                "{kind:?}"
            );
        }
        assert!(!goes_out(EntryKind::parse("of_a_later_release")));
    }

    const LETTER: &str = r#"{"requestContext":{"condition":"RetryAttemptsExhausted"},"version":"1.0","DDBStreamBatchInfo":
        {"shardId":"s","startSequenceNumber":"1","endSequenceNumber":"2","batchSize":2,"streamArn":"arn"}}"#;

    #[test]
    fn each_letter_is_known_by_its_writer() {
        assert!(matches!(DeadLetter::parse(LETTER), Some(DeadLetter::Batch(info)) if info.shard_id == "s"));
        let events = format!(r#"{{"events":{LETTER}}}"#);
        assert!(
            matches!(DeadLetter::parse(&events), Some(DeadLetter::Events(info)) if info.end_sequence_number == "2")
        );
        let message: MessageRef = "lakeside.0123456789abcdef0123456789.7".parse().unwrap();
        let own = DeadLetter::body(&message, "text");
        assert!(
            matches!(DeadLetter::parse(&own), Some(DeadLetter::Message(text)) if text == message.to_string())
        );
        let entry = Entry {
            pk: "T#".to_owned(),
            sk: "E#7".to_owned(),
        };
        let own = DeadLetter::of_entry(&entry, "record_place");
        assert!(matches!(DeadLetter::parse(&own), Some(DeadLetter::Entry(read)) if read.sk == "E#7"));
    }

    #[test]
    fn what_is_none_is_none() {
        for body in [
            "",
            "7",
            "{}",
            r#"{"message":7}"#,
            r#"{"entry":{}}"#,
            r#"{"events":"DDBStreamBatchInfo"}"#,
            r#"{"events":{}}"#,
            r#"{"DDBStreamBatchInfo":{}}"#,
        ] {
            assert!(DeadLetter::parse(body).is_none(), "{body}");
        }
    }

    proptest! {
        #[test]
        fn any_body_is_read_or_refused(body in ".{0,200}", member in "message|entry|events|DDBStreamBatchInfo") {
            let _ = DeadLetter::parse(&body);
            let _ = DeadLetter::parse(&json!({ member: body }).to_string());
        }
    }
}
