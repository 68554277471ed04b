//! How long an invocation may still go on.

use std::time::{Duration, UNIX_EPOCH};

use tokio::time::Instant;

use crate::clock;

/// The instant at which an invocation has to be over. Whoever loops asks it before each round, so that what is not begun can be
/// given back instead of being cut off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Deadline(Instant);

impl Deadline {
    /// The deadline that Lambda names: milliseconds since 1970, by the real clock.
    pub fn of_invocation(milliseconds: u64) -> Self {
        let end = UNIX_EPOCH + Duration::from_millis(milliseconds);
        Self::within(end.duration_since(clock::real()).unwrap_or_default())
    }

    /// A deadline so far ahead of now.
    pub fn within(time: Duration) -> Self {
        Self(Instant::now() + time)
    }

    /// The deadline of what has to leave so much time for what follows it.
    #[must_use]
    pub fn leaving(self, time: Duration) -> Self {
        // There is no instant before the first: then there is no time at all.
        Self(self.0.checked_sub(time).unwrap_or_else(Instant::now))
    }

    /// How much time is left; none once it has passed.
    pub fn left(self) -> Duration {
        self.0.saturating_duration_since(Instant::now())
    }

    /// Whether what takes so much time may still begin.
    pub fn allows(self, time: Duration) -> bool {
        self.left() > time
    }

    /// Does the work, unless the deadline comes first: then `None`, and what the work had under way is dropped. With no time
    /// left it is not begun.
    pub async fn bound<T>(self, work: impl Future<Output = T>) -> Option<T> {
        if self.left().is_zero() {
            return None;
        }
        tokio::time::timeout_at(self.0, work).await.ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: Duration = Duration::from_hours(1);

    fn milliseconds(ahead: Duration) -> u64 {
        let end = clock::real() + ahead;
        u64::try_from(end.duration_since(UNIX_EPOCH).unwrap().as_millis()).unwrap()
    }

    #[test]
    fn what_lambda_names_is_as_far_ahead() {
        let left = Deadline::of_invocation(milliseconds(HOUR)).left();
        assert!(left <= HOUR && left > HOUR / 2, "{left:?}");
        for passed in [0, milliseconds(Duration::ZERO) - 1_000] {
            let deadline = Deadline::of_invocation(passed);
            assert_eq!(deadline.left(), Duration::ZERO, "{passed}");
            assert!(!deadline.allows(Duration::ZERO), "{passed}");
        }
    }

    #[test]
    fn what_is_left_for_others_is_not_left_for_this() {
        let deadline = Deadline::within(HOUR);
        assert!(deadline.allows(HOUR / 2));
        assert!(!deadline.leaving(HOUR / 2).allows(HOUR / 2));
        assert_eq!(deadline.leaving(HOUR * 24 * 365 * 1_000).left(), Duration::ZERO);
    }

    #[tokio::test]
    async fn work_is_done_in_time_or_not_at_all() {
        assert_eq!(Deadline::within(HOUR).bound(async { 7 }).await, Some(7));
        let late = Deadline::within(Duration::from_millis(1)).bound(std::future::pending::<()>());
        assert_eq!(late.await, None);
        assert_eq!(Deadline::within(Duration::ZERO).bound(async { 7 }).await, None);
    }
}
