//! The one place that reads the clock.

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
