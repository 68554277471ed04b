//! An event of a loan-origination system comes in: one read, one transaction.

use std::collections::BTreeMap;

use jiff::Timestamp;
use memberline_domain::application::{Application, LosEvent, LosPerson};
use memberline_domain::subscriber::{About, ConsentSource, Given, Subscriber};
use memberline_domain::{ApplicationId, PhoneNumber};
use memberline_store::{CommitError, Loaded, Tenant, retry_conflicts};

use crate::ReEngagement;
use crate::webhook::Refusal;

/// What a transaction may hold.
const MOST_ITEMS: usize = 100;

/// What became of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Taken {
    Accepted,
    KnownAlready,
}

impl Taken {
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::KnownAlready => "known_already",
        }
    }
}

/// What the people of an event agreed to in its system, or took back, by their numbers.
fn given(event: &LosEvent, id: &ApplicationId, head: &Application) -> BTreeMap<PhoneNumber, Vec<Given>> {
    let mut given: BTreeMap<PhoneNumber, Vec<Given>> = BTreeMap::new();
    for LosPerson { person, consents, .. } in event.people.iter().flatten() {
        let Some(number) = &person.mobile else { continue };
        let about = About {
            application: id.clone(),
            partner: person.partner.as_ref().or_else(|| head.partner()).cloned(),
        };
        for consent in consents {
            let source = ConsentSource::Application {
                application: id.clone(),
                event: event.id.clone(),
                channel: consent.channel,
            };
            given.entry(number.clone()).or_default().push(Given {
                category: consent.category,
                scope: about.scope(),
                granted: consent.granted,
                at: Some(consent.at),
                wording: Some(consent.wording.clone()),
                source,
            });
        }
    }
    given
}

impl ReEngagement {
    /// Takes in an event, once.
    pub(crate) async fn take_in(
        &self,
        tenant: &Tenant,
        event: &LosEvent,
        now: Timestamp,
    ) -> Result<Taken, Refusal> {
        let id = tenant.application_id(&event.application);
        let people = event.people.iter().flatten();
        let asked: Vec<_> = people
            .filter(|person| !person.consents.is_empty())
            .filter_map(|person| person.person.mobile.as_ref())
            .map(|number| tenant.subscriber_id(number))
            .collect();
        let taken = retry_conflicts(async || {
            let case = self.store.application_case(tenant, &id, None, &asked).await?;
            let application = match case.application {
                Some(application) => application,
                None => {
                    self.store
                        .new_application(tenant, &id, &event.application)
                        .await?
                }
            };
            let tracked = application.head.apply(event, &tenant.directory);
            let mut commit = self.store.begin(now);
            let places = commit.application(tenant, &application, &tracked.change)?;
            commit.count(tenant, &id, &tracked.tallies)?;
            let reference = places.first().map_or_else(String::new, ToString::to_string);
            commit.once(tenant.id(), "los", &event.id, &reference)?;
            let mut known = case.subscribers;
            for (number, given) in given(event, &id, &tracked.change.head) {
                let at = known
                    .iter()
                    .position(|subscriber| subscriber.head.number == number);
                let subscriber: Loaded<Subscriber> = match at {
                    Some(at) => known.swap_remove(at),
                    None => self.store.new_subscriber_of(tenant, &number).await?,
                };
                let Some(change) = subscriber.head.record(given, now) else {
                    continue;
                };
                if commit.len() + change.entries.len() < MOST_ITEMS {
                    commit.change(&subscriber, &change)?;
                } else {
                    // More than fits is recorded before; a second time it is known already.
                    let mut before = self.store.begin(now);
                    before.change(&subscriber, &change)?;
                    self.store.commit(before).await?;
                }
            }
            Ok::<_, Refusal>(self.store.commit(commit).await?)
        })
        .await;
        match taken {
            Ok(()) => Ok(Taken::Accepted),
            Err(Refusal::Commit(CommitError::AlreadyDone { .. })) => Ok(Taken::KnownAlready),
            Err(refusal) => Err(refusal),
        }
    }
}
