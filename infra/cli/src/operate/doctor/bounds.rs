//! How long each check may take.

use std::time::Duration;

use super::finding::Finding;
use super::unchecked::Unchecked;

/// How long a check may take.
pub const EACH: Duration = Duration::from_secs(15);

/// How long the questions to a carrier about one number may take.
pub const LONGER: Duration = Duration::from_secs(30);

/// A check in its time; what it cannot find out is a finding too.
pub async fn bounded(
    about: &str,
    check: impl Future<Output = Result<Vec<Finding>, Unchecked>>,
) -> Vec<Finding> {
    within(EACH, about, check).await
}

/// A check within another time.
pub async fn within(
    time: Duration,
    about: &str,
    check: impl Future<Output = Result<Vec<Finding>, Unchecked>>,
) -> Vec<Finding> {
    let found = timed(time, about, check).await;
    found.unwrap_or_else(|why| vec![why])
}

/// One step of a check in its time.
pub async fn in_time<T>(about: &str, step: impl Future<Output = Result<T, Unchecked>>) -> Result<T, Finding> {
    timed(EACH, about, step).await
}

async fn timed<T>(
    time: Duration,
    about: &str,
    step: impl Future<Output = Result<T, Unchecked>>,
) -> Result<T, Finding> {
    let done = tokio::time::timeout(time, Box::pin(step))
        .await
        .unwrap_or_else(|_| {
            let seconds = time.as_secs();
            Err(Unchecked::Because(format!(
                "it took more than {seconds} seconds to find out"
            )))
        });
    done.map_err(|why| why.finding(about))
}
