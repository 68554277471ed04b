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

pub async fn within(
    time: Duration,
    about: &str,
    check: impl Future<Output = Result<Vec<Finding>, Unchecked>>,
) -> Vec<Finding> {
    match tokio::time::timeout(time, check).await {
        Ok(Ok(found)) => found,
        Ok(Err(why)) => vec![why.finding(about)],
        Err(_) => vec![late(time).finding(about)],
    }
}

/// One step of a check in its time.
pub async fn in_time<T>(about: &str, step: impl Future<Output = Result<T, Unchecked>>) -> Result<T, Finding> {
    match tokio::time::timeout(EACH, step).await {
        Ok(done) => done.map_err(|why| why.finding(about)),
        Err(_) => Err(late(EACH).finding(about)),
    }
}

fn late(time: Duration) -> Unchecked {
    Unchecked::Because(format!(
        "it took more than {} seconds to find out",
        time.as_secs()
    ))
}
