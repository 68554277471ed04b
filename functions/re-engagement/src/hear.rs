//! A member texts, opts out, or says what texts they want: their applications' plans follow.

use std::collections::BTreeSet;

use jiff::Timestamp;
use memberline_domain::application::{Application, ApplicationLink, Heard};
use memberline_domain::keywords::Intent;
use memberline_domain::thread::ThreadEvent;
use memberline_domain::{ApplicationId, MessageRef, OrganisationId, PhoneNumber, SubscriberId};
use memberline_store::{Tenant, retry_conflicts};

use crate::ReEngagement;
use crate::failure::Failure;

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
    /// Somebody texted. Most who do are on no application, which one query tells.
    pub(crate) async fn hear_text(
        &self,
        about: &MessageRef,
        now: impl Fn() -> Timestamp + Copy,
    ) -> Result<(), Failure> {
        let tenant = self.tenant(&about.organisation).await?;
        let (message, id) = (&about.message, about.message.thread.subscriber());
        let (_, links) = self.store.subscriber_with_links(&tenant, &id).await?;
        let linked = applications(links);
        if linked.is_empty() {
            return Ok(());
        }
        let (pair, entries) = self
            .store
            .pair_with_message(&tenant, &message.thread, message.seq)
            .await?;
        let text = entries.iter().find(|entry| entry.seq == message.seq);
        let heard = match text.map(|entry| &entry.event) {
            Some(ThreadEvent::MessageIn {
                conversation, intent, ..
            }) if *conversation > 0 && *intent != Intent::OptOut => Heard::Text {
                in_progress: pair
                    .thread
                    .is_some_and(|thread| thread.head.conversation.is_some()),
            },
            _ => Heard::Consent,
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
    ) -> Result<(), Failure> {
        let tenant = self.tenant(organisation).await?;
        let (_, links) = self.store.subscriber_with_links(&tenant, id).await?;
        let heard = if revoked { Heard::Revoked } else { Heard::Consent };
        self.tell(&tenant, &applications(links), id, heard, now).await
    }

    /// Tells the applications, each in a commit of its own.
    async fn tell(
        &self,
        tenant: &Tenant,
        linked: &BTreeSet<ApplicationId>,
        id: &SubscriberId,
        heard: Heard,
        now: impl Fn() -> Timestamp + Copy,
    ) -> Result<(), Failure> {
        for application in linked {
            retry_conflicts(async || {
                let mut case = self
                    .store
                    .application_case(tenant, application, None, std::slice::from_ref(id))
                    .await?;
                let Some(application) = case.application else {
                    return Ok(());
                };
                let subscriber = match (case.subscribers.pop(), number_of(tenant, &application.head, id)) {
                    (Some(subscriber), _) => subscriber,
                    // Who never said anything about texts may text too.
                    (None, Some(number)) => self.store.new_subscriber_of(tenant, number).await?,
                    (None, None) => return Ok(()),
                };
                let heard = application.head.heard(heard, &subscriber.head, &tenant.directory);
                let Some(tracked) = heard else { return Ok(()) };
                let mut commit = self.store.begin(now());
                commit.application(tenant, &application, &tracked.change)?;
                commit.count(tenant, &application.head.id, &tracked.tallies)?;
                commit.guard(&subscriber)?;
                Ok::<_, Failure>(self.store.commit(commit).await?)
            })
            .await?;
        }
        Ok(())
    }
}
