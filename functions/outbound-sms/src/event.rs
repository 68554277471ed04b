//! What starts the function: records of the stream, or dead letters to try again.

use memberline_domain::MessageRef;
use memberline_platform::stream::StreamRecord;
use serde::{Deserialize, Serialize};

/// A batch of an event source mapping.
#[derive(Debug, Deserialize)]
pub struct Event {
    /// The records, in order.
    #[serde(rename = "Records")]
    pub records: Vec<Record>,
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
#[derive(Debug, Deserialize)]
#[serde(rename_all_fields = "camelCase")]
pub enum DeadLetter {
    /// Written by this function: a message that a retry alone does not help.
    #[serde(rename = "message")]
    Message(String),
    /// Written by Lambda: records of the stream that the function failed on for too long.
    #[serde(rename = "DDBStreamBatchInfo")]
    Batch(BatchInfo),
}

/// Where in the stream the records of a dead letter are.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BatchInfo {
    /// The shard.
    pub shard_id: String,
    /// The first record.
    pub start_sequence_number: String,
    /// The last record.
    pub end_sequence_number: String,
    /// The stream.
    pub stream_arn: String,
}

impl DeadLetter {
    /// Reads a dead letter. Of the members that it has, the first known one counts: Lambda adds others.
    pub fn parse(body: &str) -> Option<Self> {
        let mut members: serde_json::Map<String, serde_json::Value> = serde_json::from_str(body).ok()?;
        if let Some(message) = members.remove("message") {
            return serde_json::from_value(message).ok().map(Self::Message);
        }
        serde_json::from_value(members.remove("DDBStreamBatchInfo")?)
            .ok()
            .map(Self::Batch)
    }

    /// The body of a dead letter about one message.
    pub fn body(message: &MessageRef, error: &str) -> String {
        serde_json::json!({ "message": message.to_string(), "error": error }).to_string()
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
