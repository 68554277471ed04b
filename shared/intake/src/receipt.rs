//! A carrier reports what became of a message of ours.

use std::sync::Arc;

use jiff::Timestamp;
use memberline_carriers::{Carrier, Receipt, ReceiptStatus};
use memberline_domain::MessageRef;
use memberline_domain::reason::Reason;
use memberline_domain::thread::{DeliveryStatus, Report};
use memberline_store::{CommandError, Tenant, Wanted, retry_conflicts};

use crate::context::WebhookContext;
use crate::intake::Intake;
use crate::outcome::Outcome;
use crate::refusal::Refusal;

/// What the receipt says, and whether the carrier refused because the member opted out.
fn report(carrier: Carrier, receipt: Receipt) -> (Report, bool) {
    let (status, failure) = match receipt.status {
        // The carrier has it: after a crash this settles what the answer to the send would have.
        ReceiptStatus::Accepted | ReceiptStatus::Sent => (DeliveryStatus::Sent, None),
        ReceiptStatus::Delivered => (DeliveryStatus::Delivered, None),
        ReceiptStatus::Failed(failure) => (DeliveryStatus::Failed, Some(failure)),
    };
    let opted_out = failure.as_ref().is_some_and(|f| f.opted_out);
    let reason = failure.and_then(|failure| {
        let code = failure.code?;
        Some(Reason {
            code: format!("{carrier}_{code}"),
            detail: failure.detail.unwrap_or_default(),
        })
    });
    (
        Report {
            status,
            carrier_message_id: Some(receipt.carrier_message_id),
            reason,
        },
        opted_out,
    )
}

impl Intake {
    /// Moves a message on. A report that says nothing new, or is about nothing that we know, changes nothing.
    pub(crate) async fn report(
        &self,
        context: &WebhookContext<'_>,
        about: &MessageRef,
        receipt: Receipt,
        now: Timestamp,
    ) -> Result<Outcome, CommandError<Refusal>> {
        let (tenant, carrier) = (&context.tenant, context.carrier);
        let message = &about.message;
        let id = receipt.carrier_message_id.clone();
        let (reported, opted_out) = report(carrier, receipt);
        retry_conflicts(async || {
            if opted_out {
                return self
                    .opted_out(tenant, (carrier, &id), about, reported.clone(), now)
                    .await;
            }
            let read = self.store.load(Wanted::of(tenant).message(message)).await?;
            let stored = read.message(message, None)?;
            let stored = stored.ok_or(Refusal::NotItsOwn("unknown_message"))?;
            let known = stored.outgoing().ok_or(Refusal::NotItsOwn("unknown_message"))?;
            known
                .admits(carrier.as_str(), &id)
                .map_err(|foreign| Refusal::NotItsOwn(foreign.code()))?;
            let Some(change) = stored.head.head.report(&known, reported.clone(), now) else {
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
        (carrier, id): (Carrier, &str),
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
            .admits(carrier.as_str(), id)
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
