//! Somebody on an application whom a request is about.

use std::sync::Arc;

use axum::extract::{FromRequestParts, Path};
use http::request::Parts;
use memberline_domain::application::{Application, Person};
use memberline_domain::directory::{Number, NumberOwner};
use memberline_domain::{ApplicationId, PersonId, PhoneNumber};
use memberline_platform::{Meaning, Problem};
use memberline_store::{CommitError, Loaded, MayConflict, StoreError};

use crate::AgentApi;
use crate::caller::Caller;
use crate::failure::Failure;

/// The person that the path names, on the application that it names.
#[derive(Debug, Clone)]
pub(crate) struct Of(pub(crate) ApplicationId, pub(crate) PersonId);

/// The problem of an application that does not exist.
pub(crate) fn application_not_found() -> Problem {
    Problem::new(
        Meaning::NotFound,
        "application_not_found",
        "There is no such application, or it is another team's.",
    )
}

/// The problem of a person who is not on the application.
pub(crate) fn person_not_found() -> Problem {
    Problem::new(
        Meaning::NotFound,
        "person_not_found",
        "Nobody on the application has this id.",
    )
}

/// The problem of a person who cannot be texted.
pub(crate) fn no_mobile() -> Problem {
    Problem::new(
        Meaning::Conflict,
        "no_mobile",
        "The person has no mobile number on the application.",
    )
}

impl FromRequestParts<Arc<AgentApi>> for Of {
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
pub(crate) enum Undone {
    /// A rule is against it, or it could not be read.
    #[error("not done")]
    Failure(Box<Failure>),
    /// It could not be written.
    #[error(transparent)]
    Commit(#[from] CommitError),
}

impl From<Failure> for Undone {
    fn from(failure: Failure) -> Self {
        Self::Failure(Box::new(failure))
    }
}

impl From<Problem> for Undone {
    fn from(problem: Problem) -> Self {
        Failure::from(problem).into()
    }
}

impl From<StoreError> for Undone {
    fn from(error: StoreError) -> Self {
        Failure::from(error).into()
    }
}

impl MayConflict for Undone {
    fn is_conflict(&self) -> bool {
        matches!(self, Self::Commit(error) if error.is_conflict())
    }
}

impl From<Undone> for Failure {
    fn from(undone: Undone) -> Self {
        match undone {
            Undone::Failure(failure) => *failure,
            Undone::Commit(error) => error.into(),
        }
    }
}

impl AgentApi {
    /// The application, when the caller may see it, and the person on it, who has a mobile number. What is written for that number
    /// guards the application: the lender may correct the number meanwhile.
    pub(crate) async fn person(
        &self,
        caller: &Caller,
        Of(application, person): &Of,
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

/// Which of our numbers is to text: the one asked for if the caller may see what comes to it, else the caller's own, else one of
/// their teams'.
pub(crate) fn our_number<'a>(caller: &'a Caller, asked: Option<&str>) -> Option<&'a Number> {
    let numbers = &caller.directory().numbers;
    let mine =
        |number: &&Number| matches!(&number.owner, NumberOwner::User { agent } if *agent == caller.agent.id);
    let ours = |number: &&Number| caller.agent.teams.contains(&number.team);
    let seen = |number: &&Number| caller.agent.may_see(&number.team);
    match asked {
        Some(asked) => {
            let asked = PhoneNumber::parse(asked).ok();
            asked
                .and_then(|asked| caller.directory().number(&asked))
                .filter(seen)
        }
        None => numbers
            .iter()
            .find(mine)
            .or_else(|| numbers.iter().find(ours))
            .or_else(|| numbers.iter().find(seen)),
    }
}

/// The problem of a number that the caller does not text from.
pub(crate) fn number_not_allowed() -> Problem {
    Problem::new(
        Meaning::Unprocessable,
        "number_not_allowed",
        "This number is none that you may text from.",
    )
}
