//! `GET /v1/dead-letters`.

use std::sync::Arc;

use aws_sdk_sqs::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_sqs::types::QueueAttributeName;
use axum::Json;
use axum::extract::State;
use memberline_http_api::Failure;
use memberline_platform::config::{DeadLetterConfig, WayBack};
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

use crate::api::AgentApi;
use memberline_http_api::require::{Operate, Require};

/// What could not be processed, by what it was for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Queue {
    /// Pictures and verdicts that could not be worked off.
    Documents,
    /// Texts that agents could not be told of by email.
    Email,
    /// Events that did not reach their subscribers.
    Events,
    /// Nudges that were due and could not be decided.
    Nudges,
    /// Texts that could not be offered to the carrier.
    Outbound,
    /// Timers that could not be set, and what members did that could not be heard.
    Timers,
}

impl Queue {
    const ALL: [(Self, &'static str); 6] = [
        (Self::Documents, "documents"),
        (Self::Email, "email"),
        (Self::Events, "events"),
        (Self::Nudges, "nudges"),
        (Self::Outbound, "outbound"),
        (Self::Timers, "timers"),
    ];

    pub(crate) fn parse(text: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(_, name)| *name == text)
            .map(|(queue, _)| *queue)
    }

    /// Their names, for a person.
    pub(crate) fn names() -> String {
        Self::ALL.map(|(_, name)| name).join(", ")
    }

    /// Where its dead letters are, and where they are tried again.
    pub(crate) fn way_back(self, queues: &DeadLetterConfig) -> &WayBack {
        match self {
            Self::Documents => &queues.documents,
            Self::Email => &queues.email,
            Self::Events => &queues.events,
            Self::Nudges => &queues.nudges,
            Self::Outbound => &queues.outbound,
            Self::Timers => &queues.timers,
        }
    }

    /// A dead letter as it is tried again. One of the events says that it is of them: by itself it looks as one of the texts does,
    /// as both name a place in the stream.
    pub(crate) fn tried_again(self, letter: &str) -> String {
        match self {
            Self::Events => {
                let letter: Value = serde_json::from_str(letter).unwrap_or_else(|_| letter.into());
                json!({ "events": letter }).to_string()
            }
            _ => letter.to_owned(),
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
            .queue_url(&queue.way_back(&self.dead_letters.queues).dead_letters)
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
    _: Require<Operate>,
) -> Result<Json<Vec<DeadLetterQueue>>, Failure> {
    let counts = Queue::ALL.map(|(queue, _)| Box::pin(api.dead_letters(queue)));
    Ok(Json(futures_util::future::try_join_all(counts).await?))
}
