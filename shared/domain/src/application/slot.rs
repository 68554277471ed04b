//! What automation plans for an application by one trigger.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::aggregate::rest::Rest;
use crate::application::{Incomplete, Is, Nudge, Stamp, StoredSlot};
use crate::id::TriggerId;
use crate::reason::Reason;

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
    pub(crate) fn first(basis: Stamp, due: Timestamp) -> Self {
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
    pub(crate) fn has_history(&self) -> bool {
        self.nudged || self.withheld || self.turn > 0
    }

    /// The nudge that it is about.
    pub(crate) fn nudge(&self, trigger: &TriggerId) -> Nudge {
        Nudge {
            trigger: trigger.clone(),
            number: self.number,
        }
    }
}

impl TryFrom<StoredSlot> for Slot {
    type Error = Incomplete;

    fn try_from(stored: StoredSlot) -> Result<Self, Incomplete> {
        let reason = stored.code.map(|code| Reason {
            code,
            detail: stored.detail.unwrap_or_default(),
        });
        let reason = reason.ok_or(Incomplete("code"));
        Ok(Self {
            basis: stored.basis,
            number: stored.number,
            due: stored.due,
            state: match stored.is {
                Is::Planned => SlotState::Planned,
                Is::Held => SlotState::Held {
                    until: stored.until,
                    reason: reason?,
                },
                Is::Sent => SlotState::Sent {
                    at: stored.at.ok_or(Incomplete("at"))?,
                },
                Is::Cancelled => SlotState::Cancelled { reason: reason? },
                Is::Withheld => SlotState::Withheld,
            },
            turn: stored.turn,
            counted: stored.counted,
            nudged: stored.nudged,
            withheld: stored.withheld,
            replied: stored.replied,
            completed: stored.completed,
            rest: stored.rest,
        })
    }
}

impl From<Slot> for StoredSlot {
    fn from(slot: Slot) -> Self {
        let (is, until, at, reason) = match slot.state {
            SlotState::Planned => (Is::Planned, None, None, None),
            SlotState::Held { until, reason } => (Is::Held, until, None, Some(reason)),
            SlotState::Sent { at } => (Is::Sent, None, Some(at), None),
            SlotState::Cancelled { reason } => (Is::Cancelled, None, None, Some(reason)),
            SlotState::Withheld => (Is::Withheld, None, None, None),
        };
        let (code, detail) = reason.map(|reason| (reason.code, reason.detail)).unzip();
        Self {
            basis: slot.basis,
            number: slot.number,
            due: slot.due,
            is,
            until,
            code,
            detail,
            at,
            turn: slot.turn,
            counted: slot.counted,
            nudged: slot.nudged,
            withheld: slot.withheld,
            replied: slot.replied,
            completed: slot.completed,
            rest: slot.rest,
        }
    }
}
