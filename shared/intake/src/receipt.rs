//! A carrier reports what became of a message of ours.

use std::sync::Arc;

use jiff::Timestamp;
use memberline_carriers::Carrier;
use memberline_domain::MessageRef;
use memberline_domain::thread::Report;
use memberline_store::{CommandError, Tenant, Wanted, retry_conflicts};

use crate::context::WebhookContext;
use crate::intake::Intake;
use crate::outcome::Outcome;
use crate::refusal::Refusal;

impl Intake {
    /// Moves a message on. A report that says nothing new, or is about nothing that we know, changes nothing.
    pub(crate) async fn report(
        &self,
        context: &WebhookContext<'_>,
        about: &MessageRef,
        report: Report,
        now: Timestamp,
    ) -> Result<Outcome, CommandError<Refusal>> {
        let (tenant, carrier) = (&context.tenant, context.carrier);
        let message = &about.message;
        retry_conflicts(async || {
            if report.opted_out {
                return self.opted_out(tenant, carrier, about, report.clone(), now).await;
            }
            let read = self.store.load(Wanted::of(tenant).message(message)).await?;
            let stored = read.message(message, None)?;
            let stored = stored.ok_or(Refusal::NotItsOwn("unknown_message"))?;
            let known = stored.outgoing().ok_or(Refusal::NotItsOwn("unknown_message"))?;
            known
                .admits(carrier.as_str(), &report)
                .map_err(|foreign| Refusal::NotItsOwn(foreign.code()))?;
            let Some(change) = stored.head.head.report(&known, report.clone(), now) else {
                return Ok(Outcome::KnownAlready);
            };
            let mut commit = self.store.begin(now);
            commit.change(&stored.head, &change)?;
            self.store.commit(commit).await?;
            Ok(Outcome::Reported)
        })
        .await
    }

    /// The carrier refused because the member opted out there: that concerns the thread and the consent as well.
    async fn opted_out(
        &self,
        tenant: &Arc<Tenant>,
        carrier: Carrier,
        about: &MessageRef,
        report: Report,
        now: Timestamp,
    ) -> Result<Outcome, CommandError<Refusal>> {
        let message = &about.message;
        let wanted = Wanted::of(tenant).thread(&message.thread).message(message);
        let (pair, stored) = self.store.load(wanted).await?.of_message(message)?;
        let (Some(thread), Some(stored)) = (pair.thread, stored) else {
            return Err(Refusal::NotItsOwn("unknown_message").into());
        };
        let known = stored.outgoing().ok_or(Refusal::NotItsOwn("unknown_message"))?;
        known
            .admits(carrier.as_str(), &report)
            .map_err(|foreign| Refusal::NotItsOwn(foreign.code()))?;
        let subscriber = self
            .store
            .or_new(tenant, pair.subscriber, || {
                tenant.new_subscriber(&thread.head.theirs)
            })
            .await?;
        let scope = tenant.organisation().opt_out_scope;
        let known = (&stored.head.head, &known);
        let Some(answered) = thread.head.opted_out(known, &subscriber.head, scope, report, now) else {
            return Ok(Outcome::KnownAlready);
        };
        let mut commit = self.store.begin(now);
        commit.answered((&stored.head, &thread, &subscriber), &answered)?;
        self.store.commit(commit).await?;
        Ok(Outcome::Reported)
    }
}
