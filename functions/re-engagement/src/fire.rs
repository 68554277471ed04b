//! A timer goes off.

use jiff::Timestamp;
use memberline_domain::application::Application;
use memberline_domain::application::NudgePlanState;
use memberline_domain::nudge::{Sent, TimerContext, TimerOutcome};
use memberline_domain::{PhoneNumber, ThreadId};
use memberline_store::{CommandError, Loaded, Snapshot, Store, StoreError, Tenant, Wanted, retry_conflicts};

use crate::ReEngagement;
use crate::decode::TimerPayload;
use crate::failure::Failure;

/// What a timer did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It wrote a text.
    Sent,
    /// The nudge waits.
    Held,
    /// The nudge is cancelled.
    Cancelled,
    /// The nudge is withheld, to compare with.
    Withheld,
    /// The nudge is due later.
    Planned,
    /// There was nothing to do.
    Nothing,
}

impl Outcome {
    /// The stable name of the outcome.
    pub fn code(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Held => "held",
            Self::Cancelled => "cancelled",
            Self::Withheld => "withheld",
            Self::Planned => "planned",
            Self::Nothing => "nothing",
        }
    }

    /// The metric that counts it.
    pub(crate) fn metric(self) -> &'static str {
        match self {
            Self::Sent => "nudges_sent",
            Self::Held => "nudges_held",
            Self::Cancelled => "nudges_cancelled",
            Self::Withheld => "nudges_withheld",
            Self::Planned | Self::Nothing => "timers_idle",
        }
    }
}

/// The application with the two numbers and the thread that a nudge would go to now.
type Case = (
    Snapshot,
    Option<Loaded<Application>>,
    Option<(PhoneNumber, PhoneNumber, ThreadId)>,
);

/// The application with the thread that a nudge would go to now.
async fn case(store: &Store, tenant: &Tenant, order: &TimerPayload) -> Result<Case, StoreError> {
    let mut hint = order.thread.clone();
    loop {
        let wanted = Wanted::of(tenant).head::<Application>(&order.application);
        let wanted = match &hint {
            Some(thread) => wanted.thread(thread),
            None => wanted,
        };
        let case = store.load(wanted).await?;
        let application = case.get::<Application>(&order.application)?;
        let head = application.as_ref().map(|application| &application.head);
        let pair = head.and_then(|head| head.number_pair(&order.trigger, &tenant.directory));
        let pair = pair.map(|(ours, theirs)| {
            let thread = tenant.thread_id(&ours, &theirs);
            (ours, theirs, thread)
        });
        match &pair {
            // The recipient's number or the trigger's changed since the timer was set.
            Some((_, _, thread)) if hint.as_ref() != Some(thread) => hint = Some(thread.clone()),
            _ => return Ok((case, application, pair)),
        }
    }
}

impl ReEngagement {
    /// Decides everything again from the state as it is, and does it in one commit.
    pub(crate) async fn fire(
        &self,
        order: &TimerPayload,
        now: impl Fn() -> Timestamp,
    ) -> Result<Outcome, CommandError<Failure>> {
        let tenant = self.tenant(&order.organisation).await?;
        retry_conflicts(async || {
            let (case, application, pair) = case(&self.store, &tenant, order).await?;
            let Some(application) = application else {
                return Ok(Outcome::Nothing);
            };
            let mut to = None;
            if let Some((ours, theirs, id)) = pair.filter(|(ours, theirs, _)| ours != theirs) {
                let fresh = || tenant.new_thread(&ours, &theirs);
                let thread = self.store.or_new(&tenant, case.get(&id)?, fresh).await?;
                let known = case.get(&id.subscriber())?;
                let fresh = || tenant.new_subscriber(&theirs);
                let subscriber = self.store.or_new(&tenant, known, fresh).await?;
                to = Some((thread, subscriber));
            }
            let firing = TimerContext {
                application: &application.head,
                trigger: &order.trigger,
                generation: order.generation,
                thread: to.as_ref().map(|(thread, _)| (&thread.head, thread.seq)),
                subscriber: to.as_ref().map(|(_, subscriber)| &subscriber.head),
                directory: &tenant.directory,
            };
            let at = now();
            let mut commit = self.store.begin(at);
            let id = &application.head.id;
            let outcome = match firing.fire(at) {
                TimerOutcome::Nothing => return Ok(Outcome::Nothing),
                TimerOutcome::Noted(tracked) => {
                    commit.change(&application, &tracked.change)?;
                    commit.count(&tenant, id, &tracked.tallies)?;
                    // A consent that comes meanwhile must find what waits for it.
                    if let Some((_, subscriber)) = &to {
                        commit.guard(subscriber)?;
                    }
                    let plan = tracked.change.head.nudge_plans.get(&order.trigger);
                    plan.map_or(Outcome::Nothing, |plan| of(&plan.state))
                }
                TimerOutcome::Sent(sent) => {
                    let Sent {
                        application: tracked,
                        thread: change,
                        subscriber: asked,
                    } = *sent;
                    let Some((thread, subscriber)) = &to else {
                        return Ok(Outcome::Nothing);
                    };
                    commit.change(&application, &tracked.change)?;
                    commit.count(&tenant, id, &tracked.tallies)?;
                    commit.change(thread, &change)?;
                    match &asked {
                        Some(asked) => {
                            commit.change(subscriber, asked)?;
                        }
                        None => commit.guard(subscriber)?,
                    }
                    Outcome::Sent
                }
            };
            self.store.commit(commit).await?;
            Ok(outcome)
        })
        .await
    }
}

fn of(state: &NudgePlanState) -> Outcome {
    match state {
        NudgePlanState::Planned => Outcome::Planned,
        NudgePlanState::Held { .. } => Outcome::Held,
        NudgePlanState::Sent { .. } => Outcome::Sent,
        NudgePlanState::Cancelled { .. } => Outcome::Cancelled,
        NudgePlanState::Withheld => Outcome::Withheld,
    }
}
