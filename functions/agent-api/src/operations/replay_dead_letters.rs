//! `POST /v1/dead-letters/{queue}/replay`.

use std::sync::Arc;
use std::time::Duration;

use aws_sdk_sqs::types::{
    DeleteMessageBatchRequestEntry, Message, SendMessageBatchRequestEntry, SendMessageBatchResultEntry,
};
use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use memberline_http_api::Failure;
use memberline_http_api::{Meaning, Problem};
use memberline_platform::Deadline;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::AgentApi;
use crate::operations::list_dead_letters::{Queue, unavailable};
use memberline_http_api::require::{Operate, Require};

/// The most that SQS hands out, or takes, in one call.
const BATCH: i32 = 10;

/// Calls of one replay: 100 messages.
const BATCHES: u32 = 10;

/// No further call is begun after this long: what is under way still fits into what the function may take.
const GOES_ON_FOR: Duration = Duration::from_secs(5);

/// How long the queue may look for messages, in seconds. Without it, SQS asks a part of its servers only and may find none.
const WAIT: i32 = 1;

/// How long a message is ours, in seconds: longer than this function may run.
const HELD: i32 = 30;

/// How much was put back.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Revived {
    /// How many messages are to be tried again, at most 100 in one call.
    replayed: usize,
}

impl AgentApi {
    /// Puts up to ten dead letters back where they are tried again. `None` when there are none left.
    async fn revive_some(&self, queue: Queue) -> Result<Option<usize>, Failure> {
        let sqs = &self.dead_letters.sqs;
        let way = queue.way_back(&self.dead_letters.queues);
        let receive = sqs
            .receive_message()
            .queue_url(&way.dead_letters)
            .max_number_of_messages(BATCH)
            .visibility_timeout(HELD)
            .wait_time_seconds(WAIT);
        let dead = receive.send().await.map_err(unavailable("ReceiveMessage"))?;
        let dead = dead.messages.unwrap_or_default();
        if dead.is_empty() {
            return Ok(None);
        }
        let put_back = sqs.send_message_batch().queue_url(&way.again);
        let put_back = put_back.set_entries(Some(to_send(queue, &dead)));
        let sent = put_back.send().await.map_err(unavailable("SendMessageBatch"))?;
        let done: Vec<&str> = sent
            .successful()
            .iter()
            .map(SendMessageBatchResultEntry::id)
            .collect();
        if done.is_empty() {
            return Err(Failure::unavailable(
                "SQS",
                "SendMessageBatch",
                "all_failed".to_owned(),
            ));
        }
        // What is not deleted now is tried twice, which every reader of these queues can take.
        let delete = sqs.delete_message_batch().queue_url(&way.dead_letters);
        let delete = delete.set_entries(Some(to_delete(&dead, &done)));
        delete.send().await.map_err(unavailable("DeleteMessageBatch"))?;
        Ok(Some(done.len()))
    }

    async fn revive(&self, queue: Queue) -> Result<Revived, Failure> {
        let mut replayed = 0;
        let deadline = Deadline::within(GOES_ON_FOR);
        for _ in 0..BATCHES {
            if !deadline.allows(Duration::ZERO) {
                break;
            }
            match self.revive_some(queue).await? {
                Some(some) => replayed += some,
                None => break,
            }
        }
        Ok(Revived { replayed })
    }
}

/// The letters to send, by their place.
fn to_send(queue: Queue, dead: &[Message]) -> Vec<SendMessageBatchRequestEntry> {
    let entries = dead.iter().enumerate().filter_map(|(at, message)| {
        let entry = SendMessageBatchRequestEntry::builder().id(at.to_string());
        entry
            .message_body(queue.tried_again(message.body()?))
            .build()
            .ok()
    });
    entries.collect()
}

/// The letters to delete: those that were sent.
fn to_delete(dead: &[Message], sent: &[&str]) -> Vec<DeleteMessageBatchRequestEntry> {
    let entries = dead.iter().enumerate().filter_map(|(at, message)| {
        let id = at.to_string();
        let entry = DeleteMessageBatchRequestEntry::builder().receipt_handle(message.receipt_handle()?);
        let was_sent = sent.contains(&id.as_str());
        was_sent.then(|| entry.id(id).build().ok())?
    });
    entries.collect()
}

/// Tries dead letters again
///
/// Up to 100 of them; for administrators. Call it again until `replayed` is 0.
#[utoipa::path(post, path = "/v1/dead-letters/{queue}/replay", tag = "Operations", params(("queue" = Queue, Path, description = "Which queue.")), responses(
    (status = 200, description = "They are on their way again.", body = Revived),
    (status = 404, description = "`queue_not_found`"),
))]
pub(crate) async fn replay_dead_letters(
    State(api): State<Arc<AgentApi>>,
    _: Require<Operate>,
    queue: Result<Path<String>, PathRejection>,
) -> Result<Json<Revived>, Failure> {
    let queue = queue.ok().and_then(|Path(queue)| Queue::parse(&queue));
    let queue = queue.ok_or_else(|| {
        Problem::new(
            Meaning::NotFound,
            "queue_not_found",
            format!("The queues are {}.", Queue::names()),
        )
    })?;
    Ok(Json(Box::pin(api.revive(queue)).await?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_sent_is_deleted() {
        let letter = |n: &str| Message::builder().body(n).receipt_handle(format!("r{n}")).build();
        let dead = [letter("a"), letter("b"), letter("c")];
        let bodies: Vec<_> = to_send(Queue::Email, &dead)
            .iter()
            .map(|e| e.message_body().to_owned())
            .collect();
        assert_eq!(bodies, ["a", "b", "c"]);
        let letter = Message::builder().body(r#"{"DDBStreamBatchInfo":{}}"#).build();
        let events = to_send(Queue::Events, &[letter, dead[0].clone()]);
        let bodies: Vec<_> = events
            .iter()
            .map(SendMessageBatchRequestEntry::message_body)
            .collect();
        assert_eq!(
            bodies,
            [r#"{"events":{"DDBStreamBatchInfo":{}}}"#, r#"{"events":"a"}"#]
        );
        let deleted = to_delete(&dead, &["0", "2"]);
        let handles: Vec<_> = deleted.iter().map(|e| (e.id(), e.receipt_handle())).collect();
        assert_eq!(handles, [("0", "ra"), ("2", "rc")]);
    }
}
