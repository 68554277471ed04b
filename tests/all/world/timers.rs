//! The queue and the timers of nudges, as a test lets them come.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use memberline_platform::Deadline;
use memberline_platform::config::TimerConfig;
use memberline_platform::parking::Parking;
use memberline_store::{CommandError, Store};
use re_engagement::{DeadLetters, Failure, ReEngagement, Timers};
use serde_json::{Value, json};

use super::World;
use super::cloud::Item;
use super::first_use::TIMER_GROUP;
use super::outbox::{attribute, records};
use super::template::{filter, reaches};

/// A schedule as the scheduler has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    pub name: String,
    pub at: Timestamp,
    pub payload: Value,
}

/// A batch of a queue with records of these bodies, named by their places.
pub fn queue_batch(arn: &str, bodies: impl Iterator<Item = String>) -> Value {
    let records = bodies.enumerate().map(|(number, body)| {
        json!({
            "messageId": number.to_string(), "receiptHandle": "r", "body": body, "attributes": {}, "messageAttributes": {},
            "eventSource": "aws:sqs", "eventSourceARN": arn, "awsRegion": "us-east-1",
        })
    });
    json!({ "Records": records.collect::<Vec<_>>() })
}

/// The places of the records that are to come again.
pub fn failures(answer: &Value) -> Vec<usize> {
    let failed = answer["batchItemFailures"].as_array().unwrap().iter();
    let mut places: Vec<usize> = failed
        .map(|failed| failed["itemIdentifier"].as_str().unwrap().parse().unwrap())
        .collect();
    places.sort_unstable();
    places
}

impl World {
    /// The function, newly started.
    pub fn re_engagement(&self) -> ReEngagement {
        let cloud = self.cloud.as_function("ReEngagement");
        self.re_engagement_over(self.store_of("ReEngagement"), cloud.scheduler())
    }

    pub fn re_engagement_over(&self, store: Store, scheduler: aws_sdk_scheduler::Client) -> ReEngagement {
        let config = TimerConfig {
            group: TIMER_GROUP.to_owned(),
            role_arn: format!("arn:aws:iam::{}:role/TimerRole", self.cloud.account),
            queue_arn: self.cloud.queue_arn("NudgesQueue"),
            dead_letters_arn: self.cloud.queue_arn("NudgesDeadLetters"),
        };
        let sqs = self.cloud.as_function("ReEngagement").sqs();
        let parked = |queue| Parking::new(sqs.clone(), self.cloud.queue(queue));
        ReEngagement::new(
            std::sync::Arc::new(store),
            Timers::new(scheduler, config),
            DeadLetters {
                nudges: parked("NudgesDeadLetters"),
                timers: parked("TimersDeadLetters"),
            },
        )
    }

    /// Lets a function handle an event at the time that the world's clock says, with as much time as a deployment gives it.
    pub async fn handles(
        &self,
        function: &ReEngagement,
        event: Value,
    ) -> Result<Value, CommandError<Failure>> {
        let clock = self.clock.clone();
        let deadline = Deadline::within(Duration::from_secs(30));
        Box::pin(function.handle(event, "test", &|| clock.now(), deadline)).await
    }

    /// The entries that the queue of timers gets, of one partition that ends so or of all, in their order.
    pub async fn timer_items(&self, ending: &str) -> Vec<Item> {
        let filter = filter("TimersSubscription");
        let mut items = self.cloud.items("timeline").await;
        items.retain(|item| {
            let label = item.get("label").map(|_| attribute(item, "label"));
            attribute(item, "pk").ends_with(ending) && reaches(&filter, attribute(item, "kind"), label)
        });
        items.sort_by_key(|item| (attribute(item, "pk").to_owned(), attribute(item, "sk").to_owned()));
        items
    }

    /// A batch of the queue of timers with these entries.
    pub fn timer_batch(items: &[Item]) -> Value {
        let bodies = records(items).into_iter().map(|record| record.to_string());
        queue_batch("arn:aws:sqs:us-east-1:000000000000:TimersQueue", bodies)
    }

    /// A batch of the queue of nudges with these timers, as schedules put them there.
    pub fn nudge_batch(&self, payloads: &[Value]) -> Value {
        let queue = self.cloud.queue_arn("NudgesQueue");
        queue_batch(&queue, payloads.iter().map(Value::to_string))
    }

    /// Timers go off, and their queue brings them to a newly started function. The places of those that are to come again.
    pub async fn go_off(&self, payloads: &[Value]) -> Vec<usize> {
        let answer = self
            .handles(&self.re_engagement(), self.nudge_batch(payloads))
            .await
            .unwrap();
        failures(&answer)
    }

    /// Lets a newly started function see every entry once more, and then those that come of that. Whether it took all of them.
    pub async fn set_timers(&self, ending: &str) -> bool {
        let mut seen = 0;
        loop {
            let items = self.timer_items(ending).await;
            if items.len() == seen {
                return true;
            }
            seen = items.len();
            let answer = self
                .handles(&self.re_engagement(), Self::timer_batch(&items))
                .await;
            if !answer.is_ok_and(|answer| answer["batchItemFailures"].as_array().is_some_and(Vec::is_empty)) {
                return false;
            }
        }
    }

    /// The schedules that there are, by time.
    pub async fn schedules(&self) -> Vec<Schedule> {
        let scheduler = self.cloud.scheduler();
        let mut found = Vec::new();
        let mut pages = scheduler
            .list_schedules()
            .group_name(TIMER_GROUP)
            .into_paginator()
            .items()
            .send();
        while let Some(listed) = pages.next().await {
            let name = listed.unwrap().name.unwrap();
            let schedule = scheduler
                .get_schedule()
                .group_name(TIMER_GROUP)
                .name(&name)
                .send()
                .await
                .unwrap();
            let at = schedule.schedule_expression.unwrap();
            let at = format!("{}Z", at.strip_prefix("at(").unwrap().strip_suffix(')').unwrap());
            let payload = serde_json::from_str(&schedule.target.unwrap().input.unwrap()).unwrap();
            found.push(Schedule {
                name,
                at: at.parse().unwrap(),
                payload,
            });
        }
        found.sort_by_key(|schedule| (schedule.at, schedule.name.clone()));
        found
    }

    /// A timer goes off at a newly started function; what it did, or `None` when it failed.
    pub async fn fires(&self, payload: &Value) -> Option<String> {
        let answer = self.handles(&self.re_engagement(), payload.clone()).await;
        answer
            .ok()
            .map(|answer| answer["outcome"].as_str().unwrap().to_owned())
    }

    /// Time passes until the next timer goes off, which is then deleted as the scheduler does it.
    pub async fn next_timer(&self) -> Option<String> {
        assert!(self.set_timers("").await);
        let next = self.schedules().await.into_iter().next()?;
        let wait = next.at.duration_since(self.clock.now());
        self.clock.pass(wait.max(SignedDuration::ZERO));
        let outcome = self.fires(&next.payload).await;
        let delete = self
            .cloud
            .scheduler()
            .delete_schedule()
            .group_name(TIMER_GROUP)
            .name(&next.name);
        delete.send().await.unwrap();
        outcome
    }
}
