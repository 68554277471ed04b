//! What automation plans for an application by one trigger.

use std::collections::BTreeMap;
use std::ops::AddAssign;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::stored::StoredSlot;
use super::{Nudge, Stamp};
use crate::id::TriggerId;
use crate::aggregate::rest::Rest;
use crate::thread::Reason;

/// The next nudge of one trigger for one application, or what became of the last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "StoredSlot", into = "StoredSlot")]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact of its own, as it is stored"
)]
pub struct Slot {
    /// What it counts from: the entry into the stage, or the creation. Another one starts again from the first nudge (EL-19).
    pub basis: Stamp,
    /// Which nudge, from 1.
    pub number: u32,
    /// When it is due.
    pub due: Timestamp,
    /// What it is up to.
    pub state: SlotState,
    /// How many timers of it went off. Each has a name of its own: one that went off is deleted in its own time.
    pub turn: u32,
    /// The nudges of this basis that counted as due.
    pub counted: u32,
    /// Whether a nudge was ever sent by the trigger.
    pub nudged: bool,
    /// Whether one was ever withheld.
    pub withheld: bool,
    /// Whether somebody replied after one.
    pub replied: bool,
    /// Whether the application was completed after one was sent or withheld.
    pub completed: bool,
    /// What a later release says of it.
    pub rest: Rest,
}

/// What a slot is up to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SlotState {
    /// It waits to be due.
    Planned,
    /// It was due, and has to wait.
    Held {
        /// Until when; `None` until what it waits for happens.
        until: Option<Timestamp>,
        /// What it waits for.
        reason: Reason,
    },
    /// The last of its nudges was sent.
    Sent {
        /// When.
        at: Timestamp,
    },
    /// It will not be sent, unless the applicant enters another stage.
    Cancelled {
        /// Why.
        reason: Reason,
    },
    /// It was due and allowed, and is not sent, to compare with.
    Withheld,
}

impl Slot {
    /// A first nudge.
    pub(super) fn first(basis: Stamp, due: Timestamp) -> Self {
        Self {
            basis,
            number: 1,
            due,
            state: SlotState::Planned,
            turn: 0,
            counted: 0,
            nudged: false,
            withheld: false,
            replied: false,
            completed: false,
            rest: Rest::default(),
        }
    }

    /// Whether it may still be sent.
    pub fn is_live(&self) -> bool {
        matches!(self.state, SlotState::Planned | SlotState::Held { .. })
    }

    /// When its timer is to go off; `None` when it needs none.
    pub fn timer(&self) -> Option<Timestamp> {
        match &self.state {
            SlotState::Planned => Some(self.due),
            SlotState::Held { until, .. } => *until,
            SlotState::Sent { .. } | SlotState::Cancelled { .. } | SlotState::Withheld => None,
        }
    }

    /// Whether it says something that cannot be told from the events alone.
    pub(super) fn has_history(&self) -> bool {
        self.nudged || self.withheld || self.turn > 0
    }

    /// The nudge that it is about.
    pub(super) fn nudge(&self, trigger: &TriggerId) -> Nudge {
        Nudge {
            trigger: trigger.clone(),
            number: self.number,
        }
    }
}

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
