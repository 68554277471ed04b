//! The counts of a trigger.

use std::collections::BTreeMap;
use std::ops::AddAssign;

use crate::id::TriggerId;

/// What a change adds to the counts of a trigger. What was counted too early is taken back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Nudges that became due.
    pub due: i64,
    /// Nudges sent.
    pub sent: i64,
    /// Applications that got at least one.
    pub nudged: i64,
    /// Applications with a reply after one.
    pub replied: i64,
    /// Applications completed after one.
    pub completed: i64,
    /// Applications that got none, to compare with.
    pub withheld: i64,
    /// Those of them that were completed.
    pub withheld_completed: i64,
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.due += other.due;
        self.sent += other.sent;
        self.nudged += other.nudged;
        self.replied += other.replied;
        self.completed += other.completed;
        self.withheld += other.withheld;
        self.withheld_completed += other.withheld_completed;
    }
}

impl Tally {
    /// The counts by their names.
    pub fn named(self) -> [(&'static str, i64); 7] {
        [
            ("due", self.due),
            ("sent", self.sent),
            ("nudged", self.nudged),
            ("replied", self.replied),
            ("completed", self.completed),
            ("withheld", self.withheld),
            ("withheld_completed", self.withheld_completed),
        ]
    }

    /// The share of nudged applications that were completed; `None` when none was nudged.
    pub fn completion_rate(self) -> Option<f64> {
        share(self.completed, self.nudged)
    }

    /// The share of the applications to compare with that were completed; `None` when there are none.
    pub fn holdout_completion_rate(self) -> Option<f64> {
        share(self.withheld_completed, self.withheld)
    }

    /// How many more of a hundred are completed with nudges than without, as a share; `None` while one side has no data.
    pub fn lift(self) -> Option<f64> {
        Some(self.completion_rate()? - self.holdout_completion_rate()?)
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a count of applications is far below 2^52"
)]
fn share(part: i64, whole: i64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// What a change adds to the counts, by trigger.
pub type Tallies = BTreeMap<TriggerId, Tally>;
