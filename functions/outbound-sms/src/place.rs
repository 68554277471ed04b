//! A place in the stream, read again.

use std::time::Duration;

use aws_sdk_dynamodbstreams::error::ProvideErrorMetadata;
use aws_sdk_dynamodbstreams::types::{Record, ShardIteratorType};
use memberline_platform::Deadline;
use memberline_store::{CommandError, Pauses, StoreError};

use crate::DeadLetters;
use crate::error::DeliverError;
use crate::event::BatchInfo;

/// What is left of a place: the stream forgets after 24 hours.
#[derive(Debug)]
pub(crate) struct Found {
    /// The records that are still there, in order.
    pub(crate) records: Vec<Record>,
    /// Whether some are gone, or all.
    pub(crate) lost: bool,
}

/// The pauses between reads that bring nothing, which the stream answers where a shard has no records for a while.
const AFTER_NOTHING: Pauses = Pauses {
    first: Duration::from_millis(20),
    longest: Duration::from_millis(500),
};

/// What is left of an invocation when no further read is begun.
const A_READ_TAKES: Duration = Duration::from_secs(10);

/// The order of sequence numbers: decimal numbers of up to forty digits.
fn order(number: &str) -> (usize, &str) {
    let digits = number.trim_start_matches('0');
    (digits.len(), digits)
}

/// Why a read brought nothing.
enum Unread {
    /// The place is older than what the stream, or the shard, still has.
    Gone,
    /// The iterator is older than a quarter of an hour.
    Expired,
    Failed(StoreError),
}

impl Unread {
    fn of(operation: &'static str, error: &impl ProvideErrorMetadata) -> Self {
        match error.code() {
            Some("TrimmedDataAccessException" | "ResourceNotFoundException") => Self::Gone,
            Some("ExpiredIteratorException") => Self::Expired,
            code => {
                let code = code.unwrap_or("failed").to_owned();
                Self::Failed(StoreError::of_code("DynamoDB Streams", operation, code))
            }
        }
    }
}

impl DeadLetters {
    /// Reads a place as far as the stream still has it. Without the time to read to its end it is not read: half of a place would
    /// look as if it were all of it.
    pub(crate) async fn read(
        &self,
        place: &BatchInfo,
        deadline: Deadline,
    ) -> Result<Found, CommandError<DeliverError>> {
        let mut found = Found {
            records: Vec::new(),
            lost: false,
        };
        let in_time = || {
            let late = DeliverError::NotNow("there is no time to read the stream");
            deadline.allows(A_READ_TAKES).then_some(()).ok_or(late)
        };
        in_time()?;
        let (mut iterator, mut nothing) = (self.start(place, &mut found).await?, 0);
        while let Some(at) = iterator {
            in_time()?;
            let read = self.streams.get_records().shard_iterator(at).send().await;
            let read = match read.map_err(|error| Unread::of("GetRecords", &error)) {
                Ok(read) => read,
                Err(Unread::Failed(error)) => return Err(error.into()),
                Err(Unread::Gone | Unread::Expired) => {
                    // Read on after what was read.
                    iterator = self.start(place, &mut found).await?;
                    AFTER_NOTHING.wait(nothing).await;
                    nothing += 1;
                    continue;
                }
            };
            iterator = read.next_shard_iterator;
            let records = read.records.unwrap_or_default();
            if records.is_empty() {
                AFTER_NOTHING.wait(nothing).await;
                nothing += 1;
            }
            for record in records {
                let number = record.dynamodb().and_then(|change| change.sequence_number());
                let number = order(number.unwrap_or_default());
                let end = order(&place.end_sequence_number);
                if number > end {
                    return Ok(found);
                }
                let is_last = number == end;
                found.records.push(record);
                if is_last {
                    return Ok(found);
                }
            }
        }
        Ok(found)
    }

    /// Where to read from: after what was found, or from the first record, or, when that is gone, from the oldest there is. `None`
    /// when all is gone.
    async fn start(
        &self,
        place: &BatchInfo,
        found: &mut Found,
    ) -> Result<Option<String>, CommandError<DeliverError>> {
        let read = found.records.last().and_then(|record| record.dynamodb());
        let read = read
            .and_then(|change| change.sequence_number())
            .map(str::to_owned);
        let from = match read {
            Some(read) => (ShardIteratorType::AfterSequenceNumber, Some(read)),
            None => (
                ShardIteratorType::AtSequenceNumber,
                Some(place.start_sequence_number.clone()),
            ),
        };
        for (kind, number) in [from, (ShardIteratorType::TrimHorizon, None)] {
            let start = self
                .streams
                .get_shard_iterator()
                .stream_arn(&place.stream_arn)
                .shard_id(&place.shard_id)
                .shard_iterator_type(kind)
                .set_sequence_number(number);
            let start = start.send().await;
            match start.map_err(|error| Unread::of("GetShardIterator", &error)) {
                Ok(start) => return Ok(start.shard_iterator),
                Err(Unread::Failed(error)) => return Err(error.into()),
                Err(Unread::Gone | Unread::Expired) => found.lost = true,
            }
        }
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sequence_numbers_are_numbers_whatever_their_length() {
        let mut numbers = [
            "100000000000000000001",
            "9",
            "0010",
            "000000000000000000009",
            "11",
        ];
        numbers.sort_by_key(|number| order(number));
        assert_eq!(
            numbers,
            [
                "9",
                "000000000000000000009",
                "0010",
                "11",
                "100000000000000000001"
            ]
        );
        assert_eq!(order("0007"), order("7"));
        assert!(order("") < order("1"));
    }
}
