//! The one place that reads the clock.

use std::sync::LazyLock;
use std::time::SystemTime;

use jiff::{SignedDuration, Timestamp};

/// The time now, to the millisecond: it is written into every head several times.
#[expect(
    clippy::disallowed_methods,
    reason = "this is where time enters; everything else takes it as an argument"
)]
pub fn now() -> Timestamp {
    let now = Timestamp::now() + *OFFSET;
    Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now)
}

/// A time that what runs around us read off its own clock, as ours has it: they differ where ours was moved.
pub fn ours(theirs: Timestamp) -> Timestamp {
    theirs.checked_add(*OFFSET).unwrap_or(theirs)
}

/// The time as S3 and KMS have it, which compare it with their own clocks: no test moves it.
#[expect(clippy::disallowed_methods, reason = "others' clocks are not ours to move")]
pub(crate) fn real() -> SystemTime {
    SystemTime::now()
}

/// How far the clock is ahead: `CLOCK_OFFSET_SECONDS`, which only the local stack sets, so that a developer can see an
/// hour pass. Anywhere else it is ignored, as links and sessions end by this clock.
#[expect(clippy::disallowed_methods, reason = "this is where the environment is read")]
static OFFSET: LazyLock<SignedDuration> = LazyLock::new(|| {
    let setting = |name| std::env::var(name).unwrap_or_default();
    offset(&setting("MEMBERLINE_ENV"), &setting("CLOCK_OFFSET_SECONDS"))
});

/// A century ahead at most: a later time cannot be written.
const FURTHEST: i64 = 100 * 366 * 24 * 3_600;

fn offset(environment: &str, seconds: &str) -> SignedDuration {
    match seconds.parse::<i64>() {
        Ok(seconds) if environment == "local" => SignedDuration::from_secs(seconds.clamp(0, FURTHEST)),
        _ => SignedDuration::ZERO,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_local_stack_moves_its_clock() {
        assert_eq!(offset("local", "3600"), SignedDuration::from_hours(1));
        for (environment, seconds) in [
            ("production", "3600"),
            ("", "3600"),
            ("local", "-1"),
            ("local", "soon"),
            ("local", ""),
        ] {
            assert_eq!(
                offset(environment, seconds),
                SignedDuration::ZERO,
                "{environment} {seconds}"
            );
        }
    }
}
