//! Timers: one schedule of the scheduler's for each nudge that is to come.

use aws_sdk_scheduler::Client;
use aws_sdk_scheduler::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_scheduler::operation::create_schedule::CreateScheduleError;
use aws_sdk_scheduler::operation::delete_schedule::DeleteScheduleError;
use aws_sdk_scheduler::operation::update_schedule::UpdateScheduleError;
use aws_sdk_scheduler::types::{
    ActionAfterCompletion, DeadLetterConfig, FlexibleTimeWindow, FlexibleTimeWindowMode, RetryPolicy, Target,
};
use jiff::{SignedDuration, Timestamp};
use memberline_domain::application::Timer;
use memberline_platform::config::TimerConfig;

use crate::decode::{Payload, TimerPayload};
use crate::failure::Failure;

/// What is due already is fired this much later: a schedule must not lie in the past.
const SOON: SignedDuration = SignedDuration::from_secs(5);

/// How often a timer is set again because it, or the plan, moved meanwhile.
pub(crate) const ROUNDS: u32 = 5;

/// How long the scheduler tries to put a timer into its queue, in seconds: as long as it can. After that it is a dead letter.
const TOLD_WITHIN: i32 = 24 * 3_600;

/// How often it tries: as often as it can.
const TRIES: i32 = 185;

/// The scheduler.
#[derive(Debug)]
pub struct Timers {
    scheduler: Client,
    config: TimerConfig,
}

fn code<E: ProvideErrorMetadata, R>(error: &SdkError<E, R>) -> String {
    match error {
        SdkError::ServiceError(service) => service.err().code().unwrap_or("service_error").to_owned(),
        SdkError::TimeoutError(_) => "timeout".to_owned(),
        SdkError::DispatchFailure(_) => "connection".to_owned(),
        _ => "response".to_owned(),
    }
}

/// An instant as a one-time schedule, in UTC: whole seconds, none early.
fn expression(at: Timestamp) -> String {
    let whole = Timestamp::from_second(
        at.as_millisecond().div_euclid(1_000) + i64::from(at.subsec_nanosecond() != 0),
    );
    let at = whole.unwrap_or(at).strftime("%Y-%m-%dT%H:%M:%S");
    format!("at({at})")
}

impl Timers {
    /// Timers with this scheduler.
    pub fn new(scheduler: Client, config: TimerConfig) -> Self {
        Self { scheduler, config }
    }

    /// Whether this is the queue that timers are put into which go off.
    pub(crate) fn fire_into(&self, queue_arn: &str) -> bool {
        self.config.queue_arn == queue_arn
    }

    /// Sets or deletes a timer, whatever it was before.
    pub(crate) async fn set(&self, timer: &Timer, fire: TimerPayload, now: Timestamp) -> Result<(), Failure> {
        let Some(at) = timer.at else {
            return self.delete(&timer.name).await;
        };
        let at = at.max(now + SOON);
        let fire = TimerPayload {
            set_for: Some(at),
            ..fire
        };
        let at = expression(at);
        let payload = serde_json::to_string(&Payload { fire }).map_err(|_| Failure::Malformed("timer"))?;
        let target = self.target(payload)?;
        // A timer may go off, and be deleted, between the two calls.
        for _ in 0..ROUNDS {
            if self.create(&timer.name, &at, target.clone()).await?
                || self.update(&timer.name, &at, target.clone()).await?
            {
                return Ok(());
            }
        }
        Err(Failure::Moving)
    }

    fn target(&self, payload: String) -> Result<Target, Failure> {
        let policy = RetryPolicy::builder()
            .maximum_event_age_in_seconds(TOLD_WITHIN)
            .maximum_retry_attempts(TRIES)
            .build();
        let dead_letters = DeadLetterConfig::builder()
            .arn(&self.config.dead_letters_arn)
            .build();
        Target::builder()
            .arn(&self.config.queue_arn)
            .role_arn(&self.config.role_arn)
            .input(payload)
            .retry_policy(policy)
            .dead_letter_config(dead_letters)
            .build()
            .map_err(|_| Failure::Malformed("target"))
    }

    /// Creates it. `false` when there is one of its name.
    async fn create(&self, name: &str, at: &str, target: Target) -> Result<bool, Failure> {
        let create = self
            .scheduler
            .create_schedule()
            .name(name)
            .group_name(&self.config.group)
            .schedule_expression(at)
            .schedule_expression_timezone("UTC")
            .flexible_time_window(exactly()?)
            .action_after_completion(ActionAfterCompletion::Delete)
            .target(target);
        match create.send().await {
            Ok(_) => Ok(true),
            Err(error)
                if error
                    .as_service_error()
                    .is_some_and(CreateScheduleError::is_conflict_exception) =>
            {
                Ok(false)
            }
            Err(error) => Err(Failure::Scheduler {
                operation: "CreateSchedule",
                code: code(&error),
            }),
        }
    }

    /// Moves it. `false` when there is none of its name.
    async fn update(&self, name: &str, at: &str, target: Target) -> Result<bool, Failure> {
        let update = self
            .scheduler
            .update_schedule()
            .name(name)
            .group_name(&self.config.group)
            .schedule_expression(at)
            .schedule_expression_timezone("UTC")
            .flexible_time_window(exactly()?)
            .action_after_completion(ActionAfterCompletion::Delete)
            .target(target);
        match update.send().await {
            Ok(_) => Ok(true),
            Err(error)
                if error
                    .as_service_error()
                    .is_some_and(UpdateScheduleError::is_resource_not_found_exception) =>
            {
                Ok(false)
            }
            Err(error) => Err(Failure::Scheduler {
                operation: "UpdateSchedule",
                code: code(&error),
            }),
        }
    }

    /// Deletes it; fine when there is none.
    async fn delete(&self, name: &str) -> Result<(), Failure> {
        let delete = self
            .scheduler
            .delete_schedule()
            .name(name)
            .group_name(&self.config.group);
        match delete.send().await {
            Ok(_) => Ok(()),
            Err(error)
                if error
                    .as_service_error()
                    .is_some_and(DeleteScheduleError::is_resource_not_found_exception) =>
            {
                Ok(())
            }
            Err(error) => Err(Failure::Scheduler {
                operation: "DeleteSchedule",
                code: code(&error),
            }),
        }
    }
}

fn exactly() -> Result<FlexibleTimeWindow, Failure> {
    let window = FlexibleTimeWindow::builder()
        .mode(FlexibleTimeWindowMode::Off)
        .build();
    window.map_err(|_| Failure::Malformed("window"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_schedule_is_in_whole_seconds_and_never_early() {
        let at = |text: &str| expression(text.parse().unwrap());
        assert_eq!(at("2026-11-23T15:00:00Z"), "at(2026-11-23T15:00:00)");
        assert_eq!(at("2026-11-23T15:00:00.001Z"), "at(2026-11-23T15:00:01)");
        assert_eq!(at("2028-02-29T23:59:59.999Z"), "at(2028-03-01T00:00:00)");
    }
}
