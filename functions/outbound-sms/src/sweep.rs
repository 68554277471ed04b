//! The sweep: texts that are past their time, since the record that was to bring them was lost or buried, their retry never came, or an
//! attempt broke off. Each takes the same steps as one that the stream brings, and what cannot be settled is raised, once.

use std::collections::BTreeMap;

use futures_util::StreamExt as _;
use futures_util::stream;
use jiff::{SignedDuration, Timestamp};
use memberline_domain::thread::{Message, OVERDUE};
use memberline_domain::{MessageRef, OrganisationId, ThreadId};
use memberline_platform::Deadline;
use memberline_platform::telemetry::LogLine;
use memberline_store::{CommandError, StoreError, Wanted, keys, retry_conflicts};

use crate::error::{DeliverError, retry_can_help};
use crate::outcome::Outcome;
use crate::{A_MESSAGE_TAKES, OutboundSms};

/// How many texts are read at a time.
const PAGE: u16 = 50;

/// How many texts of one part of the index a sweep takes at most. The next one goes on: what was taken is settled or due later.
const MOST: usize = 500;

/// How many threads are worked on at once.
const AT_ONCE: usize = 8;

/// How long whoever raises a text has for it, before another does.
const RAISING: SignedDuration = SignedDuration::from_mins(10);

impl OutboundSms {
    /// Looks after all texts that are past their time, as far as the time and the numbers allow.
    pub(crate) async fn sweep(
        &self,
        request_id: &str,
        now: impl Fn() -> Timestamp + Copy,
        deadline: Deadline,
    ) {
        let mut line = LogLine::begin("outbound-sms", request_id, now());
        let mut counts: BTreeMap<Outcome, u64> = BTreeMap::new();
        let mut outcome = "swept";
        for shard in 0..keys::UNSETTLED_SHARDS {
            match self.sweep_shard(shard, deadline, now, &mut counts).await {
                Ok(true) => {}
                Ok(false) => outcome = "swept_in_part",
                Err(error) => {
                    line.note("error", error.to_string());
                    outcome = "failed";
                }
            }
        }
        for (outcome, count) in counts {
            line.note(outcome.code(), count);
            if let Some(metric) = outcome.metric() {
                line.count(metric, count);
            }
        }
        line.finish(outcome);
    }

    /// Whether the part of the index was swept to its end.
    async fn sweep_shard(
        &self,
        shard: u8,
        deadline: Deadline,
        now: impl Fn() -> Timestamp + Copy,
        counts: &mut BTreeMap<Outcome, u64>,
    ) -> Result<bool, StoreError> {
        let (until, mut taken, mut after) = (now(), 0, None);
        loop {
            let page = self.store.overdue(shard, until, PAGE, after).await?;
            taken += page.texts.len();
            let mut threads: BTreeMap<(OrganisationId, ThreadId), Vec<MessageRef>> = BTreeMap::new();
            for text in page.texts {
                let thread = (text.organisation.clone(), text.message.thread.clone());
                threads.entry(thread).or_default().push(text);
            }
            let swept = threads
                .into_values()
                .map(|texts| self.sweep_thread(texts, deadline, now));
            let mut swept = stream::iter(swept).buffer_unordered(AT_ONCE);
            while let Some(outcomes) = swept.next().await {
                for outcome in outcomes {
                    *counts.entry(outcome).or_default() += 1;
                }
            }
            after = page.next;
            if !deadline.allows(A_MESSAGE_TAKES) || (taken >= MOST && after.is_some()) {
                return Ok(false);
            }
            if after.is_none() {
                return Ok(true);
            }
        }
    }

    /// Takes the texts of one thread as far as they get, in their order.
    async fn sweep_thread(
        &self,
        mut texts: Vec<MessageRef>,
        deadline: Deadline,
        now: impl Fn() -> Timestamp + Copy,
    ) -> Vec<Outcome> {
        texts.sort_by_key(|text| text.message.seq);
        let mut outcomes = Vec::new();
        for text in texts {
            if !deadline.allows(A_MESSAGE_TAKES) {
                break;
            }
            let taken = Box::pin(self.look_after(&text, now)).await;
            outcomes.push(taken.unwrap_or_else(|error| {
                tracing::warn!(sms = %text, error = %error, "to be looked after again");
                Outcome::Again
            }));
        }
        outcomes
    }

    async fn look_after(
        &self,
        text: &MessageRef,
        now: impl Fn() -> Timestamp + Copy,
    ) -> Result<Outcome, CommandError<DeliverError>> {
        let tenant = self.store.tenant(&text.organisation).await?;
        let tenant = tenant.ok_or(DeliverError::Unsendable("organisation"))?;
        if self.store.waits_behind(&tenant, &text.message).await? {
            return Ok(Outcome::Again);
        }
        match self.deliver(text, now).await {
            Ok(Outcome::Unresolved) => {
                let why = DeliverError::NotNow("the carrier cannot say whether it has it").into();
                let raised = self.raise(text, &why, now).await?;
                Ok(if raised { Outcome::Raised } else { Outcome::Settled })
            }
            Err(error) if !retry_can_help(&error) => {
                tracing::error!(sms = %text, error = %error, "buried");
                let raised = self.raise(text, &error, now).await?;
                Ok(if raised { Outcome::Buried } else { Outcome::Settled })
            }
            // Others come first the next time.
            Err(error) => {
                self.put_off(text, now().saturating_add(OVERDUE).ok(), now)
                    .await?;
                Err(error)
            }
            settled => settled,
        }
    }

    /// Puts a text that nothing settles among the dead letters, and looks after it no more. Whether it was this run that did: of several
    /// at once, one moves its time on and goes on. One that crashes in between leaves it to a later sweep.
    pub(crate) async fn raise(
        &self,
        text: &MessageRef,
        error: &CommandError<DeliverError>,
        now: impl Fn() -> Timestamp + Copy,
    ) -> Result<bool, CommandError<DeliverError>> {
        let until = now().saturating_add(RAISING).ok();
        if !self.put_off(text, until, now).await? {
            return Ok(false);
        }
        self.bury(text, error).await?;
        self.change_due(text, |head| head.due() == until, None, now)
            .await?;
        Ok(true)
    }

    /// A text that is among the dead letters is not raised again. If this cannot be noted, it is raised once more: twice is better than
    /// not at all.
    pub(crate) async fn look_after_no_more(&self, text: &MessageRef, now: impl Fn() -> Timestamp + Copy) {
        if let Err(error) = self
            .change_due(text, |head| head.due().is_some(), None, now)
            .await
        {
            tracing::warn!(sms = %text, error = %error, "it will be raised again");
        }
    }

    /// Moves the time on at which an overdue text is looked after. `false` when it is not overdue any more.
    async fn put_off(
        &self,
        text: &MessageRef,
        due: Option<Timestamp>,
        now: impl Fn() -> Timestamp + Copy,
    ) -> Result<bool, CommandError<DeliverError>> {
        self.change_due(text, |head| head.is_overdue(now()), due, now)
            .await
    }

    async fn change_due(
        &self,
        text: &MessageRef,
        is_meant: impl Fn(&Message) -> bool,
        due: Option<Timestamp>,
        now: impl Fn() -> Timestamp,
    ) -> Result<bool, CommandError<DeliverError>> {
        let tenant = self.store.tenant(&text.organisation).await?;
        let tenant = tenant.ok_or(DeliverError::Unsendable("organisation"))?;
        retry_conflicts(async || {
            let read = self
                .store
                .load(Wanted::of(&tenant).message(&text.message))
                .await?;
            let stored = read.message(&text.message, None)?;
            let stored = stored.ok_or(DeliverError::Unsendable("message"))?;
            if !is_meant(&stored.head.head) {
                return Ok(false);
            }
            let mut commit = self.store.begin(now());
            commit.change(&stored.head, &stored.head.head.look_after(due))?;
            self.store.commit(commit).await?;
            Ok::<_, CommandError<DeliverError>>(true)
        })
        .await
    }
}
