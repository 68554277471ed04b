//! What can go wrong with the store.

use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};

use crate::seal::SealError;

/// The store could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// DynamoDB or KMS did not answer, throttled, or failed: a retry can help.
    #[error("{service} {operation} failed: {code}")]
    Unavailable {
        /// Which service.
        service: &'static str,
        /// Which call.
        operation: &'static str,
        /// The service's error code, or how the call failed.
        code: String,
    },
    /// A stored item is not of a form that this version reads.
    #[error("an item is malformed: {0}")]
    Malformed(&'static str),
    /// A sealed value could not be opened.
    #[error("a sealed value could not be opened")]
    Sealed(#[from] SealError),
    /// The organisation's directory lacks something that every organisation has.
    #[error("the directory lacks {0}")]
    Incomplete(&'static str),
}

impl StoreError {
    pub(crate) fn dynamodb<E: ProvideErrorMetadata, R>(
        operation: &'static str,
    ) -> impl FnOnce(SdkError<E, R>) -> Self {
        move |error| Self::Unavailable {
            service: "DynamoDB",
            operation,
            code: code(&error),
        }
    }

    pub(crate) fn kms<E, R>(operation: &'static str) -> impl FnOnce(SdkError<E, R>) -> Self
    where
        E: ProvideErrorMetadata,
    {
        move |error| Self::Unavailable {
            service: "KMS",
            operation,
            code: code(&error),
        }
    }
}

fn code<E: ProvideErrorMetadata, R>(error: &SdkError<E, R>) -> String {
    match error {
        SdkError::ServiceError(service) => service.err().code().unwrap_or("service_error").to_owned(),
        SdkError::TimeoutError(_) => "timeout".to_owned(),
        SdkError::DispatchFailure(_) => "connection".to_owned(),
        SdkError::ResponseError(_) => "response".to_owned(),
        _ => "construction".to_owned(),
    }
}

/// A commit was not made.
#[derive(Debug, thiserror::Error)]
pub enum CommitError {
    /// Something it was decided from has changed: load and decide again.
    #[error("the state changed since it was read")]
    Conflict,
    /// Its once-key was used before: what it was to do is done.
    #[error("done before")]
    AlreadyDone {
        /// What the first use noted.
        reference: String,
    },
    /// The store failed; whether the commit was made is unknown.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<SealError> for CommitError {
    fn from(error: SealError) -> Self {
        Self::Store(error.into())
    }
}

/// An error of an operation that may have met a [`CommitError::Conflict`].
pub trait MayConflict {
    /// Whether to load and decide again.
    fn is_conflict(&self) -> bool;
}

impl MayConflict for CommitError {
    fn is_conflict(&self) -> bool {
        matches!(self, Self::Conflict)
    }
}
