//! Why a message is not settled.

use memberline_store::{CommandError, Rejection};

/// Why a message is not settled yet, apart from the store.
#[derive(Debug, thiserror::Error)]
pub enum DeliverError {
    /// The carrier deferred it, did not answer, or an attempt is under way.
    #[error("not now: {0}")]
    NotNow(&'static str),
    /// What is stored does not make a message that can be sent.
    #[error("cannot be sent: {0}")]
    Unsendable(&'static str),
}

impl Rejection for DeliverError {}

/// Whether the same step can succeed later.
pub(crate) fn retry_can_help(error: &CommandError<DeliverError>) -> bool {
    match error {
        CommandError::Refused(DeliverError::NotNow(_)) => true,
        CommandError::Refused(DeliverError::Unsendable(_)) => false,
        CommandError::Commit(error) => error.retry_can_help(),
    }
}
