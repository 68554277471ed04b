//! What can go wrong with the store.

use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};

/// The store could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A service did not answer, throttled, or failed: a retry can help.
    #[error("{service} {operation} failed: {code}")]
    Unavailable {
        service: &'static str,
        /// Which call.
        operation: &'static str,
        /// The service's error code, or how the call failed.
        code: String,
    },
    /// A service refuses the call as it is: the same call is refused again until somebody changes something.
    #[error("{service} {operation} is refused: {code}")]
    Refused {
        service: &'static str,
        /// Which call.
        operation: &'static str,
        /// The service's error code.
        code: String,
    },
    /// A stored item is not of a form that this version reads.
    #[error("an item is malformed: {0}")]
    Malformed(&'static str),
    /// Items that belong together did not fit together, however often they were read: one was written between the reads each time,
    /// or is missing.
    #[error("items do not fit together")]
    InconsistentRead,
    /// A sealed value could not be opened.
    #[error("a sealed value could not be opened")]
    Sealed(#[from] SealError),
    /// The organisation's directory lacks something that every organisation has.
    #[error("the directory lacks {0}")]
    Incomplete(&'static str),
}

impl StoreError {
    /// Whether the same call can succeed later, without a change of what is stored, deployed or permitted.
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::Unavailable { .. })
    }

    /// What a failed call of a service is, by the service's own code.
    pub fn of_call<E: ProvideErrorMetadata, R>(
        service: &'static str,
        operation: &'static str,
    ) -> impl FnOnce(SdkError<E, R>) -> Self {
        move |error| Self::of_code(service, operation, code(&error))
    }

    /// What a call is that failed with this code of its service.
    pub fn of_code(service: &'static str, operation: &'static str, code: String) -> Self {
        match Lasting::of(&code) {
            Lasting::Permanent => Self::Refused {
                service,
                operation,
                code,
            },
            Lasting::Passing | Lasting::Conflict => Self::Unavailable {
                service,
                operation,
                code,
            },
        }
    }

    pub(crate) fn dynamodb<E: ProvideErrorMetadata, R>(
        operation: &'static str,
    ) -> impl FnOnce(SdkError<E, R>) -> Self {
        Self::of_call("DynamoDB", operation)
    }

    pub(crate) fn kms<E: ProvideErrorMetadata, R>(
        operation: &'static str,
    ) -> impl FnOnce(SdkError<E, R>) -> Self {
        Self::of_call("KMS", operation)
    }
}

/// What is sealed could not be sealed or opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// It is not of a form that this version reads.
    #[error("the sealed value is malformed")]
    Malformed,
    /// It was altered, moved, or sealed under another key.
    #[error("the sealed value does not authenticate")]
    Forged,
    /// The cryptographic library failed.
    #[error("the cryptographic library failed")]
    Crypto,
}

/// How long a failure lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lasting {
    /// It passes by itself: the same call can succeed in a moment.
    Passing,
    /// Somebody else was faster: load and decide again.
    Conflict,
    /// It stays until somebody changes what is stored, deployed or permitted.
    Permanent,
}

/// Codes of what another writer did meanwhile. The last two are reasons of a cancelled transaction.
const CONFLICTS: [&str; 5] = [
    "ConditionalCheckFailedException",
    "TransactionConflictException",
    "TransactionInProgressException",
    "ConditionalCheckFailed",
    "TransactionConflict",
];

/// Codes of what no repetition mends. Sources: the common errors and the errors of the operations that are called in the API
/// references of DynamoDB, KMS, S3, SQS and EventBridge Scheduler; `ValidationError` and `ItemCollectionSizeLimitExceeded` are reasons
/// of a cancelled transaction. Whatever is not among them passes, as far as we know: credentials that expired are renewed, and
/// a code that nobody knows is tried again and ends among the dead letters by its age.
const PERMANENT: [&str; 31] = [
    // Not permitted.
    "AccessDenied",
    "AccessDeniedException",
    "AllAccessDisabled",
    "NotAuthorized",
    "UnauthorizedOperation",
    // Not there.
    "NoSuchBucket",
    "NotFoundException",
    "QueueDoesNotExist",
    "AWS.SimpleQueueService.NonExistentQueue",
    "ResourceNotFoundException",
    "TableNotFoundException",
    // The key cannot be used, or not for this.
    "DisabledException",
    "IncorrectKeyException",
    "InvalidCiphertextException",
    "InvalidKeyUsageException",
    "KMSInvalidStateException",
    // The call is not one that the service takes.
    "IdempotentParameterMismatchException",
    "InvalidArgument",
    "InvalidMessageContents",
    "InvalidParameterValue",
    "InvalidParameterValueException",
    "InvalidRequest",
    "InvalidRequestException",
    "MissingParameter",
    "SerializationException",
    "UnknownOperationException",
    "ValidationError",
    "ValidationException",
    // Too large.
    "ItemCollectionSizeLimitExceeded",
    "ItemCollectionSizeLimitExceededException",
    // The call could not even be written.
    CONSTRUCTION,
];

/// What a call is said to have failed with that could not be written.
const CONSTRUCTION: &str = "construction";

impl Lasting {
    /// How long what a service's error code says lasts. It may come with a name space before it, as some protocols write it.
    pub fn of(code: &str) -> Self {
        let code = code.rsplit('#').next().unwrap_or(code);
        if CONFLICTS.contains(&code) {
            Self::Conflict
        } else if PERMANENT.contains(&code) {
            Self::Permanent
        } else {
            Self::Passing
        }
    }
}

fn code<E: ProvideErrorMetadata, R>(error: &SdkError<E, R>) -> String {
    match error {
        SdkError::ServiceError(service) => service.err().code().unwrap_or("service_error").to_owned(),
        SdkError::TimeoutError(_) => "timeout".to_owned(),
        SdkError::DispatchFailure(_) => "connection".to_owned(),
        SdkError::ResponseError(_) => "response".to_owned(),
        _ => CONSTRUCTION.to_owned(),
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

impl CommitError {
    /// Whether the same command can succeed later, without a change of what is stored, deployed or permitted.
    pub fn retry_can_help(&self) -> bool {
        match self {
            Self::Conflict | Self::AlreadyDone { .. } => true,
            Self::Store(error) => error.is_passing(),
        }
    }
}

impl From<SealError> for CommitError {
    fn from(error: SealError) -> Self {
        Self::Store(error.into())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_a_code_says_lasts_so_long() {
        for (code, lasting) in [
            ("AccessDeniedException", Lasting::Permanent),
            ("AccessDenied", Lasting::Permanent),
            ("ValidationException", Lasting::Permanent),
            (
                "com.amazon.coral.validate#ValidationException",
                Lasting::Permanent,
            ),
            ("ValidationError", Lasting::Permanent),
            ("ResourceNotFoundException", Lasting::Permanent),
            ("ItemCollectionSizeLimitExceeded", Lasting::Permanent),
            ("KMSInvalidStateException", Lasting::Permanent),
            ("construction", Lasting::Permanent),
            ("ConditionalCheckFailed", Lasting::Conflict),
            ("TransactionConflict", Lasting::Conflict),
            ("TransactionInProgressException", Lasting::Conflict),
            ("ThrottlingException", Lasting::Passing),
            ("ThrottlingError", Lasting::Passing),
            ("ProvisionedThroughputExceeded", Lasting::Passing),
            ("ProvisionedThroughputExceededException", Lasting::Passing),
            ("RequestLimitExceeded", Lasting::Passing),
            ("InternalServerError", Lasting::Passing),
            ("KMSInternalException", Lasting::Passing),
            ("KeyUnavailableException", Lasting::Passing),
            ("DependencyTimeoutException", Lasting::Passing),
            ("ExpiredTokenException", Lasting::Passing),
            ("UnrecognizedClientException", Lasting::Passing),
            ("timeout", Lasting::Passing),
            ("connection", Lasting::Passing),
            ("unprocessed", Lasting::Passing),
            ("None", Lasting::Passing),
            ("", Lasting::Passing),
        ] {
            assert_eq!(Lasting::of(code), lasting, "{code}");
        }
    }

    #[test]
    fn a_refused_call_is_told_from_one_that_failed() {
        let of = |code: &str| StoreError::of_code("KMS", "Decrypt", code.to_owned());
        assert!(!of("AccessDeniedException").is_passing());
        assert!(of("ThrottlingException").is_passing());
        assert_eq!(
            of("AccessDeniedException").to_string(),
            "KMS Decrypt is refused: AccessDeniedException"
        );
    }

    proptest! {
        #[test]
        fn a_code_that_nobody_knows_passes(code in "[a-z#]{0,40}") {
            prop_assume!(!code.ends_with(CONSTRUCTION));
            prop_assert_eq!(Lasting::of(&code), Lasting::Passing);
        }
    }
}
