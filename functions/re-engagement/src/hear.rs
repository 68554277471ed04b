//! A member texts, opts out, or says what texts they want: their applications' plans follow.

use std::collections::BTreeSet;

use futures_util::StreamExt;
use futures_util::stream;
use jiff::Timestamp;
use memberline_domain::application::{Application, ApplicationLink};
use memberline_domain::consent::Subscriber;
use memberline_domain::nudge::MemberActivity;
use memberline_domain::text::keywords::Intent;
use memberline_domain::thread::ThreadEvent;
use memberline_domain::{ApplicationId, MessageRef, OrganisationId, PhoneNumber, SubscriberId};
use memberline_platform::queue::QueueFailure;
use memberline_store::{
    CommandError, Loaded, Store, StoreError, StoredMessage, Tenant, Wanted, retry_conflicts, seal,
};

use crate::ReEngagement;
use crate::failure::Failure;

/// How many applications are read at once: one read's worth, with the subscriber.
const READ_AT_ONCE: usize = 99;

/// How many are told at once. Each commit checks the same consent, so that more would only meet each other.
const SIDE_BY_SIDE: usize = 4;

fn applications(links: Vec<ApplicationLink>) -> BTreeSet<ApplicationId> {
    links.into_iter().map(|link| link.application).collect()
}

/// The number of somebody on an application.
fn number_of<'a>(
    tenant: &Tenant,
    application: &'a Application,
    id: &SubscriberId,
) -> Option<&'a PhoneNumber> {
    let mut numbers = application
        .people()
        .iter()
        .filter_map(|person| person.mobile.as_ref());
    numbers.find(|number| tenant.subscriber_id(number) == *id)
}

impl ReEngagement {
    /// Somebody texted whose number is on an application, or was when they did.
    pub(crate) async fn hear_text(
        &self,
        about: &MessageRef,
        now: impl Fn() -> Timestamp + Copy,
    ) -> Result<(), CommandError<Failure>> {
        let tenant = self.tenant(&about.organisation).await?;
        let (message, id) = (&about.message, about.message.thread.subscriber());
        let links = self
            .store
            .load(Wanted::of(&tenant).links(&id))
            .await?
            .links(&id)?;
        let linked = applications(links);
        if linked.is_empty() {
            return Ok(());
        }
        let wanted = Wanted::of(&tenant).thread(&message.thread).message(message);
        let (pair, stored) = self.store.load(wanted).await?.of_message(message)?;
        let text = stored.as_ref().and_then(StoredMessage::own);
        let heard = match text.map(|entry| &entry.event) {
            Some(ThreadEvent::MessageIn {
                conversation, intent, ..
            }) if *conversation > 0 && *intent != Intent::OptOut => MemberActivity::Text {
                in_progress: pair
                    .thread
                    .is_some_and(|thread| thread.head.conversation.is_some()),
            },
            _ => MemberActivity::Consent,
        };
        self.tell(&tenant, &linked, &id, heard, now).await
    }

    /// Somebody said what texts they want.
    pub(crate) async fn hear_consent(
        &self,
        organisation: &OrganisationId,
        id: &SubscriberId,
        revoked: bool,
        now: impl Fn() -> Timestamp + Copy,
    ) -> Result<(), CommandError<Failure>> {
        let tenant = self.tenant(organisation).await?;
        let links = self.store.load(Wanted::of(&tenant).links(id)).await?.links(id)?;
        let heard = if revoked {
            MemberActivity::Revoked
        } else {
            MemberActivity::Consent
        };
        self.tell(&tenant, &applications(links), id, heard, now).await
    }

    /// Tells the applications, each in a commit of its own. One that cannot be told does not keep it from the others. What is told
    /// already costs a hundredth of a read, so that a number on very many is worked off over several deliveries.
    async fn tell(
        &self,
        tenant: &Tenant,
        linked: &BTreeSet<ApplicationId>,
        id: &SubscriberId,
        heard: MemberActivity,
        now: impl Fn() -> Timestamp + Copy,
    ) -> Result<(), CommandError<Failure>> {
        let mut linked: Vec<_> = linked.iter().cloned().collect();
        // Begun elsewhere each time, so that those at the end have their turn although each run reads those before it again.
        let begin = seal::random::<8>().map_err(StoreError::from)?;
        let begin = u64::from_le_bytes(begin) % u64::try_from(linked.len().max(1)).unwrap_or(1);
        linked.rotate_left(usize::try_from(begin).unwrap_or_default());
        let telling = ActivityContext {
            store: &self.store,
            tenant,
            id,
            heard,
        };
        let telling = &telling;
        // What is read next is told as soon as there is room, whatever one of those before waits for.
        let read = stream::iter(linked.chunks(READ_AT_ONCE)).then(|some| Box::pin(telling.read(some)));
        let mut told = read
            .flat_map(stream::iter)
            .map(|read| Box::pin(telling.one(read, now)))
            .buffer_unordered(SIDE_BY_SIDE);
        let mut failed: Option<CommandError<Failure>> = None;
        while let Some(result) = told.next().await {
            if let Err(failure) = result
                && failed.as_ref().is_none_or(|known| !known.retry_can_help())
            {
                failed = Some(failure);
            }
        }
        failed.map_or(Ok(()), Err)
    }
}

/// What was heard of whom.
#[derive(Clone, Copy)]
struct ActivityContext<'a> {
    store: &'a Store,
    tenant: &'a Tenant,
    id: &'a SubscriberId,
    heard: MemberActivity,
}

/// An application as it was read, with the consent as it was then.
type Read = (Loaded<Application>, Option<Loaded<Subscriber>>);

impl ActivityContext<'_> {
    /// Reads applications, all at once.
    async fn read(&self, some: &[ApplicationId]) -> Vec<Result<Read, CommandError<Failure>>> {
        let wanted = Wanted::of(self.tenant).head::<Subscriber>(self.id);
        let read = self.store.load(wanted.heads::<Application>(some)).await;
        let read = read.and_then(|read| Ok((read.all::<Application>()?, read.get(self.id)?)));
        match read {
            Ok((applications, subscriber)) => applications
                .into_iter()
                .map(|application| Ok((application, subscriber.clone())))
                .collect(),
            Err(error) => vec![Err(error.into())],
        }
    }

    /// Tells one application, as it was read with the others; after a conflict it is read again by itself.
    async fn one(
        &self,
        read: Result<Read, CommandError<Failure>>,
        now: impl Fn() -> Timestamp,
    ) -> Result<(), CommandError<Failure>> {
        let read = read?;
        let id = read.0.head.id.clone();
        let mut read = Some(read);
        retry_conflicts(async || {
            let (application, known) = if let Some(read) = read.take() {
                read
            } else {
                let Some(again) = self.read(std::slice::from_ref(&id)).await.pop() else {
                    return Ok(());
                };
                again?
            };
            let subscriber = match (known, number_of(self.tenant, &application.head, self.id)) {
                (Some(subscriber), _) => subscriber,
                // Who never said anything about texts may text too.
                (None, Some(number)) => {
                    let head = self.tenant.new_subscriber(number);
                    self.store.new_aggregate(self.tenant, head).await?
                }
                (None, None) => return Ok(()),
            };
            let heard = application
                .head
                .heard(self.heard, &subscriber.head, &self.tenant.directory);
            let Some(tracked) = heard else { return Ok(()) };
            let mut commit = self.store.begin(now());
            commit.change(&application, &tracked.change)?;
            commit.count(self.tenant, &application.head.id, &tracked.tallies)?;
            commit.guard(&subscriber)?;
            Ok::<_, CommandError<Failure>>(self.store.commit(commit).await?)
        })
        .await
    }
}
