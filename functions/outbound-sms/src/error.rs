//! Why a message is not settled.

use memberline_store::{CommitError, MayConflict, StoreError};

/// Why a message is not settled yet.
#[derive(Debug, thiserror::Error)]
pub enum DeliverError {
    /// The carrier deferred it, did not answer, or an attempt is under way.
    #[error("not now: {0}")]
    NotNow(&'static str),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The commit was not made.
    #[error(transparent)]
    Commit(CommitError),
    /// What is stored does not make a message that can be sent.
    #[error("cannot be sent: {0}")]
    Unsendable(&'static str),
}

impl From<CommitError> for DeliverError {
    fn from(error: CommitError) -> Self {
        match error {
            CommitError::Store(error) => Self::Store(error),
            other => Self::Commit(other),
        }
    }
}

impl MayConflict for DeliverError {
    fn is_conflict(&self) -> bool {
        matches!(self, Self::Commit(error) if error.is_conflict())
    }
}

impl DeliverError {
    /// Whether the same step can succeed later.
    pub fn retry_can_help(&self) -> bool {
        match self {
            Self::NotNow(_) | Self::Commit(_) => true,
            Self::Store(error) => error.is_passing(),
            Self::Unsendable(_) => false,
        }
    }
}
