//! `GET /v1/dead-letters`.

use std::sync::Arc;

use aws_sdk_sqs::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_sqs::types::QueueAttributeName;
use axum::Json;
use axum::extract::State;
use memberline_platform::config::DeadLetterConfig;
use serde::Serialize;
use utoipa::ToSchema;

use crate::AgentApi;
use crate::caller::Operator;
use crate::failure::Failure;

/// What could not be processed, by what it was for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Queue {
    /// Texts that agents could not be told of by email.
    Email,
    /// Texts that could not be offered to the carrier.
    Outbound,
    /// Timers that could not be set, or told of when they went off.
    Timers,
}

impl Queue {
    const ALL: [(Self, &'static str); 3] = [
        (Self::Email, "email"),
        (Self::Outbound, "outbound"),
        (Self::Timers, "timers"),
    ];

    pub(crate) fn parse(text: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(_, name)| *name == text)
            .map(|(queue, _)| *queue)
    }

    /// Where its dead letters are.
    pub(crate) fn dead_letters(self, queues: &DeadLetterConfig) -> &str {
        match self {
            Self::Email => &queues.email_dead_letters,
            Self::Outbound => &queues.outbound_dead_letters,
            Self::Timers => &queues.timers_dead_letters,
        }
    }

    /// Where they are tried again.
    pub(crate) fn again(self, queues: &DeadLetterConfig) -> &str {
        match self {
            Self::Email => &queues.email,
            Self::Outbound => &queues.outbound,
            Self::Timers => &queues.timers,
        }
    }
}

/// A queue of dead letters.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DeadLetterQueue {
    /// Which.
    queue: Queue,
    /// How many messages are in it, about: the queue's own count lags behind by up to a minute.
    messages: u64,
}

/// A call of SQS that failed.
pub(crate) fn unavailable<E: ProvideErrorMetadata, R>(
    operation: &'static str,
) -> impl FnOnce(SdkError<E, R>) -> Failure {
    move |error| Failure::unavailable("SQS", operation, error.code().unwrap_or("failed").to_owned())
}

impl AgentApi {
    async fn dead_letters(&self, queue: Queue) -> Result<DeadLetterQueue, Failure> {
        let counts = [
            QueueAttributeName::ApproximateNumberOfMessages,
            QueueAttributeName::ApproximateNumberOfMessagesNotVisible,
        ];
        let ask = self
            .dead_letters
            .sqs
            .get_queue_attributes()
            .queue_url(queue.dead_letters(&self.dead_letters.queues))
            .set_attribute_names(Some(counts.to_vec()));
        let answer = ask.send().await.map_err(unavailable("GetQueueAttributes"))?;
        let count = |name| {
            let attributes = answer.attributes()?;
            attributes.get(name)?.parse::<u64>().ok()
        };
        let messages = counts.iter().filter_map(count).sum();
        Ok(DeadLetterQueue { queue, messages })
    }
}

/// Counts what could not be processed
///
/// Of the whole deployment; for administrators.
#[utoipa::path(get, path = "/v1/dead-letters", tag = "Operations", responses(
    (status = 200, description = "Each queue with its count.", body = Vec<DeadLetterQueue>),
))]
pub(crate) async fn list_dead_letters(
    State(api): State<Arc<AgentApi>>,
    _operator: Operator,
) -> Result<Json<Vec<DeadLetterQueue>>, Failure> {
    let counts = Queue::ALL.map(|(queue, _)| Box::pin(api.dead_letters(queue)));
    Ok(Json(futures_util::future::try_join_all(counts).await?))
}
