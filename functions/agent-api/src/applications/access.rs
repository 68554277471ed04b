//! The application that a request is about, if the caller may see it.

use std::sync::Arc;

use axum::extract::{FromRequestParts, Path};
use http::request::Parts;
use memberline_domain::application::{Application, Person};
use memberline_domain::consent::Subscriber;
use memberline_domain::directory::Permission;
use memberline_domain::thread::Thread;
use memberline_domain::{ApplicationId, SubscriberId, ThreadId};
use memberline_http_api::Failure;
use memberline_http_api::LogFields;
use memberline_store::{Loaded, StoreError, Wanted};

use crate::api::AgentApi;
use crate::problems::application_not_found;
use memberline_http_api::caller::Caller;

/// The application that the path names.
#[derive(Debug, Clone)]
pub(crate) struct ApplicationPath(pub(crate) ApplicationId);

fn parse(id: &str, parts: &Parts) -> Result<ApplicationId, Failure> {
    let id = ApplicationId::parse(id).map_err(|_| application_not_found())?;
    if let Some(fields) = parts.extensions.get::<LogFields>() {
        fields.note("application", &id);
    }
    Ok(id)
}

impl FromRequestParts<Arc<AgentApi>> for ApplicationPath {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, api: &Arc<AgentApi>) -> Result<Self, Failure> {
        let path = Path::<String>::from_request_parts(parts, api).await;
        let Path(id) = path.map_err(|_| application_not_found())?;
        Ok(Self(parse(&id, parts)?))
    }
}

/// An application that the caller may see, with what the numbers of its people agreed to.
#[derive(Debug)]
pub(crate) struct LoadedApplication {
    pub(crate) application: Loaded<Application>,
    pub(crate) subscribers: Vec<Loaded<Subscriber>>,
    /// Threads of its people's numbers, among them those with the number that the caller texts from.
    threads: Vec<Loaded<Thread>>,
}

impl LoadedApplication {
    /// The consent of somebody's number, if anything is known of it.
    pub(crate) fn ledger(&self, person: &Person) -> Option<&Loaded<Subscriber>> {
        let number = person.mobile.as_ref()?;
        self.subscribers
            .iter()
            .find(|ledger| ledger.head.number == *number)
    }

    /// The thread of somebody's number with the one that the caller texts from, if there is one.
    pub(crate) fn thread(&self, caller: &Caller, person: &Person) -> Option<&Loaded<Thread>> {
        let theirs = person.mobile.as_ref()?;
        let ours = caller.directory().texting_number(&caller.agent, None)?;
        self.threads
            .iter()
            .find(|thread| thread.head.theirs == *theirs && thread.head.ours == ours.number)
    }
}

/// Of how many of our numbers an agent's conversations are looked for.
const MOST_NUMBERS: usize = 4;

impl AgentApi {
    /// Whether the caller sees the application without a look at conversations: they look after it, or see all.
    fn sees_at_once(caller: &Caller, head: &Application) -> bool {
        caller.agent.role.permits(Permission::SeeAllTeams) || head.agents().contains(&caller.agent.id)
    }

    /// The threads that its people have, or would have, with the teams of the caller.
    fn threads_with(caller: &Caller, head: &Application) -> Vec<ThreadId> {
        let ours = caller.directory().numbers.iter();
        let ours: Vec<_> = ours
            .filter(|number| caller.agent.may_see(&number.team))
            .take(MOST_NUMBERS)
            .collect();
        let of = |theirs| {
            let ours = ours.iter();
            ours.map(move |ours| caller.tenant.thread_id(&ours.number, theirs))
        };
        let theirs = head.people().iter().filter_map(|person| person.mobile.as_ref());
        theirs.flat_map(of).collect()
    }

    /// The threads in which the caller would text its people.
    fn threads_to_text(caller: &Caller, head: &Application) -> Vec<ThreadId> {
        let ours = caller.directory().texting_number(&caller.agent, None);
        let theirs = head.people().iter().filter_map(|person| person.mobile.as_ref());
        ours.into_iter()
            .flat_map(|ours| {
                theirs
                    .clone()
                    .map(|theirs| caller.tenant.thread_id(&ours.number, theirs))
            })
            .collect()
    }

    /// The application, when the caller may see it: agents see those that they look after, and those whose people had a
    /// conversation with one of their teams; supervisors see all. Two reads, as the people are in the first.
    pub(crate) async fn find_application(
        &self,
        caller: &Caller,
        id: &ApplicationId,
    ) -> Result<Option<LoadedApplication>, StoreError> {
        let tenant = &caller.tenant;
        let Some(application) = self.store.load_one::<Application>(tenant, id).await? else {
            return Ok(None);
        };
        let head = &application.head;
        let at_once = Self::sees_at_once(caller, head);
        let seen_by = if at_once {
            Vec::new()
        } else {
            Self::threads_with(caller, head)
        };
        let wanted = [seen_by.clone(), Self::threads_to_text(caller, head)].concat();
        let numbers = head.people().iter().filter_map(|person| person.mobile.as_ref());
        let ledgers: Vec<SubscriberId> = numbers.map(|number| tenant.subscriber_id(number)).collect();
        let read = Wanted::of(tenant).heads::<Thread>(&wanted);
        let read = self.store.load(read.heads::<Subscriber>(&ledgers)).await?;
        let (threads, subscribers) = (read.all::<Thread>()?, read.all::<Subscriber>()?);
        let talked = threads
            .iter()
            .any(|thread| seen_by.contains(&thread.head.id) && thread.head.conversations > 0);
        Ok((at_once || talked).then_some(LoadedApplication {
            application,
            subscribers,
            threads,
        }))
    }

    /// Whether the caller may see an application that was read: no further read for most who ask.
    pub(crate) async fn may_see_application(
        &self,
        caller: &Caller,
        head: &Application,
    ) -> Result<bool, StoreError> {
        if Self::sees_at_once(caller, head) {
            return Ok(true);
        }
        let threads = Self::threads_with(caller, head);
        let read = self
            .store
            .load(Wanted::of(&caller.tenant).heads::<Thread>(&threads));
        let threads = read.await?.all::<Thread>()?;
        Ok(threads.iter().any(|thread| thread.head.conversations > 0))
    }
}
