//! Somebody on an application whom a request is about.

use std::sync::Arc;

use axum::extract::{FromRequestParts, Path};
use http::request::Parts;
use memberline_domain::application::{Application, Person};
use memberline_domain::consent::Subscriber;
use memberline_domain::directory::Number;
use memberline_domain::thread::Thread;
use memberline_domain::{ApplicationId, PersonId, PhoneNumber};
use memberline_http_api::Failure;
use memberline_http_api::Problem;
use memberline_store::{Loaded, Wanted};

use crate::api::AgentApi;
use crate::applications::view::abilities::Known;
use crate::applications::view::person::ApplicationPerson;
use crate::conflict_retry::Attempted;
use crate::problems::{application_not_found, no_mobile, number_not_allowed, person_not_found};
use memberline_http_api::caller::Caller;

/// The person that the path names, on the application that it names.
#[derive(Debug, Clone)]
pub(crate) struct PersonPath(pub(crate) ApplicationId, pub(crate) PersonId);

impl FromRequestParts<Arc<AgentApi>> for PersonPath {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, api: &Arc<AgentApi>) -> Result<Self, Failure> {
        let path = Path::<(String, String)>::from_request_parts(parts, api).await;
        let Path((application, person)) = path.map_err(|_| application_not_found())?;
        let application = ApplicationId::parse(&application).map_err(|_| application_not_found())?;
        let person = PersonId::parse(&person).map_err(|_| person_not_found())?;
        Ok(Self(application, person))
    }
}

/// Somebody on an application who has a mobile number, with what is stored of that number.
#[derive(Debug)]
pub(crate) struct LoadedPerson {
    /// What is written for the number guards the application: the lender may correct the number meanwhile.
    pub(crate) application: Loaded<Application>,
    pub(crate) person: Person,
    pub(crate) number: PhoneNumber,
    /// What the number agreed to, or the beginning of it.
    pub(crate) subscriber: Loaded<Subscriber>,
    /// The thread between the number and ours that was asked for, if there is one.
    pub(crate) thread: Option<Loaded<Thread>>,
}

impl LoadedPerson {
    /// The person as the caller sees them once the number's consent is `ledger`.
    pub(crate) fn view(&self, caller: &Caller, ledger: &Subscriber) -> ApplicationPerson {
        ApplicationPerson::of(Known {
            caller,
            application: &self.application.head,
            person: &self.person,
            ledger: Some(ledger),
            thread: self.thread.as_ref().map(|thread| &thread.head),
        })
    }
}

impl AgentApi {
    /// The person, when the caller may see the application, with the thread between them and this number of ours: two rounds of reads.
    pub(crate) async fn person(
        &self,
        caller: &Caller,
        PersonPath(application, person): &PersonPath,
        ours: Option<&PhoneNumber>,
    ) -> Attempted<LoadedPerson> {
        let tenant = &caller.tenant;
        let read = self.store.load_one::<Application>(tenant, application);
        let application = Box::pin(read).await?.ok_or_else(application_not_found)?;
        if !Box::pin(self.may_see_application(caller, &application.head)).await? {
            return Err(application_not_found().into());
        }
        let person = application.head.person(person).ok_or_else(person_not_found)?;
        let (person, number) = (person.clone(), person.mobile.clone().ok_or_else(no_mobile)?);
        let id = tenant.subscriber_id(&number);
        let thread = ours.map(|ours| tenant.thread_id(ours, &number));
        let wanted = Wanted::of(tenant).head::<Subscriber>(&id);
        let read = self.store.load(wanted.heads::<Thread>(&thread)).await?;
        let fresh = || tenant.new_subscriber(&number);
        let subscriber = self.store.or_new(tenant, read.get(&id)?, fresh).await?;
        let thread = thread.map(|id| read.get(&id)).transpose()?.flatten();
        Ok(LoadedPerson {
            application,
            person,
            number,
            subscriber,
            thread,
        })
    }
}

/// Which of our numbers the caller texts from.
pub(crate) fn our_number<'a>(caller: &'a Caller, asked: Option<&str>) -> Result<&'a Number, Problem> {
    let number = caller.directory().texting_number(&caller.agent, asked);
    number.ok_or_else(number_not_allowed)
}
