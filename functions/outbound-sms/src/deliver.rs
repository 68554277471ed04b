//! One message: load, decide the next step, claim, call the carrier, record what it answered.

use std::sync::Arc;

use jiff::Timestamp;
use memberline_domain::MessageRef;
use memberline_domain::thread::{DeliveryStatus, NextStep, SendResult, claimed_with};
use memberline_store::{CommandError, Tenant, retry_conflicts};

use crate::OutboundSms;
use crate::carrier::Account;
use crate::case::Case;
use crate::error::DeliverError;
use crate::outcome::Outcome;

/// What loading and deciding came to.
enum Step {
    /// The claim is committed: call the carrier.
    Claimed(Box<(Case, Account)>),
    LookUp(Box<Case>, Timestamp),
    Over(Outcome),
}

impl OutboundSms {
    /// Takes one message as far as it gets.
    pub(crate) async fn deliver(
        &self,
        about: &MessageRef,
        now: impl Fn() -> Timestamp + Copy,
    ) -> Result<Outcome, CommandError<DeliverError>> {
        let tenant = self
            .store
            .tenant(&about.organisation)
            .await?
            .ok_or(DeliverError::Unsendable("organisation"))?;
        loop {
            match self.next(&tenant, about, now).await? {
                Step::Over(outcome) => return Ok(outcome),
                Step::Claimed(claimed) => {
                    let (case, account) = *claimed;
                    let result = self.offer(about, &case, &account).await?;
                    let outcome = match &result {
                        SendResult::Reported(report) if report.status == DeliveryStatus::Failed => {
                            Ok(Outcome::Failed)
                        }
                        SendResult::Reported(_) => Ok(Outcome::Sent),
                        SendResult::Deferred { .. } => {
                            Err(DeliverError::NotNow("the carrier cannot take it now").into())
                        }
                    };
                    self.record(&tenant, about, case, result, now).await?;
                    return outcome;
                }
                Step::LookUp(case, since) => {
                    let Some(result) = self.look_up(&tenant, about, &case, since).await? else {
                        tracing::warn!(sms = %about, "unresolved");
                        return Ok(Outcome::Unresolved);
                    };
                    self.record(&tenant, about, *case, result, now).await?;
                }
            }
        }
    }

    /// Decides the next step, and commits it if it is to claim or to cancel.
    async fn next(
        &self,
        tenant: &Arc<Tenant>,
        about: &MessageRef,
        now: impl Fn() -> Timestamp,
    ) -> Result<Step, CommandError<DeliverError>> {
        retry_conflicts(async || {
            let mut case = Box::pin(self.case(tenant, about)).await?;
            let at = now();
            let (step, reversal) = case.next_step(tenant, at);
            match step {
                NextStep::Done => Ok(Step::Over(Outcome::Settled)),
                NextStep::Wait => {
                    Err(DeliverError::NotNow("an attempt is under way, or the carrier asked to wait").into())
                }
                NextStep::LookUp { since } => Ok(Step::LookUp(Box::new(case), since)),
                NextStep::Cancel(change) => {
                    let mut commit = self.store.begin(at);
                    commit.change(&case.head, &change)?;
                    commit.guard(&case.subscriber)?;
                    commit.guard_fence(&case.thread)?;
                    if let (Some(reversal), Some(application)) = (reversal, &case.application) {
                        commit.change(application, &reversal.change)?;
                        commit.count(tenant, &application.head.id, &reversal.tallies)?;
                    }
                    self.store.commit(commit).await?;
                    Ok(Step::Over(Outcome::Cancelled))
                }
                NextStep::Send(change) => {
                    // Before the claim: a message that was claimed and never offered would look as if its attempt had crashed.
                    let account = self.account(tenant, &case).await?;
                    case.text()?;
                    let change = claimed_with(change, account.carrier.as_str());
                    let mut commit = self.store.begin(at);
                    let (_, claimed) = commit.change_on(&case.head, &change)?;
                    commit.guard(&case.subscriber)?;
                    commit.guard_fence(&case.thread)?;
                    if let Some(application) = &case.application {
                        commit.guard(application)?;
                    }
                    self.store.commit(commit).await?;
                    case.message = case.message.under(&claimed.head);
                    case.head = claimed;
                    Ok(Step::Claimed(Box::new((case, account))))
                }
            }
        })
        .await
    }

    /// Commits what the carrier answered, starting from the state as it was claimed, or as it is if that moved on.
    async fn record(
        &self,
        tenant: &Arc<Tenant>,
        about: &MessageRef,
        case: Case,
        result: SendResult,
        now: impl Fn() -> Timestamp,
    ) -> Result<(), CommandError<DeliverError>> {
        let mut known = Some(case);
        retry_conflicts(async || {
            let case = match known.take() {
                Some(case) => case,
                None => Box::pin(self.case(tenant, about)).await?,
            };
            let scope = tenant.organisation().opt_out_scope;
            let at = now();
            let known = (&case.head.head, &case.message);
            let answered = case
                .thread
                .head
                .answered(known, &case.subscriber.head, scope, result.clone(), at);
            let Some(answered) = answered else { return Ok(()) };
            let mut commit = self.store.begin(at);
            commit.answered((&case.head, &case.thread, &case.subscriber), &answered)?;
            Ok::<_, CommandError<DeliverError>>(self.store.commit(commit).await?)
        })
        .await
    }
}
