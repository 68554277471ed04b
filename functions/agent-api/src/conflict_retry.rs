//! An attempt (load, decide, commit) is made again as long as it meets a conflict.

use std::pin::Pin;

use memberline_store::{MayConflict, retry_conflicts};

/// Makes an attempt (load, decide, commit) again as long as it meets a conflict.
///
/// It owns what it works with: of a future that borrows, the compiler cannot tell through the retries that it may go to
/// another thread, as axum wants of its handlers.
pub(crate) async fn with_conflict_retry<A, T, E, F>(with: A, attempt: fn(A) -> F) -> Result<T, E>
where
    A: Clone,
    E: MayConflict,
    F: Future<Output = Result<T, E>> + Send + 'static,
{
    let again = move || -> Attempt<T, E> { Box::pin(attempt(with.clone())) };
    retry_conflicts(again).await
}

type Attempt<T, E> = Pin<Box<dyn Future<Output = Result<T, E>> + Send>>;
