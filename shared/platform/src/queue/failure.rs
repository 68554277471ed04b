//! What a queue's reader has to know of a failure.

use memberline_store::{CommandError, CommitError};

/// Why a record was not processed.
pub trait QueueFailure {
    /// The stable code.
    fn code(&self) -> &'static str;

    /// Whether the same can succeed later: then the record comes again, otherwise it is parked among the dead letters.
    fn retry_can_help(&self) -> bool;

    /// What a service said, where that is more than the code. It goes into the log: ids and codes, nothing personal.
    fn detail(&self) -> Option<String> {
        None
    }
}

impl<R: QueueFailure> QueueFailure for CommandError<R> {
    fn code(&self) -> &'static str {
        match self {
            Self::Refused(rejection) => rejection.code(),
            Self::Commit(CommitError::Store(_)) => "store",
            Self::Commit(CommitError::Conflict | CommitError::AlreadyDone { .. }) => "busy",
        }
    }

    fn retry_can_help(&self) -> bool {
        match self {
            Self::Refused(rejection) => rejection.retry_can_help(),
            Self::Commit(error) => error.retry_can_help(),
        }
    }

    // Only the store's failure says more than its code does.
    fn detail(&self) -> Option<String> {
        match self {
            Self::Refused(rejection) => rejection.detail(),
            Self::Commit(CommitError::Store(error)) => Some(error.to_string()),
            Self::Commit(CommitError::Conflict | CommitError::AlreadyDone { .. }) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use memberline_store::StoreError;

    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("leased")]
    struct Leased;

    impl QueueFailure for Leased {
        fn code(&self) -> &'static str {
            "leased"
        }

        fn retry_can_help(&self) -> bool {
            true
        }
    }

    fn of_store(code: &str) -> CommandError<Leased> {
        StoreError::of_code("DynamoDB", "PutItem", code.to_owned()).into()
    }

    #[test]
    fn what_the_store_refuses_or_cannot_read_is_not_tried_again() {
        for failure in [
            of_store("AccessDeniedException"),
            of_store("ValidationException"),
            of_store("ResourceNotFoundException"),
            StoreError::Malformed("state").into(),
            StoreError::Incomplete("organisation").into(),
        ] {
            assert!(!failure.retry_can_help(), "{failure}");
            assert_eq!(failure.code(), "store");
            assert_eq!(failure.detail(), Some(failure.to_string()));
        }
        for (failure, code) in [
            (CommandError::Refused(Leased), "leased"),
            (CommitError::Conflict.into(), "busy"),
            (of_store("ThrottlingException"), "store"),
            (of_store("InternalServerError"), "store"),
        ] {
            assert!(failure.retry_can_help(), "{failure}");
            assert_eq!(failure.code(), code);
        }
    }
}
