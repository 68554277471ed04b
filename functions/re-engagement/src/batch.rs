//! A batch of a queue: its records side by side, and each comes again or goes by itself.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use aws_lambda_events::sqs::{SqsBatchResponse, SqsEvent, SqsMessage};
use futures_util::StreamExt;
use futures_util::stream;
use jiff::Timestamp;
use memberline_platform::Deadline;
use memberline_platform::parking::Parking;
use memberline_platform::queue::{BatchAnswer, QueueFailure};
use memberline_platform::telemetry::LogLine;

use crate::ReEngagement;
use crate::decode::{self, ActivityRecord, Task};
use crate::failure::Failure;
use crate::fire::Outcome;
use memberline_store::CommandError;

/// How much of an invocation's time is kept for putting away what cannot be done and for the answer.
const ANSWERING_TAKES: Duration = Duration::from_secs(3);

/// How many lanes are worked on at once: as many as a batch has records, so that none waits for another.
const SIDE_BY_SIDE: usize = 10;

/// What became of a task of the record at a place in its batch.
type Done = (usize, Result<Option<Outcome>, CommandError<Failure>>);

impl ReEngagement {
    /// Processes a batch of a queue. What failed, or was not come to in time, is named in the answer, and the queue brings it
    /// again; what no retry helps goes to the dead letters.
    pub(crate) async fn batch(
        &self,
        batch: SqsEvent,
        request_id: &str,
        now: impl Fn() -> Timestamp + Copy,
        deadline: Deadline,
    ) -> SqsBatchResponse {
        let mut line = LogLine::begin("re-engagement", request_id, now());
        line.note("records", batch.records.len());
        let (mut failed, mut latest) = (BTreeMap::new(), None);
        let mut lanes: BTreeMap<String, Vec<(usize, Task)>> = BTreeMap::new();
        for (at, record) in batch.records.iter().enumerate() {
            match decode::tasks(record.body.as_deref().unwrap_or_default()) {
                Ok(tasks) => {
                    for task in tasks {
                        if let Task::Fire(timer) = &task {
                            latest = latest.max(timer.lateness(now()));
                        }
                        if let Some(lane) = task.lane() {
                            lanes.entry(lane).or_default().push((at, task));
                        }
                    }
                }
                Err(error) => {
                    failed.insert(at, Failure::from(error).into());
                }
            }
        }
        let until = deadline.leaving(ANSWERING_TAKES);
        let lanes = stream::iter(lanes.into_values())
            .map(|lane| Box::pin(self.lane(lane, now, until)))
            .buffer_unordered(SIDE_BY_SIDE);
        let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
        for (at, result) in lanes.collect::<Vec<_>>().await.into_iter().flatten() {
            match result {
                Ok(outcome) => {
                    if let Some(outcome) = outcome {
                        *counts.entry(outcome.metric()).or_default() += 1;
                    }
                }
                // One that a retry can help brings the record again, whatever else is wrong with it.
                Err(failure) if failure.retry_can_help() => {
                    failed.insert(at, failure);
                }
                Err(failure) => {
                    failed.entry(at).or_insert(failure);
                }
            }
        }
        for (metric, count) in counts {
            line.count(metric, count);
        }
        if let Some(lateness) = latest {
            line.measure("TimerLateness", lateness);
        }
        self.answer(batch, failed, line, deadline).await
    }

    /// Does the tasks of a lane one after the other.
    async fn lane(
        &self,
        lane: Vec<(usize, Task)>,
        now: impl Fn() -> Timestamp + Copy,
        until: Deadline,
    ) -> Vec<Done> {
        let mut done: Vec<Done> = Vec::with_capacity(lane.len());
        for (at, task) in lane {
            // Several records of a batch may be about one timer, which is set as the state says.
            let set = matches!(task, Task::Timer(_)) && matches!(done.last(), Some((_, Ok(_))));
            let result = if set {
                Ok(None)
            } else {
                let work = Box::pin(self.task(&task, now));
                until.bound(work).await.unwrap_or(Err(Failure::OutOfTime.into()))
            };
            done.push((at, result));
        }
        done
    }

    async fn task(
        &self,
        task: &Task,
        now: impl Fn() -> Timestamp + Copy,
    ) -> Result<Option<Outcome>, CommandError<Failure>> {
        match task {
            Task::Nothing => {}
            Task::Fire(order) => return Box::pin(self.fire(order, now)).await.map(Some),
            Task::Timer(timer) => Box::pin(self.keep_timer(timer, now)).await?,
            Task::Hear(ActivityRecord::Text(message)) => Box::pin(self.hear_text(message, now)).await?,
            Task::Hear(ActivityRecord::Consent {
                organisation,
                subscriber,
                revoked,
            }) => Box::pin(self.hear_consent(organisation, subscriber, *revoked, now)).await?,
        }
        Ok(None)
    }

    /// The dead letters of the queue that brought a record.
    fn dead_letters_of(&self, record: &SqsMessage) -> &Parking {
        let source = record.event_source_arn.as_deref().unwrap_or_default();
        if self.timers.fire_into(source) {
            &self.dead_letters.nudges
        } else {
            &self.dead_letters.timers
        }
    }

    /// Says which records are to come again, and puts away those that need not.
    async fn answer(
        &self,
        batch: SqsEvent,
        failed: BTreeMap<usize, CommandError<Failure>>,
        mut line: LogLine,
        deadline: Deadline,
    ) -> SqsBatchResponse {
        let (mut answer, mut errors) = (BatchAnswer::default(), BTreeSet::new());
        let mut records: Vec<_> = batch.records.into_iter().map(Some).collect();
        for (at, failure) in failed {
            let Some(record) = records.get_mut(at).and_then(Option::take) else {
                continue;
            };
            errors.insert(failure.to_string());
            let parking = self.dead_letters_of(&record);
            answer.failed(record, &failure, parking, Some(deadline)).await;
        }
        let (again, parked) = (answer.again(), answer.parked());
        line.count("failures", u64::try_from(again).unwrap_or(u64::MAX));
        line.count("Parked", parked);
        if !errors.is_empty() {
            line.note("errors", errors.into_iter().collect::<Vec<_>>());
        }
        line.finish(match (again, parked) {
            (0, 0) => "done",
            (0, _) => "parked",
            _ => "again",
        });
        answer.into_response()
    }
}
