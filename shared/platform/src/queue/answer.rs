//! The answer to a batch of a queue: which of its records come again.

use aws_lambda_events::sqs::{SqsBatchResponse, SqsMessage};

use crate::Deadline;
use crate::parking::Parking;
use crate::queue::QueueFailure;

/// The answer to a batch, while its records are processed.
#[derive(Debug, Default)]
pub struct BatchAnswer {
    response: SqsBatchResponse,
    parked: u64,
}

impl BatchAnswer {
    /// A record failed: it is parked when no repetition can help, and comes again otherwise, or when it cannot be parked before the
    /// deadline.
    pub async fn failed(
        &mut self,
        record: SqsMessage,
        failure: &impl QueueFailure,
        parking: &Parking,
        deadline: Option<Deadline>,
    ) {
        let body = record.body.as_deref().unwrap_or_default();
        let settles = Box::pin(parking.settles(body, failure.code(), failure.retry_can_help()));
        let is_settled = match deadline {
            Some(deadline) => deadline.bound(settles).await.unwrap_or(false),
            None => settles.await,
        };
        if is_settled {
            self.parked += 1;
        } else {
            // Without an id nothing can be named: an empty one makes all of the batch come again.
            self.response.add_failure(record.message_id.unwrap_or_default());
        }
    }

    /// How many records were parked.
    pub fn parked(&self) -> u64 {
        self.parked
    }

    /// How many records come again.
    pub fn again(&self) -> usize {
        self.response.batch_item_failures.len()
    }

    /// The answer as the queue wants it.
    pub fn into_response(self) -> SqsBatchResponse {
        self.response
    }
}
