//! The one place that reads the clock.

use jiff::Timestamp;

/// The time now.
#[expect(
    clippy::disallowed_methods,
    reason = "this is where time enters; everything else takes it as an argument"
)]
pub fn now() -> Timestamp {
    Timestamp::now()
}
