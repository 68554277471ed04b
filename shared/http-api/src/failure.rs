//! Why a request was not done, on its way to becoming a problem document.

use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use memberline_store::{CommandError, CommitError, StoreError};

use crate::problem::{Meaning, Problem};

/// A problem for the caller, and what only operators may know of it.
#[derive(Debug, Clone)]
pub struct Failure {
    /// What the caller is told.
    pub problem: Problem,
    /// For the log line; nothing personal.
    pub cause: Option<String>,
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self { problem, cause: None }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self {
            problem: (&error).into(),
            cause: Some(error.to_string()),
        }
    }
}

impl From<CommitError> for Failure {
    fn from(error: CommitError) -> Self {
        match error {
            CommitError::Store(error) => error.into(),
            CommitError::Conflict | CommitError::AlreadyDone { .. } => Self {
                cause: Some(error.to_string()),
                ..busy().into()
            },
        }
    }
}

impl<R: Into<Self>> From<CommandError<R>> for Failure {
    fn from(error: CommandError<R>) -> Self {
        match error {
            CommandError::Refused(rejection) => rejection.into(),
            CommandError::Commit(error) => error.into(),
        }
    }
}

/// The problem of a commit that lost to others each time.
fn busy() -> Problem {
    Problem::new(
        Meaning::Unavailable,
        "busy",
        "Many are changing this at once. Try again in a moment.",
    )
}

impl Failure {
    /// A failure of a service other than the store, by its code.
    pub fn unavailable(service: &'static str, operation: &'static str, code: String) -> Self {
        StoreError::of_code(service, operation, code).into()
    }
}

/// The problem of a route that does not exist.
pub fn no_such_route() -> Problem {
    Problem::new(
        Meaning::NotFound,
        "no_such_route",
        "There is nothing at this address.",
    )
}

/// The problem of a route that exists for other methods.
pub fn method_not_allowed() -> Problem {
    Problem::new(
        Meaning::Malformed,
        "method_not_allowed",
        "This address takes other methods; the Allow header names them.",
    )
    .with("title", "This method is not taken here")
    .with("status", StatusCode::METHOD_NOT_ALLOWED.as_u16())
}

impl IntoResponse for Failure {
    /// The status and the failure itself; the envelope writes the document, as it knows the request's id.
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.problem.meaning.status());
        let mut response = status
            .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
            .into_response();
        if self.problem.meaning == Meaning::Unauthenticated {
            let challenge = match self.problem.code {
                "token_missing" => "Bearer realm=\"memberline\"".to_owned(),
                code => format!(
                    "Bearer realm=\"memberline\", error=\"invalid_token\", error_description=\"{code}\""
                ),
            };
            if let Ok(challenge) = HeaderValue::try_from(challenge) {
                response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
            }
        }
        response.extensions_mut().insert(self);
        response
    }
}
