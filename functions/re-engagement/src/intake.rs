//! An event of a loan-origination system comes in: one read, one transaction.

use std::collections::BTreeMap;

use jiff::Timestamp;
use memberline_domain::application::{Application, LosEvent, LosPerson};
use memberline_domain::consent::{About, ConsentRecord, ConsentSource, Subscriber};
use memberline_domain::{ApplicationId, PhoneNumber};
use memberline_store::{CommandError, CommitError, Loaded, Tenant, Wanted, retry_conflicts};

use crate::ReEngagement;
use crate::refusal::Refusal;

/// What a transaction may hold.
const MOST_ITEMS: usize = 100;

/// What became of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum IntakeOutcome {
    Accepted,
    KnownAlready,
}

impl IntakeOutcome {
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::KnownAlready => "known_already",
        }
    }
}

/// Whose consents an event tells of: who is on the application, and who is not and took some back.
fn speakers(event: &LosEvent) -> impl Iterator<Item = &LosPerson> {
    let people = event.people.iter().flatten().chain(&event.besides);
    people.filter(|someone| !someone.consents.is_empty())
}

/// The number that somebody had before the event, which tells none that can be read, and that they took consent back.
fn number_before<'a>(someone: &LosPerson, before: &'a Application) -> Option<&'a PhoneNumber> {
    let takes_back = someone.number.is_none() && someone.consents.iter().any(|consent| !consent.granted);
    let before = before.person(&someone.person.id).filter(|_| takes_back)?;
    before.mobile.as_ref()
}

/// What the people of an event agreed to in its system, or took back, by their numbers.
fn given(
    event: &LosEvent,
    id: &ApplicationId,
    before: &Application,
    head: &Application,
) -> BTreeMap<PhoneNumber, Vec<ConsentRecord>> {
    let mut given: BTreeMap<PhoneNumber, Vec<ConsentRecord>> = BTreeMap::new();
    for someone in speakers(event) {
        let LosPerson {
            person,
            number,
            consents,
            ..
        } = someone;
        let earlier = number_before(someone, before);
        let Some(number) = number.as_ref().or(earlier) else {
            continue;
        };
        let about = About {
            application: id.clone(),
            partner: person.partner.as_ref().or_else(|| head.partner()).cloned(),
        };
        // Under the number that they had, they only take back.
        for consent in consents
            .iter()
            .filter(|consent| earlier.is_none() || !consent.granted)
        {
            let source = ConsentSource::Application {
                application: id.clone(),
                event: event.id.clone(),
                channel: consent.channel,
            };
            given.entry(number.clone()).or_default().push(ConsentRecord {
                category: consent.category,
                scope: about.scope(),
                granted: consent.granted,
                at: Some(consent.at),
                wording: consent.wording.clone(),
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
    ) -> Result<IntakeOutcome, CommandError<Refusal>> {
        let id = tenant.application_id(&event.application);
        let asked: Vec<_> = speakers(event)
            .filter_map(|someone| someone.number.as_ref())
            .map(|number| tenant.subscriber_id(number))
            .collect();
        let people = event.people.iter().flatten();
        let named: Vec<_> = people
            .filter_map(|someone| someone.person.mobile.as_ref())
            .map(|number| tenant.subscriber_id(number))
            .collect();
        let taken = retry_conflicts(async || {
            let wanted = Wanted::of(tenant).head::<Application>(&id).room_for_links(&named);
            let read = self.store.load(wanted.heads::<Subscriber>(&asked)).await?;
            let fresh = || Application::new(tenant.id().clone(), id.clone(), event.application.clone());
            let application = self.store.or_new(tenant, read.get(&id)?, fresh).await?;
            let tracked = application.head.apply(event, &tenant.directory);
            let mut commit = self.store.begin(now);
            let places = commit.application(tenant, &application, &tracked.change, &read)?;
            commit.count(tenant, &id, &tracked.tallies)?;
            let reference = places.first().map_or_else(String::new, ToString::to_string);
            commit.once(tenant.id(), "los", &event.id, &reference)?;
            let mut known = read.all::<Subscriber>()?;
            let earlier = speakers(event).filter_map(|someone| number_before(someone, &application.head));
            let earlier: Vec<_> = earlier
                .map(|number| tenant.subscriber_id(number))
                .filter(|id| known.iter().all(|subscriber| subscriber.head.id != *id))
                .collect();
            if !earlier.is_empty() {
                let wanted = Wanted::of(tenant).heads::<Subscriber>(&earlier);
                known.extend(self.store.load(wanted).await?.all::<Subscriber>()?);
            }
            for (number, given) in given(event, &id, &application.head, &tracked.change.head) {
                let at = known
                    .iter()
                    .position(|subscriber| subscriber.head.number == number);
                let loaded: Option<Loaded<Subscriber>> = at.map(|at| known.swap_remove(at));
                let fresh = || tenant.new_subscriber(&number);
                let subscriber = self.store.or_new(tenant, loaded, fresh).await?;
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
            Ok::<_, CommandError<Refusal>>(self.store.commit(commit).await?)
        })
        .await;
        match taken {
            Ok(()) => Ok(IntakeOutcome::Accepted),
            Err(CommandError::Commit(CommitError::AlreadyDone { .. })) => Ok(IntakeOutcome::KnownAlready),
            Err(error) => Err(error),
        }
    }
}
