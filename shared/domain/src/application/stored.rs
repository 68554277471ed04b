//! A slot as it is stored: flat, and with short names, since an application's head has one for each trigger.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Slot, SlotState, Stamp};
use crate::aggregate::rest::Rest;
use crate::thread::Reason;

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands out references")]
fn is_zero(number: &u32) -> bool {
    *number == 0
}

/// What a slot is up to, in one word.
#[derive(Clone, Copy, Serialize, Deserialize)]
enum Is {
    #[serde(rename = "planned")]
    Planned,
    #[serde(rename = "held")]
    Held,
    #[serde(rename = "sent")]
    Sent,
    #[serde(rename = "cancelled")]
    Cancelled,
    #[serde(rename = "withheld")]
    Withheld,
}

/// A stored slot; docs/data-model.md has the meaning of its names.
#[derive(Clone, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(super) struct StoredSlot {
    #[serde(rename = "from")]
    basis: Stamp,
    #[serde(rename = "n")]
    number: u32,
    #[serde(rename = "due")]
    due: Timestamp,
    #[serde(rename = "is")]
    is: Is,
    #[serde(rename = "till", default, skip_serializing_if = "Option::is_none")]
    until: Option<Timestamp>,
    #[serde(rename = "code", default, skip_serializing_if = "Option::is_none")]
    code: Option<String>,
    #[serde(rename = "why", default, skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
    #[serde(rename = "at", default, skip_serializing_if = "Option::is_none")]
    at: Option<Timestamp>,
    #[serde(rename = "turn", default, skip_serializing_if = "is_zero")]
    turn: u32,
    #[serde(rename = "cnt", default, skip_serializing_if = "is_zero")]
    counted: u32,
    #[serde(rename = "ndg", default, skip_serializing_if = "std::ops::Not::not")]
    nudged: bool,
    #[serde(rename = "wh", default, skip_serializing_if = "std::ops::Not::not")]
    withheld: bool,
    #[serde(rename = "rep", default, skip_serializing_if = "std::ops::Not::not")]
    replied: bool,
    #[serde(rename = "done", default, skip_serializing_if = "std::ops::Not::not")]
    completed: bool,
    #[serde(flatten)]
    rest: Rest,
}

/// What is stored of a slot does not say what its word needs.
#[derive(Debug, thiserror::Error)]
#[error("the slot lacks {0}")]
pub(super) struct Incomplete(&'static str);

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
