//! Why a command is not done: something is against it, or the store did not take it.

use crate::error::{CommitError, StoreError};

/// What can be against a command, apart from the store: the rules, what it is about, or another service. The operator `?` makes a
/// [`CommandError`] of whatever implements it.
pub trait Rejection: std::error::Error {}

/// Why a command (load, decide, commit) is not done.
#[derive(Debug, thiserror::Error)]
pub enum CommandError<R> {
    /// Something is against it.
    #[error(transparent)]
    Refused(R),
    /// The store did not give what it is decided from, or did not take what was decided.
    #[error(transparent)]
    Commit(CommitError),
}

impl<R> CommandError<R> {
    /// Whether somebody else was faster: then to load and decide again can help.
    pub fn is_conflict(&self) -> bool {
        matches!(self, Self::Commit(CommitError::Conflict))
    }

    /// The same, with what is against it in other terms.
    pub fn map_refused<S>(self, terms: impl FnOnce(R) -> S) -> CommandError<S> {
        match self {
            Self::Refused(rejection) => CommandError::Refused(terms(rejection)),
            Self::Commit(error) => CommandError::Commit(error),
        }
    }
}

impl<R: Rejection> From<R> for CommandError<R> {
    fn from(rejection: R) -> Self {
        Self::Refused(rejection)
    }
}

impl<R> From<CommitError> for CommandError<R> {
    fn from(error: CommitError) -> Self {
        Self::Commit(error)
    }
}

impl<R> From<StoreError> for CommandError<R> {
    fn from(error: StoreError) -> Self {
        Self::Commit(error.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, Eq, thiserror::Error)]
    #[error("closed")]
    struct Closed;

    impl Rejection for Closed {}

    #[test]
    fn only_a_conflict_is_decided_again() {
        let done = CommitError::AlreadyDone {
            reference: String::new(),
        };
        let conflict: CommandError<Closed> = CommitError::Conflict.into();
        assert!(conflict.is_conflict());
        for other in [
            CommandError::from(Closed),
            done.into(),
            StoreError::Malformed("state").into(),
        ] {
            assert!(!other.is_conflict(), "{other}");
        }
    }

    #[test]
    fn only_what_is_against_it_is_put_in_other_terms() {
        let count = |error: CommandError<Closed>| error.map_refused(|_| 1_u32);
        assert!(matches!(count(Closed.into()), CommandError::Refused(1)));
        assert!(count(CommitError::Conflict.into()).is_conflict());
    }
}
