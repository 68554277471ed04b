//! Why a command is not done.

use memberline_http_api::Failure;
use memberline_store::{CommitError, MayConflict, StoreError};

use crate::problems::conversation_not_found;
use crate::refusals::Explain;
use memberline_http_api::caller::Caller;

/// Why an operation on a conversation is not done: `R` is what the rules say against it.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CommandError<R: std::error::Error + 'static> {
    /// There is no such conversation, as far as the caller may know.
    #[error("there is no such conversation")]
    NotFound,
    /// A rule is against it.
    #[error(transparent)]
    Refused(R),
    /// The store failed, or others were always first.
    #[error(transparent)]
    Commit(CommitError),
}

impl<R: std::error::Error> From<CommitError> for CommandError<R> {
    fn from(error: CommitError) -> Self {
        Self::Commit(error)
    }
}

impl<R: std::error::Error> From<StoreError> for CommandError<R> {
    fn from(error: StoreError) -> Self {
        Self::Commit(error.into())
    }
}

impl<R: std::error::Error> MayConflict for CommandError<R> {
    fn is_conflict(&self) -> bool {
        matches!(self, Self::Commit(error) if error.is_conflict())
    }
}

impl<R: std::error::Error + Explain> CommandError<R> {
    /// The failure as `caller` may see it.
    pub(crate) fn failure(self, caller: &Caller) -> Failure {
        match self {
            Self::NotFound => conversation_not_found().into(),
            Self::Refused(refusal) => refusal.explain(caller.directory()).into(),
            Self::Commit(error) => error.into(),
        }
    }
}
