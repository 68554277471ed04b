//! Tracking events of loan-origination systems in, timers in, texts to stalled applicants out.
//!
//! # What happens when something fails
//!
//! A nudge is *planned* in the application's timeline, in the transaction that takes in the event which makes it due. The stream
//! brings the plan to a queue, and from there a *timer* is set: one schedule of the scheduler's for each nudge. When it goes off,
//! it is put into a second queue; then everything is decided again from the state as it is, and the text is written in the
//! transaction that notes it as sent. Both queues bring a record again every few minutes for two days.
//!
//! | what happens | what follows |
//! |---|---|
//! | an event comes twice, or at once | its id is a once-key: the second finds it used |
//! | the scheduler, the tables or the function are down | the record comes again, and after two days goes to the dead letters |
//! | a record cannot be read, or the call that it takes is refused for good | it goes to the dead letters at once |
//! | the invocation's time runs out | what was not come to comes again; what is done already then costs a read |
//! | the plan moves while its timer is set | it is read again after the timer was set, and set again if it moved |
//! | a timer goes off twice, late, or after its nudge was cancelled | the nudge plan says that there is nothing to do |
//! | it goes off too early | it is planned again, as a timer of another name |
//! | the run crashes before or after the commit | the queue brings the timer again; the nudge plan says whether the nudge is written |

mod batch;
mod decode;
mod failure;
mod fire;
mod hear;
mod intake;
mod invocation;
mod keep_timer;
mod refusal;
mod timers;
mod webhook;

use std::sync::Arc;

use jiff::Timestamp;
use memberline_domain::OrganisationId;
use memberline_platform::config::{self, ConfigError, StoreConfig, TimerConfig};
use memberline_platform::parking::Parking;
use memberline_platform::queue::QueueFailure;
use memberline_platform::telemetry::LogLine;
use memberline_platform::{Deadline, aws};
use memberline_store::{CommandError, Store, Tenant};
use serde_json::{Value, json};

pub use crate::decode::TimerPayload;
pub use crate::failure::Failure;
pub use crate::fire::Outcome;
use crate::invocation::Invocation;
pub use crate::refusal::Refusal;
pub use crate::timers::Timers;
pub use crate::webhook::sign;

/// The function.
#[derive(Debug)]
pub struct ReEngagement {
    store: Arc<Store>,
    timers: Timers,
    dead_letters: DeadLetters,
}

/// The dead letters of the queues that the function reads.
#[derive(Debug)]
pub struct DeadLetters {
    /// Of the queue of timers that go off.
    pub nudges: Parking,
    /// Of the queue of timers to set, and of what members do.
    pub timers: Parking,
}

impl ReEngagement {
    /// The function as the environment configures it.
    pub fn from_env() -> Result<Self, ConfigError> {
        let (store, timers) = (StoreConfig::from_env()?, TimerConfig::from_env()?);
        let (nudges, of_timers) = (config::nudges_dead_letters()?, config::timers_dead_letters()?);
        let sdk = aws::sdk_config()?;
        let sqs = aws_sdk_sqs::Client::new(&sdk);
        Ok(Self::new(
            Arc::new(aws::store(&sdk, store)),
            Timers::new(aws_sdk_scheduler::Client::new(&sdk), timers),
            DeadLetters {
                nudges: Parking::new(sqs.clone(), nudges),
                timers: Parking::new(sqs, of_timers),
            },
        ))
    }

    /// The function over these parts.
    pub fn new(store: Arc<Store>, timers: Timers, dead_letters: DeadLetters) -> Self {
        Self {
            store,
            timers,
            dead_letters,
        }
    }

    /// Takes whatever invokes the function: a request of API Gateway, a batch of one of the two queues, or a timer that goes off
    /// without a queue, as those do that a release before set. An error makes the scheduler invoke it again; the others are
    /// answered as their source wants.
    pub async fn handle(
        &self,
        event: Value,
        request_id: &str,
        now: impl Fn() -> Timestamp + Copy,
        deadline: Deadline,
    ) -> Result<Value, CommandError<Failure>> {
        let answered = |_| CommandError::Refused(Failure::Malformed("answer"));
        match Invocation::read(event) {
            Ok(Invocation::Webhook(request)) => {
                let answer = Box::pin(self.accept(*request, request_id, now())).await;
                serde_json::to_value(answer).map_err(answered)
            }
            Ok(Invocation::Batch(batch)) => {
                let answer = Box::pin(self.batch(batch, request_id, now, deadline)).await;
                serde_json::to_value(answer).map_err(answered)
            }
            Ok(Invocation::Timer(timer)) => Box::pin(self.fire_unqueued(&timer, request_id, now)).await,
            Err(error) => {
                let line = LogLine::begin("re-engagement", request_id, now());
                Err(give_up(line, Failure::from(error).into()))
            }
        }
    }

    /// A timer goes off without a queue. An error makes the scheduler bring it again.
    async fn fire_unqueued(
        &self,
        timer: &TimerPayload,
        request_id: &str,
        now: impl Fn() -> Timestamp + Copy,
    ) -> Result<Value, CommandError<Failure>> {
        let mut line = LogLine::begin("re-engagement", request_id, now());
        line.note("organisation", timer.organisation.as_str());
        line.note("application", timer.application.as_str());
        line.note("trigger", timer.trigger.as_str());
        match Box::pin(self.fire(timer, now)).await {
            Ok(outcome) => {
                line.count(outcome.metric(), 1);
                line.finish(outcome.code());
                Ok(json!({ "outcome": outcome.code() }))
            }
            Err(failure) => Err(give_up(line, failure)),
        }
    }

    async fn tenant(&self, organisation: &OrganisationId) -> Result<Arc<Tenant>, CommandError<Failure>> {
        let tenant = self.store.tenant(organisation).await?;
        Ok(tenant.ok_or(Failure::Malformed("organisation"))?)
    }
}

fn give_up(mut line: LogLine, failure: CommandError<Failure>) -> CommandError<Failure> {
    line.note("error", failure.to_string());
    line.finish(failure.code());
    failure
}
