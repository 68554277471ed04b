//! A timer follows the nudge plan that it is of.

use jiff::Timestamp;
use memberline_domain::application::Application;

use crate::ReEngagement;
use crate::decode::{TimerOf, TimerPayload};
use crate::failure::Failure;
use crate::timers::ROUNDS;
use memberline_store::CommandError;

impl ReEngagement {
    /// Brings the timer in step with the nudge plan. It is read again after the timer was set: of two runs, the one that
    /// sets it last has read the plan that stands.
    pub(crate) async fn keep_timer(
        &self,
        of: &TimerOf,
        now: impl Fn() -> Timestamp,
    ) -> Result<(), CommandError<Failure>> {
        let tenant = self.tenant(&of.organisation).await?;
        let mut read = self
            .store
            .load_one::<Application>(&tenant, &of.application)
            .await?;
        for _ in 0..ROUNDS {
            let Some(application) = &read else {
                return Err(Failure::Malformed("application").into());
            };
            let timer = application.head.timer(&of.trigger);
            let pair = application.head.number_pair(&of.trigger, &tenant.directory);
            let fire = TimerPayload {
                organisation: of.organisation.clone(),
                application: of.application.clone(),
                trigger: of.trigger.clone(),
                generation: Some(timer.generation),
                thread: pair.map(|(ours, theirs)| tenant.thread_id(&ours, &theirs)),
                set_for: None,
            };
            self.timers.set(&timer, fire, now()).await?;
            read = self
                .store
                .load_one::<Application>(&tenant, &of.application)
                .await?;
            if read
                .as_ref()
                .is_some_and(|again| again.head.timer(&of.trigger) == timer)
            {
                return Ok(());
            }
        }
        Err(Failure::Moving.into())
    }
}
