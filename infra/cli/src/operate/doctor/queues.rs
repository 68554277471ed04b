//! Queues: what waits among the dead letters, and what is behind.

use std::collections::HashMap;

use aws_sdk_sqs::types::QueueAttributeName;
use futures_util::future::join_all;

use super::context::Context;
use super::finding::Finding;
use super::unchecked::Unchecked;

const ABOUT: &str = "queues";

/// How many may wait in a queue that is read all the time.
const MANY: u64 = 100;

const CALL: &str = "sqs:GetQueueAttributes";

pub async fn check(context: &Context<'_>) -> Result<Vec<Finding>, Unchecked> {
    let client = aws_sdk_sqs::Client::new(&context.deployment.aws);
    let queues = context.deployment.resources.of_kind("AWS::SQS::Queue");
    let counted = join_all(queues.into_iter().map(|(logical, url)| {
        let call = client
            .get_queue_attributes()
            .queue_url(url)
            .attribute_names(QueueAttributeName::ApproximateNumberOfMessages)
            .attribute_names(QueueAttributeName::ApproximateNumberOfMessagesNotVisible)
            .send();
        async move {
            match call.await {
                Ok(answer) => of_queue(logical, waiting(&answer.attributes.unwrap_or_default())),
                Err(error) => Some(Unchecked::aws(CALL)(error).finding(logical)),
            }
        }
    }))
    .await;
    let found: Vec<Finding> = counted.into_iter().flatten().collect();
    if found.is_empty() {
        return Ok(vec![Finding::fine(
            "queues_empty",
            ABOUT,
            "No dead letters wait, and no queue is behind",
        )]);
    }
    Ok(found)
}

fn waiting(attributes: &HashMap<QueueAttributeName, String>) -> u64 {
    let count = |count: &String| count.parse::<u64>().unwrap_or_default();
    attributes.values().map(count).sum()
}

/// What follows from how many wait in a queue. Timers that are not due are not in it.
fn of_queue(logical: &str, waiting: u64) -> Option<Finding> {
    if waiting == 0 {
        return None;
    }
    if let Some(name) = logical.strip_suffix("DeadLetters") {
        // As the API calls it.
        let name = name.to_lowercase();
        let name = if name == "event" { "events" } else { &name };
        return Some(Finding::mend(
            "dead_letters",
            logical,
            format!("Dead letters wait: {waiting}"),
            format!(
                "Read the function's log, mend the cause, then `POST /v1/dead-letters/{name}/replay`: docs/operations.md#dead-letters"
            ),
        ));
    }
    (waiting > MANY).then(|| {
        Finding::mend(
            "queue_behind",
            logical,
            format!("Records wait in the queue: {waiting}"),
            "Read the log of the function that reads it: a service refuses or slows down; docs/operations.md#alarms",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dead_letter_is_told_with_the_replay_that_it_takes() {
        let found = of_queue("EventDeadLetters", 2).unwrap_or_else(|| panic!("nothing is told"));
        assert_eq!(
            (found.code, found.words.as_str()),
            ("dead_letters", "Dead letters wait: 2")
        );
        assert!(
            found
                .mend
                .unwrap_or_default()
                .contains("/v1/dead-letters/events/replay")
        );
        assert_eq!(of_queue("EventDeadLetters", 0), None);
        assert_eq!(of_queue("EmailQueue", MANY), None);
        assert_eq!(
            of_queue("OutboundReplay", MANY + 1).map(|found| found.code),
            Some("queue_behind")
        );
    }

    #[test]
    fn what_is_being_read_waits_too() {
        let all = HashMap::from([
            (QueueAttributeName::ApproximateNumberOfMessages, "3".to_owned()),
            (
                QueueAttributeName::ApproximateNumberOfMessagesNotVisible,
                "4".to_owned(),
            ),
        ]);
        assert_eq!(waiting(&all), 7);
        assert_eq!(waiting(&HashMap::new()), 0);
    }
}
