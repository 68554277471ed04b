//! What automation plans for an application by one trigger.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::aggregate::rest::Rest;
use crate::application::{Incomplete, Is, Nudge, Stamp, StoredNudgePlan};
use crate::id::TriggerId;
use crate::reason::Reason;

/// The next nudge of one trigger for one application, or what became of the last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "StoredNudgePlan", into = "StoredNudgePlan")]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact of its own, as it is stored"
)]
pub struct NudgePlan {
    /// What it counts from: the entry into the stage, or the creation. Another one starts again from the first nudge (EL-19).
    pub anchor: Stamp,
    /// Which nudge, from 1.
    pub number: u32,
    pub due: Timestamp,
    /// What it is up to.
    pub state: NudgePlanState,
    /// How many timers of it went off. Each has a name of its own: one that went off is deleted in its own time.
    pub generation: u32,
    /// The nudges from this anchor that counted as due.
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

/// What a nudge plan is up to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NudgePlanState {
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
    Sent { at: Timestamp },
    /// It will not be sent, unless the applicant enters another stage.
    Cancelled { reason: Reason },
    /// It was due and allowed, and is not sent, to compare with.
    Withheld,
}

impl NudgePlan {
    /// A first nudge.
    pub(crate) fn first(anchor: Stamp, due: Timestamp) -> Self {
        Self {
            anchor,
            number: 1,
            due,
            state: NudgePlanState::Planned,
            generation: 0,
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
        matches!(self.state, NudgePlanState::Planned | NudgePlanState::Held { .. })
    }

    /// When its timer is to go off; `None` when it needs none.
    pub fn timer(&self) -> Option<Timestamp> {
        match &self.state {
            NudgePlanState::Planned => Some(self.due),
            NudgePlanState::Held { until, .. } => *until,
            NudgePlanState::Sent { .. } | NudgePlanState::Cancelled { .. } | NudgePlanState::Withheld => None,
        }
    }

    /// Whether it says something that cannot be told from the events alone.
    pub(crate) fn has_history(&self) -> bool {
        self.nudged || self.withheld || self.generation > 0
    }

    /// The nudge that it is about.
    pub(crate) fn nudge(&self, trigger: &TriggerId) -> Nudge {
        Nudge {
            trigger: trigger.clone(),
            number: self.number,
        }
    }
}

impl TryFrom<StoredNudgePlan> for NudgePlan {
    type Error = Incomplete;

    fn try_from(stored: StoredNudgePlan) -> Result<Self, Incomplete> {
        let reason = stored.code.map(|code| Reason {
            code,
            detail: stored.detail.unwrap_or_default(),
        });
        let reason = reason.ok_or(Incomplete("code"));
        Ok(Self {
            anchor: stored.anchor,
            number: stored.number,
            due: stored.due,
            state: match stored.is {
                Is::Planned => NudgePlanState::Planned,
                Is::Held => NudgePlanState::Held {
                    until: stored.until,
                    reason: reason?,
                },
                Is::Sent => NudgePlanState::Sent {
                    at: stored.at.ok_or(Incomplete("at"))?,
                },
                Is::Cancelled => NudgePlanState::Cancelled { reason: reason? },
                Is::Withheld => NudgePlanState::Withheld,
            },
            generation: stored.generation,
            counted: stored.counted,
            nudged: stored.nudged,
            withheld: stored.withheld,
            replied: stored.replied,
            completed: stored.completed,
            rest: stored.rest,
        })
    }
}

impl From<NudgePlan> for StoredNudgePlan {
    fn from(plan: NudgePlan) -> Self {
        let (is, until, at, reason) = match plan.state {
            NudgePlanState::Planned => (Is::Planned, None, None, None),
            NudgePlanState::Held { until, reason } => (Is::Held, until, None, Some(reason)),
            NudgePlanState::Sent { at } => (Is::Sent, None, Some(at), None),
            NudgePlanState::Cancelled { reason } => (Is::Cancelled, None, None, Some(reason)),
            NudgePlanState::Withheld => (Is::Withheld, None, None, None),
        };
        let (code, detail) = reason.map(|reason| (reason.code, reason.detail)).unzip();
        Self {
            anchor: plan.anchor,
            number: plan.number,
            due: plan.due,
            is,
            until,
            code,
            detail,
            at,
            generation: plan.generation,
            counted: plan.counted,
            nudged: plan.nudged,
            withheld: plan.withheld,
            replied: plan.replied,
            completed: plan.completed,
            rest: plan.rest,
        }
    }
}
