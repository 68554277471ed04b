//! One message: load, decide the next step, claim, call the carrier, settle.

use std::sync::Arc;

use jiff::Timestamp;
use memberline_carriers::{Carrier, Credentials};
use memberline_domain::MessageRef;
use memberline_domain::application::Application;
use memberline_domain::consent::Subscriber;
use memberline_domain::nudge::Unsent;
use memberline_domain::thread::{Answer, Message, NextStep, OutMessage, Thread, claimed_with};
use memberline_store::{CommitError, Loaded, MayConflict, StoreError, Tenant, Wanted, retry_conflicts};

use crate::OutboundSms;
use crate::carrier::{Called, LookedUp};

/// What became of a message for now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// The carrier has it.
    Sent,
    /// The carrier refused it for good.
    Failed,
    /// A rule forbade it.
    Cancelled,
    /// Nothing was to be done.
    Settled,
    /// An attempt crashed, and the carrier cannot say for certain that it does not have the message: a receipt will
    /// tell, or a person decides. It is not sent again.
    Unresolved,
    /// The same, past its time: it went to the dead letters, and is not looked after any more.
    Raised,
    /// It went to the dead letters.
    Buried,
    /// The stream has forgotten a place that was to be read again. Texts of it are still unsettled.
    Lost,
    /// It is an event, which was published again.
    Published,
    /// It is to be tried again.
    Again,
}

impl Outcome {
    /// The stable name of the outcome.
    pub fn code(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
            Self::Settled => "settled",
            Self::Unresolved => "unresolved",
            Self::Raised => "raised",
            Self::Buried => "buried",
            Self::Lost => "lost_from_stream",
            Self::Published => "published",
            Self::Again => "to_try_again",
        }
    }

    /// The metric that operators watch.
    pub fn metric(self) -> Option<&'static str> {
        match self {
            Self::Failed => Some("SendFailed"),
            Self::Unresolved => Some("SendUnresolved"),
            Self::Raised => Some("SendRaised"),
            Self::Buried => Some("SendBuried"),
            Self::Lost => Some("LostFromStream"),
            Self::Sent | Self::Cancelled | Self::Settled | Self::Published | Self::Again => None,
        }
    }
}

/// Why a message is not settled yet.
#[derive(Debug, thiserror::Error)]
pub enum DeliverError {
    /// The carrier deferred it, did not answer, or an attempt is under way.
    #[error("not now: {0}")]
    NotNow(&'static str),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The commit was not made.
    #[error(transparent)]
    Commit(CommitError),
    /// What is stored does not make a message that can be sent.
    #[error("cannot be sent: {0}")]
    Unsendable(&'static str),
}

impl From<CommitError> for DeliverError {
    fn from(error: CommitError) -> Self {
        match error {
            CommitError::Store(error) => Self::Store(error),
            other => Self::Commit(other),
        }
    }
}

impl MayConflict for DeliverError {
    fn is_conflict(&self) -> bool {
        matches!(self, Self::Commit(error) if error.is_conflict())
    }
}

impl DeliverError {
    /// Whether the same step can succeed later.
    pub fn retry_can_help(&self) -> bool {
        match self {
            Self::NotNow(_) | Self::Commit(_) => true,
            Self::Store(error) => error.is_passing(),
            Self::Unsendable(_) => false,
        }
    }
}

/// A message with all that decides about it.
pub(crate) struct Case {
    pub(crate) thread: Loaded<Thread>,
    pub(crate) subscriber: Loaded<Subscriber>,
    /// The message's head, which is what is written of it.
    head: Loaded<Message>,
    pub(crate) message: OutMessage,
    /// The application that a text of automation is about.
    pub(crate) application: Option<Loaded<Application>>,
}

impl Case {
    /// What is to be done now, and what cancelling a text of automation does to its application.
    fn next_step(&self, tenant: &Tenant, at: Timestamp) -> (NextStep, Option<Unsent>) {
        let (thread, subscriber) = (&self.thread.head, &self.subscriber.head);
        let known = (&self.head.head, &self.message);
        let Some(automated) = &self.message.automation else {
            return (thread.next_step(known, subscriber, at), None);
        };
        let application = self.application.as_ref().map(|application| &application.head);
        let reading = &tenant.organisation().quiet_hours;
        let next = thread.next_automated_step(known, automated, application, subscriber, reading, at);
        (next.step, next.unsent)
    }
}

/// What loading and deciding came to.
enum Step {
    /// The claim is committed: call the carrier.
    Claimed(Box<Case>),
    LookUp(Box<Case>, Timestamp),
    Over(Outcome),
}

impl OutboundSms {
    /// Takes one message as far as it gets.
    pub(crate) async fn deliver(
        &self,
        about: &MessageRef,
        now: impl Fn() -> Timestamp + Copy,
    ) -> Result<Outcome, DeliverError> {
        let tenant = self
            .store
            .tenant(&about.organisation)
            .await?
            .ok_or(DeliverError::Unsendable("organisation"))?;
        let mut step = self.next(&tenant, about, now).await?;
        loop {
            step = match step {
                Step::Over(outcome) => return Ok(outcome),
                Step::Claimed(case) => return self.send(&tenant, about, *case, now).await,
                Step::LookUp(case, since) => match self.look_up(&tenant, about, &case, since).await? {
                    LookedUp::Answer(answer) => {
                        self.settle(&tenant, about, Some(*case), answer, now).await?;
                        self.next(&tenant, about, now).await?
                    }
                    LookedUp::Unresolved => {
                        tracing::warn!(sms = %about, "unresolved");
                        Step::Over(Outcome::Unresolved)
                    }
                },
            };
        }
    }

    async fn case(&self, tenant: &Arc<Tenant>, about: &MessageRef) -> Result<Case, DeliverError> {
        let id = &about.message;
        let wanted = Wanted::of(tenant).thread(&id.thread).message(id);
        let (pair, stored) = self.store.load(wanted).await?.of_message(id)?;
        let thread = pair.thread.ok_or(DeliverError::Unsendable("thread"))?;
        let stored = stored.ok_or(DeliverError::Unsendable("message"))?;
        let message = stored.outgoing().ok_or(DeliverError::Unsendable("message"))?;
        let subscriber = self
            .store
            .or_new(tenant, pair.subscriber, || {
                tenant.new_subscriber(&thread.head.theirs)
            })
            .await?;
        // Only the message says which application it is about.
        let application = match &message.automation {
            Some(automated) => self.store.load_one(tenant, &automated.application).await?,
            None => None,
        };
        Ok(Case {
            thread,
            subscriber,
            head: stored.head,
            message,
            application,
        })
    }

    /// Decides the next step, and commits it if it is to claim or to cancel.
    async fn next(
        &self,
        tenant: &Arc<Tenant>,
        about: &MessageRef,
        now: impl Fn() -> Timestamp,
    ) -> Result<Step, DeliverError> {
        retry_conflicts(async || {
            let mut case = Box::pin(self.case(tenant, about)).await?;
            let at = now();
            let (step, unsent) = case.next_step(tenant, at);
            match step {
                NextStep::Done => Ok(Step::Over(Outcome::Settled)),
                NextStep::Wait => Err(DeliverError::NotNow(
                    "an attempt is under way, or the carrier asked to wait",
                )),
                NextStep::LookUp { since } => Ok(Step::LookUp(Box::new(case), since)),
                NextStep::Cancel(change) => {
                    let mut commit = self.store.begin(at);
                    commit.change(&case.head, &change)?;
                    commit.guard(&case.subscriber)?;
                    commit.guard_fence(&case.thread)?;
                    if let (Some(unsent), Some(application)) = (unsent, &case.application) {
                        commit.application(tenant, application, &unsent.change)?;
                        commit.count(tenant, &application.head.id, &unsent.tallies)?;
                    }
                    self.store.commit(commit).await?;
                    Ok(Step::Over(Outcome::Cancelled))
                }
                NextStep::Send(change) => {
                    let carrier = self.can_send(tenant, &case).await?;
                    let change = claimed_with(change, carrier.as_str());
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
                    Ok(Step::Claimed(Box::new(case)))
                }
            }
        })
        .await
    }

    async fn send(
        &self,
        tenant: &Arc<Tenant>,
        about: &MessageRef,
        case: Case,
        now: impl Fn() -> Timestamp,
    ) -> Result<Outcome, DeliverError> {
        match self.call(tenant, about, &case).await? {
            Called::Answer(answer) => {
                let outcome = match &answer {
                    Answer::Accepted { .. } => Ok(Outcome::Sent),
                    Answer::Rejected { .. } => Ok(Outcome::Failed),
                    Answer::Deferred { .. } => Err(DeliverError::NotNow("the carrier cannot take it now")),
                };
                self.settle(tenant, about, Some(case), answer, now).await?;
                outcome
            }
            // The claim stays: the next run waits, then asks the carrier.
            Called::Unknown => Err(DeliverError::NotNow("the carrier did not answer clearly")),
        }
    }

    /// Commits what the carrier answered, starting from the state as it was claimed, or as it is if that moved on.
    async fn settle(
        &self,
        tenant: &Arc<Tenant>,
        about: &MessageRef,
        case: Option<Case>,
        answer: Answer,
        now: impl Fn() -> Timestamp,
    ) -> Result<(), DeliverError> {
        let mut known = case;
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
                .answered(known, &case.subscriber.head, scope, answer.clone(), at);
            let Some(answered) = answered else { return Ok(()) };
            let mut commit = self.store.begin(at);
            commit.answered((&case.head, &case.thread, &case.subscriber), &answered)?;
            Ok::<_, DeliverError>(self.store.commit(commit).await?)
        })
        .await
    }

    pub(crate) async fn credentials(
        &self,
        tenant: &Tenant,
        carrier: Carrier,
    ) -> Result<Credentials, DeliverError> {
        let json = self
            .store
            .credentials(tenant, carrier.as_str())
            .await?
            .ok_or(DeliverError::Unsendable("credentials"))?;
        Credentials::read(carrier, &json).map_err(|_| DeliverError::Unsendable("credentials"))
    }
}
