//! Tracking events of loan-origination systems in, timers in, texts to stalled applicants out.
//!
//! # What happens when something fails
//!
//! A nudge is *planned* in the application's timeline, in the transaction that takes in the event which makes it due. The stream
//! brings the plan to a queue, and from there a *timer* is set: one schedule of the scheduler's for each nudge. When it goes off,
//! everything is decided again from the state as it is, and the text is written in the transaction that notes it as sent.
//!
//! | what happens | what follows |
//! |---|---|
//! | an event comes twice, or at once | its id is a once-key: the second finds it used |
//! | the scheduler throttles or is down | the record comes again, and after eight times goes to the dead letters |
//! | the scheduler or the table refuses for good | the record is parked among the dead letters at once |
//! | the plan moves while its timer is set | it is read again after the timer was set, and set again if it moved |
//! | a timer goes off twice, late, or after its nudge was cancelled | the slot says that there is nothing to do |
//! | it goes off too early | it is planned again, as a timer of another name |
//! | the run crashes before or after the commit | the scheduler invokes again; the slot says whether the nudge is written |

mod decode;
mod failure;
mod fire;
mod hear;
mod intake;
mod timers;
mod webhook;

use std::collections::BTreeSet;
use std::sync::Arc;

use aws_lambda_events::apigw::ApiGatewayV2httpRequest;
use aws_lambda_events::sqs::{SqsBatchResponse, SqsEvent};
use jiff::Timestamp;
use memberline_domain::OrganisationId;
use memberline_platform::aws;
use memberline_platform::config::{self, ConfigError, StoreConfig, TimerConfig};
use memberline_platform::parking::Parking;
use memberline_platform::telemetry::LogLine;
use memberline_store::{Store, Tenant};
use serde_json::{Value, json};

pub use crate::decode::Fire;
use crate::decode::{Heard, Task};
pub use crate::failure::Failure;
pub use crate::fire::Outcome;
pub use crate::timers::Timers;
pub use crate::webhook::{Refusal, sign};

/// The function.
#[derive(Debug)]
pub struct ReEngagement {
    store: Arc<Store>,
    timers: Timers,
    parking: Parking,
}

impl ReEngagement {
    /// The function as the environment configures it.
    pub fn from_env() -> Result<Self, ConfigError> {
        let (store, timers) = (StoreConfig::from_env()?, TimerConfig::from_env()?);
        let dead_letters = config::timers_dead_letters()?;
        let sdk = aws::sdk_config()?;
        let scheduler = aws_sdk_scheduler::Client::new(&sdk);
        Ok(Self::new(
            Arc::new(aws::store(&sdk, store)),
            Timers::new(scheduler, timers),
            Parking::new(aws_sdk_sqs::Client::new(&sdk), dead_letters),
        ))
    }

    /// The function over these parts.
    pub fn new(store: Arc<Store>, timers: Timers, parking: Parking) -> Self {
        Self {
            store,
            timers,
            parking,
        }
    }

    /// Takes whatever invokes the function: a request of API Gateway, a batch of the queue, or a timer that goes off. An error
    /// makes the scheduler invoke it again; the others are answered as their source wants.
    pub async fn handle(
        &self,
        event: Value,
        request_id: &str,
        now: impl Fn() -> Timestamp + Copy,
    ) -> Result<Value, Failure> {
        let malformed = |_| Failure::Malformed("event");
        if event.get("requestContext").is_some() {
            let request: ApiGatewayV2httpRequest = serde_json::from_value(event).map_err(malformed)?;
            let answer = Box::pin(self.accept(request, request_id, now())).await;
            return serde_json::to_value(answer).map_err(malformed);
        }
        if event.get("Records").is_some() {
            let batch: SqsEvent = serde_json::from_value(event).map_err(malformed)?;
            let answer = Box::pin(self.batch(batch, request_id, now)).await;
            return serde_json::to_value(answer).map_err(malformed);
        }
        let mut line = LogLine::begin("re-engagement", request_id, now());
        let fired = match decode::timer(event) {
            Ok(order) => {
                line.note("organisation", order.organisation.as_str());
                line.note("application", order.application.as_str());
                line.note("trigger", order.trigger.as_str());
                Box::pin(self.fire(&order, now)).await
            }
            Err(failure) => Err(failure),
        };
        match fired {
            Ok(outcome) => {
                line.count(outcome.metric(), 1);
                line.finish(outcome.code());
                Ok(json!({ "outcome": outcome.code() }))
            }
            Err(failure) => {
                line.note("error", failure.to_string());
                line.finish(failure.code());
                Err(failure)
            }
        }
    }

    /// Processes a batch of the queue. What failed is named in the answer, and the queue brings it again; what failed for good is
    /// parked among the dead letters.
    async fn batch(
        &self,
        batch: SqsEvent,
        request_id: &str,
        now: impl Fn() -> Timestamp + Copy,
    ) -> SqsBatchResponse {
        let mut line = LogLine::begin("re-engagement", request_id, now());
        line.note("records", batch.records.len());
        let mut answer = SqsBatchResponse::default();
        let (mut errors, mut parked) = (BTreeSet::new(), 0);
        // Several records of a batch may be about one timer, which is set as the state says.
        let mut set = BTreeSet::new();
        for record in batch.records {
            let body = record.body.as_deref().unwrap_or_default();
            if let Err(failure) = self.record(body, &mut set, now).await {
                errors.insert(failure.to_string());
                let (code, is_passing) = (failure.code(), failure.retry_can_help());
                if self.parking.settles(body, code, is_passing).await {
                    parked += 1;
                    continue;
                }
                // Without an id nothing can be named: an empty one makes all of the batch come again.
                answer.add_failure(record.message_id.unwrap_or_default());
            }
        }
        let failed = answer.batch_item_failures.len();
        line.count("failures", u64::try_from(failed).unwrap_or(u64::MAX));
        line.count("Parked", parked);
        if !errors.is_empty() {
            line.note("errors", errors.into_iter().collect::<Vec<_>>());
        }
        line.finish(if failed == 0 { "done" } else { "again" });
        answer
    }

    async fn record(
        &self,
        body: &str,
        set: &mut BTreeSet<String>,
        now: impl Fn() -> Timestamp + Copy,
    ) -> Result<(), Failure> {
        for task in decode::tasks(body)? {
            match task {
                Task::Nothing => {}
                Task::Fire(order) => {
                    Box::pin(self.fire(&order, now)).await?;
                }
                Task::Timer(timer) => {
                    let key = format!("{}#{}#{}", timer.organisation, timer.application, timer.trigger);
                    if set.contains(&key) {
                        continue;
                    }
                    Box::pin(self.keep_timer(&timer, now)).await?;
                    set.insert(key);
                }
                Task::Hear(Heard::Text(message)) => Box::pin(self.hear_text(&message, now)).await?,
                Task::Hear(Heard::Consent {
                    organisation,
                    subscriber,
                    revoked,
                }) => {
                    Box::pin(self.hear_consent(&organisation, &subscriber, revoked, now)).await?;
                }
            }
        }
        Ok(())
    }

    async fn tenant(&self, organisation: &OrganisationId) -> Result<Arc<Tenant>, Failure> {
        let tenant = self.store.tenant(organisation).await?;
        tenant.ok_or(Failure::Malformed("organisation"))
    }
}
