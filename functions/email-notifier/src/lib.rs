//! Domain events to agents' mailboxes: every text that a person sends in is told of by email (EL-10..12).
//!
//! # What happens when something fails
//!
//! The queue delivers a text at least once, and may deliver it twice at the same time. A run *leases* the
//! text (a once-key in the table), sends the emails, then notes in the timeline, in one `notice` entry, whom
//! the mail service took an email for, whom it refuses for good, and who is left.
//!
//! | what happens | what follows |
//! |---|---|
//! | the text comes twice at once | one run gets the lease; the other fails, comes again, finds the notice and is done |
//! | the mail service throttles or is down | the rest is noted as left, which ends the lease; only the rest is tried again |
//! | it refuses one recipient for good | noted with its code; the others are told |
//! | a run crashes before it sends | the lease ends after a minute; exactly one later run takes it over |
//! | a run crashes between an email and the notice | who was told in that run is told twice: lost would be worse |
//! | it fails five times, or once for good | the dead letters; their replay goes on where it stopped |
//!
//! A link that an agent asked for is sent in the same way, with a lease and a notice of its own (EL-22).
//!
//! So nobody is told twice of a text by anything but a crash, or an answer of the mail service that got lost,
//! and no text goes untold.

pub mod body;
mod digest;
mod download_letter;
mod failure;
mod lease;
mod letter;
mod link;
mod mailing;
mod notification_batch;
mod notify;
mod plain;
mod text;

use std::sync::Arc;
use std::time::Duration;

use aws_lambda_events::event::sqs::{SqsBatchResponse, SqsEvent};
use jiff::Timestamp;
use memberline_platform::aws;
use memberline_platform::config::{ConfigError, MailConfig, StoreConfig};
use memberline_platform::parking::Parking;
use memberline_platform::queue::{BatchAnswer, Run};
use memberline_store::{CommandError, Store, Tenant};

use crate::body::{Feedback, Task};
use crate::failure::Failure;

/// The function.
#[derive(Debug)]
pub struct EmailNotifier {
    store: Arc<Store>,
    ses: aws_sdk_sesv2::Client,
    sqs: aws_sdk_sqs::Client,
    mail: MailConfig,
    parking: Parking,
}

/// Nothing is begun after this long: what is under way still fits into the 30 s that the function may run.
const BEGINS_WITHIN: Duration = Duration::from_secs(16);

/// The mail service may take longer than a table, and an attempt that is given up too early is an email sent
/// twice.
fn patient() -> aws_sdk_sesv2::config::timeout::TimeoutConfig {
    aws_sdk_sesv2::config::timeout::TimeoutConfig::builder()
        .connect_timeout(Duration::from_millis(500))
        .operation_attempt_timeout(Duration::from_secs(4))
        .operation_timeout(Duration::from_secs(6))
        .build()
}

impl EmailNotifier {
    /// The function as the environment configures it.
    pub fn from_env() -> Result<Self, ConfigError> {
        let (store, mail) = (StoreConfig::from_env()?, MailConfig::from_env()?);
        let sdk = aws::sdk_config()?;
        let ses = aws_sdk_sesv2::config::Builder::from(&sdk)
            .timeout_config(patient())
            .build();
        let ses = aws_sdk_sesv2::Client::from_conf(ses);
        Ok(Self::new(
            Arc::new(aws::store(&sdk, store)),
            ses,
            aws_sdk_sqs::Client::new(&sdk),
            mail,
        ))
    }

    /// The function over these parts.
    pub fn new(
        store: Arc<Store>,
        ses: aws_sdk_sesv2::Client,
        sqs: aws_sdk_sqs::Client,
        mail: MailConfig,
    ) -> Self {
        let parking = Parking::new(sqs.clone(), mail.dead_letters_url.clone());
        Self {
            store,
            ses,
            sqs,
            mail,
            parking,
        }
    }

    /// Processes a batch of the queue. What failed is named in the answer, and the queue brings it again; what failed for good is
    /// parked among the dead letters.
    pub async fn handle(&self, event: SqsEvent, request_id: &str, now: Timestamp) -> SqsBatchResponse {
        let mut run = Run::begin("email-notifier", request_id, now, BEGINS_WITHIN);
        let mut answer = BatchAnswer::default();
        for record in event.records {
            let body = record.body.as_deref().unwrap_or_default();
            if let Err(failure) = self.process(body, &mut run).await {
                run.failed(&failure);
                answer.failed(record, &failure, &self.parking, None).await;
            }
        }
        run.finish(&answer);
        answer.into_response()
    }

    async fn process(&self, body: &str, run: &mut Run) -> Result<(), CommandError<Failure>> {
        for task in body::read(body).map_err(Failure::from)? {
            run.check_time(Failure::OutOfTime)?;
            match task {
                Task::Text(text) => self.tell_of_text(&text, run).await?,
                Task::Digest(digest) => self.tell_of_window(&digest, run).await?,
                Task::Link(asked) => self.send_link(&asked, run).await?,
                Task::Stop(feedback) => self.stop_mail(&feedback, run).await?,
                Task::Nothing(why) => run.code(why),
            }
        }
        Ok(())
    }

    async fn tenant(
        &self,
        organisation: &memberline_domain::OrganisationId,
    ) -> Result<Arc<Tenant>, CommandError<Failure>> {
        let tenant = self.store.tenant(organisation).await?;
        Ok(tenant.ok_or(Failure::UnknownOrganisation)?)
    }

    /// Sends no more email to an agent whose mailbox refused one for good, or who complained. Feedback for an
    /// address that is no longer theirs says nothing about the one that is.
    async fn stop_mail(&self, feedback: &Feedback, run: &mut Run) -> Result<(), CommandError<Failure>> {
        let Some(tenant) = self.store.tenant(&feedback.organisation).await? else {
            run.code("feedback_unknown_organisation");
            return Ok(());
        };
        let Some(agent) = tenant.directory.agent(&feedback.agent) else {
            run.code("feedback_unknown_agent");
            return Ok(());
        };
        let theirs = |address: &String| address.trim().eq_ignore_ascii_case(agent.email.trim());
        if !feedback.destination.is_empty() && !feedback.destination.iter().any(theirs) {
            run.code("feedback_former_address");
            return Ok(());
        }
        let at = feedback.at.unwrap_or(run.now);
        if self
            .store
            .stop_mail(&feedback.organisation, &feedback.agent, feedback.reason, at)
            .await?
        {
            run.count("mails_stopped");
            run.list("stopped", format!("{}/{}", feedback.organisation, feedback.agent));
        }
        Ok(())
    }
}
