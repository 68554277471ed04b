//! The queue and the timers of nudges, as a test lets them come.

use jiff::{SignedDuration, Timestamp};
use memberline_platform::config::TimerConfig;
use memberline_platform::parking::Parking;
use memberline_store::Store;
use re_engagement::{ReEngagement, Timers};
use serde_json::{Value, json};

use super::World;
use super::cloud::{Item, TIMER_GROUP};
use super::outbox::{attribute, records};

/// A schedule as the scheduler has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    pub name: String,
    pub at: Timestamp,
    pub payload: Value,
}

/// The kinds of entries that the queue of timers gets.
const KINDS: [&str; 8] = [
    "nudge_planned",
    "nudge_held",
    "nudge_cancelled",
    "message_in",
    "opted_out",
    "automation_held",
    "consent_revoked",
    "consent_granted",
];

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
            target_arn: format!(
                "arn:aws:lambda:us-east-1:{}:function:re-engagement",
                self.cloud.account
            ),
            dead_letters_arn: format!("arn:aws:sqs:us-east-1:{}:TimersDeadLetters", self.cloud.account),
        };
        let timers = Timers::new(scheduler, config);
        let parking = Parking::new(
            self.cloud.as_function("ReEngagement").sqs(),
            self.cloud.queue("TimersDeadLetters"),
        );
        ReEngagement::new(std::sync::Arc::new(store), timers, parking)
    }

    /// The entries that the queue of timers gets, of one partition that ends so or of all, in their order.
    pub async fn timer_items(&self, ending: &str) -> Vec<Item> {
        let mut items = self.cloud.items("timeline").await;
        items.retain(|item| {
            KINDS.contains(&attribute(item, "kind")) && attribute(item, "pk").ends_with(ending)
        });
        items.sort_by_key(|item| (attribute(item, "pk").to_owned(), attribute(item, "sk").to_owned()));
        items
    }

    /// A batch of the queue with these entries.
    pub fn timer_batch(items: &[Item]) -> Value {
        let records = records(items).into_iter().enumerate().map(|(number, record)| {
            json!({
                "messageId": number.to_string(), "receiptHandle": "r", "body": record.to_string(), "attributes": {}, "messageAttributes": {},
                "eventSource": "aws:sqs", "eventSourceARN": "arn:aws:sqs:us-east-1:000000000000:timers", "awsRegion": "us-east-1",
            })
        });
        json!({ "Records": records.collect::<Vec<_>>() })
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
            let (clock, function) = (self.clock.clone(), self.re_engagement());
            let answer = Box::pin(function.handle(Self::timer_batch(&items), "test", &|| clock.now())).await;
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
        let (clock, function) = (self.clock.clone(), self.re_engagement());
        let answer = Box::pin(function.handle(payload.clone(), "test", &|| clock.now())).await;
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
