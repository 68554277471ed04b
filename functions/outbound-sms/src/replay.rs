//! Dead letters: written when a retry alone does not help, tried again when somebody asks.

use aws_sdk_dynamodbstreams::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_dynamodbstreams::types::ShardIteratorType;
use jiff::Timestamp;
use memberline_domain::MessageRef;
use memberline_platform::stream::EntryImage;
use memberline_store::StoreError;

use crate::OutboundSms;
use crate::deliver::{DeliverError, Outcome};
use crate::event::{BatchInfo, DeadLetter};

/// What a failed call of the streams is.
fn of_streams<E: ProvideErrorMetadata, R>(
    operation: &'static str,
) -> impl FnOnce(SdkError<E, R>) -> DeliverError {
    move |error| StoreError::of_call("DynamoDB Streams", operation)(error).into()
}

/// How many reads of a shard one dead letter may take. A batch holds at most some hundred records.
const MOST_READS: u32 = 20;

impl OutboundSms {
    /// Puts a message among the dead letters.
    pub(crate) async fn bury(&self, message: &MessageRef, error: &DeliverError) -> Result<(), DeliverError> {
        let body = DeadLetter::body(message, &error.to_string());
        let send = self
            .dead_letters
            .sqs
            .send_message()
            .queue_url(&self.dead_letters.queue_url)
            .message_body(body);
        send.send()
            .await
            .map_err(StoreError::of_call("SQS", "SendMessage"))?;
        Ok(())
    }

    /// Tries the messages of a dead letter again. What cannot be read stays in the queue, and ends among the dead letters.
    pub(crate) async fn replay(
        &self,
        body: &str,
        now: impl Fn() -> Timestamp + Copy,
    ) -> Result<Vec<Outcome>, DeliverError> {
        let messages = match DeadLetter::parse(body).ok_or(DeliverError::Unsendable("dead letter"))? {
            DeadLetter::Message(message) => vec![
                message
                    .parse()
                    .map_err(|_| DeliverError::Unsendable("message id"))?,
            ],
            DeadLetter::Batch(batch) => self.messages_of(&batch).await?,
        };
        let mut outcomes = Vec::new();
        for message in messages {
            outcomes.push(self.deliver(&message, now).await?);
        }
        Ok(outcomes)
    }

    /// The outgoing messages among the records of a batch. The stream keeps them for 24 hours.
    async fn messages_of(&self, batch: &BatchInfo) -> Result<Vec<MessageRef>, DeliverError> {
        let streams = &self.dead_letters.streams;
        let start = streams
            .get_shard_iterator()
            .stream_arn(&batch.stream_arn)
            .shard_id(&batch.shard_id)
            .shard_iterator_type(ShardIteratorType::AtSequenceNumber)
            .sequence_number(&batch.start_sequence_number);
        let start = start.send().await.map_err(of_streams("GetShardIterator"))?;
        let mut iterator = start.shard_iterator;
        let mut messages = Vec::new();
        for _ in 0..MOST_READS {
            let Some(at) = iterator.take() else { break };
            let read = streams.get_records().shard_iterator(at).send().await;
            let read = read.map_err(of_streams("GetRecords"))?;
            for record in read.records() {
                let Some(change) = record.dynamodb() else { continue };
                let text = |name: &str| {
                    change
                        .new_image()
                        .and_then(|i| i.get(name))
                        .and_then(|v| v.as_s().ok())
                };
                if let (Some(pk), Some(sk), Some("message_out")) =
                    (text("pk"), text("sk"), text("kind").map(String::as_str))
                {
                    messages.extend(EntryImage::new(pk, sk, None).message());
                }
                if change.sequence_number() == Some(&batch.end_sequence_number) {
                    return Ok(messages);
                }
            }
            iterator = read.next_shard_iterator;
        }
        Ok(messages)
    }
}
