//! The clock of the local stack, which can be moved forward for everything at once: the functions by a parameter of the
//! template, the schedules by a file that `ministack.py` reads.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use jiff::{SignedDuration, Timestamp};

use crate::places::stamp;

/// Where the offset of the stack whose data are in `state` is kept.
pub fn file(state: &Path) -> PathBuf {
    state.join("clock-offset")
}

/// How many seconds the stack is ahead, as its file says.
pub fn offset(file: &Path) -> u64 {
    stamp(file).trim().parse().unwrap_or(0)
}

/// How far the stack whose data are in `state` is ahead.
pub fn ahead(state: &Path) -> SignedDuration {
    let seconds = i64::try_from(offset(&file(state))).unwrap_or(i64::MAX);
    SignedDuration::from_secs(seconds)
}

/// The time that the stack whose data are in `state` has now: what the carriers sign and what is said of the stack, functions and
/// entries included, goes by it.
pub fn now(state: &Path) -> Timestamp {
    let now = memberline_platform::clock::now();
    now.checked_add(ahead(state)).unwrap_or(now)
}

/// The furthest that the clock goes in one step: a year.
pub const LONGEST_STEP: u64 = 366 * 24 * 3_600;

/// How far ahead the clock is after a step.
pub fn moved(ahead: u64, seconds: u64) -> Result<u64> {
    if seconds > LONGEST_STEP {
        bail!("the clock goes {LONGEST_STEP} seconds at most in one step, a leap year: take several");
    }
    ahead.checked_add(seconds).context("the clock cannot go that far")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_of_more_than_a_year_is_refused_and_not_shortened() {
        assert_eq!(moved(5, LONGEST_STEP).unwrap(), LONGEST_STEP + 5);
        assert!(moved(0, LONGEST_STEP + 1).is_err());
        assert!(moved(u64::MAX, 1).is_err());
    }
}
