//! The one place that reads the clock.

use std::time::SystemTime;

use jiff::Timestamp;

/// The time now, to the millisecond: it is written into every head several times.
#[expect(
    clippy::disallowed_methods,
    reason = "this is where time enters; everything else takes it as an argument"
)]
pub fn now() -> Timestamp {
    let now = Timestamp::now();
    Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now)
}

/// The time as S3 and KMS have it, which compare it with their own clocks: no test moves it.
#[expect(clippy::disallowed_methods, reason = "others' clocks are not ours to move")]
pub(crate) fn real() -> SystemTime {
    SystemTime::now()
}
