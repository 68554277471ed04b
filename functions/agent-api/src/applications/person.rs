//! Somebody on an application whom a request is about.

use std::sync::Arc;

use axum::extract::{FromRequestParts, Path};
use http::request::Parts;
use memberline_domain::application::{Application, Person};
use memberline_domain::directory::Number;
use memberline_domain::{ApplicationId, PersonId, PhoneNumber};
use memberline_http_api::Failure;
use memberline_http_api::Problem;
use memberline_store::{CommitError, Loaded, MayConflict, StoreError};

use crate::api::AgentApi;
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

/// Why something about a person is not done.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RouteError {
    /// A rule is against it, or it could not be read.
    #[error("not done")]
    Failure(Box<Failure>),
    /// It could not be written.
    #[error(transparent)]
    Commit(#[from] CommitError),
}

impl From<Failure> for RouteError {
    fn from(failure: Failure) -> Self {
        Self::Failure(Box::new(failure))
    }
}

impl From<Problem> for RouteError {
    fn from(problem: Problem) -> Self {
        Failure::from(problem).into()
    }
}

impl From<StoreError> for RouteError {
    fn from(error: StoreError) -> Self {
        Failure::from(error).into()
    }
}

impl MayConflict for RouteError {
    fn is_conflict(&self) -> bool {
        matches!(self, Self::Commit(error) if error.is_conflict())
    }
}

impl From<RouteError> for Failure {
    fn from(error: RouteError) -> Self {
        match error {
            RouteError::Failure(failure) => *failure,
            RouteError::Commit(error) => error.into(),
        }
    }
}

impl AgentApi {
    /// The application, when the caller may see it, and the person on it, who has a mobile number. What is written for that number
    /// guards the application: the lender may correct the number meanwhile.
    pub(crate) async fn person(
        &self,
        caller: &Caller,
        PersonPath(application, person): &PersonPath,
    ) -> Result<(Loaded<Application>, Person, PhoneNumber), Failure> {
        let read = self.store.load_one::<Application>(&caller.tenant, application);
        let found = Box::pin(read).await?.ok_or_else(application_not_found)?;
        if !Box::pin(self.may_see_application(caller, &found.head)).await? {
            return Err(application_not_found().into());
        }
        let person = found.head.person(person).ok_or_else(person_not_found)?.clone();
        let Some(number) = person.mobile.clone() else {
            return Err(no_mobile().into());
        };
        Ok((found, person, number))
    }
}

/// Which of our numbers the caller texts from.
pub(crate) fn our_number<'a>(caller: &'a Caller, asked: Option<&str>) -> Result<&'a Number, Problem> {
    let number = caller.directory().texting_number(&caller.agent, asked);
    number.ok_or_else(number_not_allowed)
}
