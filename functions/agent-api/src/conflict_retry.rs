//! An attempt (load, decide, commit) is made again as long as it meets a conflict.

use std::pin::Pin;

use memberline_http_api::Problem;
use memberline_store::{CommandError, retry_conflicts};

/// Makes an attempt (load, decide, commit) again as long as it meets a conflict.
///
/// It owns what it works with: of a future that borrows, the compiler cannot tell through the retries that it may go to
/// another thread, as axum wants of its handlers.
pub(crate) async fn with_conflict_retry<A, T, F>(with: A, attempt: fn(A) -> F) -> Attempted<T>
where
    A: Clone,
    F: Future<Output = Attempted<T>> + Send + 'static,
{
    let again = move || -> Attempt<T> { Box::pin(attempt(with.clone())) };
    retry_conflicts(again).await
}

/// What became of an attempt: what the caller may know of a refusal is said at once.
pub(crate) type Attempted<T> = Result<T, CommandError<Problem>>;

type Attempt<T> = Pin<Box<dyn Future<Output = Attempted<T>> + Send>>;
