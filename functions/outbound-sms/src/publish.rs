//! Records of the stream, to the topic once more, as the pipe publishes them.

use std::collections::HashMap;

use aws_sdk_dynamodbstreams::primitives::DateTime;
use aws_sdk_dynamodbstreams::types::{AttributeValue, Record, StreamViewType};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use memberline_domain::aggregate::EntryKind;
use memberline_platform::readers::Reader;
use memberline_store::{CommandError, StoreError};
use serde_json::{Map, Value, json};

use crate::DeadLetters;
use crate::error::DeliverError;

/// An attribute in the form of DynamoDB's JSON.
fn attribute(value: &AttributeValue) -> Value {
    match value {
        AttributeValue::S(text) => json!({ "S": text }),
        AttributeValue::N(number) => json!({ "N": number }),
        AttributeValue::B(bytes) => json!({ "B": STANDARD.encode(bytes) }),
        AttributeValue::Bool(flag) => json!({ "BOOL": flag }),
        AttributeValue::Ss(texts) => json!({ "SS": texts }),
        AttributeValue::Ns(numbers) => json!({ "NS": numbers }),
        AttributeValue::Bs(all) => {
            let all = all.iter().map(|bytes| STANDARD.encode(bytes));
            json!({ "BS": all.collect::<Vec<_>>() })
        }
        AttributeValue::L(list) => json!({ "L": list.iter().map(attribute).collect::<Vec<_>>() }),
        AttributeValue::M(map) => {
            let map = map.iter().map(|(name, value)| (name.clone(), attribute(value)));
            json!({ "M": map.collect::<Map<_, _>>() })
        }
        _ => json!({ "NULL": true }),
    }
}

/// The record as the pipe publishes it; `None` when it lets it go by.
fn published(record: &Record, stream_arn: &str) -> Option<String> {
    let change = record.dynamodb()?;
    let image = change.new_image()?;
    let kind = image.get("kind")?.as_s().ok()?;
    let is_new = record.event_name().is_some_and(|name| name.as_str() == "INSERT");
    if !is_new || !EntryKind::parse(kind).is_some_and(|kind| Reader::Institution.reads(kind)) {
        return None;
    }
    let map = |all: &HashMap<String, AttributeValue>| {
        let all = all.iter().map(|(name, value)| (name.clone(), attribute(value)));
        Value::Object(all.collect())
    };
    let record = json!({
        "eventID": record.event_id(), "eventName": "INSERT", "eventVersion": record.event_version(),
        "eventSource": "aws:dynamodb", "awsRegion": record.aws_region(), "eventSourceARN": stream_arn,
        "dynamodb": {
            "ApproximateCreationDateTime": change.approximate_creation_date_time().map(DateTime::secs),
            "Keys": change.keys().map(map), "NewImage": map(image),
            "SequenceNumber": change.sequence_number(), "SizeBytes": change.size_bytes(),
            "StreamViewType": change.stream_view_type().map(StreamViewType::as_str),
        },
    });
    Some(record.to_string())
}

impl DeadLetters {
    /// Publishes those records that the pipe would have published, in their order. How many there were.
    pub(crate) async fn publish(
        &self,
        records: &[Record],
        stream_arn: &str,
    ) -> Result<u64, CommandError<DeliverError>> {
        let mut count = 0;
        for body in records.iter().filter_map(|record| published(record, stream_arn)) {
            let publish = self.sns.publish().topic_arn(&self.topic_arn).message(body);
            Box::pin(publish.send())
                .await
                .map_err(StoreError::of_call("SNS", "Publish"))?;
            count += 1;
        }
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use aws_sdk_dynamodbstreams::primitives::Blob;
    use aws_sdk_dynamodbstreams::types::{OperationType, StreamRecord};

    use super::*;

    fn record(event: OperationType, kind: Option<&str>) -> Record {
        let text = |text: &str| AttributeValue::S(text.to_owned());
        let mut image = StreamRecord::builder()
            .sequence_number("7")
            .keys("pk", text("T#lakeside#x"))
            .new_image("pk", text("T#lakeside#x"))
            .new_image("sealed", AttributeValue::B(Blob::new([0, 255])))
            .new_image("seq", AttributeValue::N("7".to_owned()));
        if let Some(kind) = kind {
            image = image.new_image("kind", text(kind));
        }
        Record::builder()
            .event_id("1")
            .event_name(event)
            .dynamodb(image.build())
            .build()
    }

    #[test]
    fn a_record_is_published_as_the_stream_brings_it() {
        let body = published(&record(OperationType::Insert, Some("message_in")), "arn").unwrap();
        let body: Value = serde_json::from_str(&body).unwrap();
        assert_eq!(body["eventName"], "INSERT");
        let image = &body["dynamodb"]["NewImage"];
        assert_eq!(image["kind"], json!({ "S": "message_in" }));
        assert_eq!(image["sealed"], json!({ "B": "AP8=" }));
        assert_eq!(image["seq"], json!({ "N": "7" }));
        assert_eq!(body["dynamodb"]["Keys"], json!({ "pk": { "S": "T#lakeside#x" } }));
        assert_eq!(body["dynamodb"]["SequenceNumber"], "7");
    }

    #[test]
    fn what_the_pipe_lets_go_by_is_not_published() {
        for record in [
            record(OperationType::Modify, Some("message_in")),
            record(OperationType::Insert, Some("notice")),
            record(OperationType::Insert, None),
            Record::builder().build(),
        ] {
            assert_eq!(published(&record, "arn"), None, "{record:?}");
        }
    }
}
