//! Why a transaction was not made.

use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::CancellationReason;

use crate::error::{CommitError, Lasting, StoreError};
use crate::item::{Item, text};

/// What the first use of a once-key noted.
pub(crate) fn reference(item: &Item) -> String {
    text(item, "reference").unwrap_or_default().to_owned()
}

/// Why a transaction was not made. A used once-key is told before anything else: all of the transaction was made with its first use.
pub(crate) fn refused<R>(error: SdkError<TransactWriteItemsError, R>, once: Option<usize>) -> CommitError {
    let canceled = match error.as_service_error() {
        Some(TransactWriteItemsError::TransactionCanceledException(canceled)) => canceled,
        Some(TransactWriteItemsError::TransactionInProgressException(_)) => return CommitError::Conflict,
        _ => return StoreError::dynamodb("TransactWriteItems")(error).into(),
    };
    let reasons = canceled.cancellation_reasons();
    let failed = |reason: &CancellationReason, code: &str| reason.code() == Some(code);
    if let Some(used) = once
        .and_then(|at| reasons.get(at))
        .filter(|r| failed(r, "ConditionalCheckFailed"))
    {
        return CommitError::AlreadyDone {
            reference: used.item().map_or_else(String::new, reference),
        };
    }
    cancelled(reasons.iter().filter_map(CancellationReason::code))
}

/// What the reasons of a cancelled transaction come to. One that no repetition mends outweighs all: decided again, the same items are
/// refused again. A conflict outweighs what passes, as deciding again repeats the call too.
fn cancelled<'a>(codes: impl Iterator<Item = &'a str>) -> CommitError {
    let refused = |code: &str| StoreError::of_code("DynamoDB", "TransactWriteItems", code.to_owned());
    let codes: Vec<&str> = codes.filter(|code| *code != "None").collect();
    let lasting = |wanted| codes.iter().find(|code| Lasting::of(code) == wanted);
    if let Some(code) = lasting(Lasting::Permanent) {
        return refused(code).into();
    }
    if lasting(Lasting::Conflict).is_some() {
        return CommitError::Conflict;
    }
    refused(codes.first().copied().unwrap_or("canceled")).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reasons_of_a_cancelled_transaction_are_weighed() {
        let of = |codes: &[&str]| cancelled(codes.iter().copied());
        assert!(matches!(
            of(&["None", "ConditionalCheckFailed", "ThrottlingError"]),
            CommitError::Conflict
        ));
        assert!(matches!(of(&["TransactionConflict"]), CommitError::Conflict));
        for codes in [
            &["ValidationError", "ConditionalCheckFailed"][..],
            &["None", "ItemCollectionSizeLimitExceeded"],
        ] {
            let CommitError::Store(error) = of(codes) else {
                panic!("{codes:?}")
            };
            assert!(!error.is_passing(), "{codes:?}");
        }
        for codes in [&["None", "ProvisionedThroughputExceeded"][..], &["None"], &[]] {
            let CommitError::Store(error) = of(codes) else {
                panic!("{codes:?}")
            };
            assert!(error.is_passing(), "{codes:?}");
        }
    }
}
