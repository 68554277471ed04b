//! The timer of a nudge plan: what it is called, and when it goes off.

use jiff::Timestamp;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

use crate::application::{Application, NudgePlan};
use crate::id::{ApplicationId, OrganisationId, TriggerId};

/// What the timer of a nudge plan is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timer {
    pub name: String,
    /// How many timers of the nudge plan went off before.
    pub generation: u32,
    /// When it goes off; `None` when there is to be none.
    pub at: Option<Timestamp>,
}

fn hash(parts: &[&[u8]]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

/// The name of a timer: `nudge-` and 40 hexadecimal digits, the same whoever asks.
pub fn timer_name(
    organisation: &OrganisationId,
    application: &ApplicationId,
    trigger: &TriggerId,
    generation: u32,
) -> String {
    let parts = [
        b"memberline.timer.v1".as_slice(),
        organisation.as_str().as_bytes(),
        application.as_str().as_bytes(),
        trigger.as_str().as_bytes(),
        &generation.to_be_bytes(),
    ];
    hash(&parts)
        .iter()
        .take(20)
        .fold("nudge-".to_owned(), |mut name, byte| {
            let _ = write!(name, "{byte:02x}");
            name
        })
}

/// Whether the application is one of those that get no nudge of the trigger, so that the others can be compared with them:
/// the same answer each time, for `percent` of a hundred applications, unrelated from trigger to trigger.
pub fn is_held_out(salt: &str, trigger: &TriggerId, application: &ApplicationId, percent: u8) -> bool {
    let parts = [
        b"memberline.holdout.v1".as_slice(),
        salt.as_bytes(),
        trigger.as_str().as_bytes(),
        application.as_str().as_bytes(),
    ];
    let hash = hash(&parts);
    let drawn = u64::from_be_bytes([
        hash[0], hash[1], hash[2], hash[3], hash[4], hash[5], hash[6], hash[7],
    ]);
    drawn % 100 < u64::from(percent)
}

impl Application {
    /// What the timer of a trigger's nudge plan is to be.
    pub fn timer(&self, trigger: &TriggerId) -> Timer {
        let plan = self.nudge_plans.get(trigger);
        let generation = plan.map_or(0, |plan| plan.generation);
        Timer {
            name: timer_name(&self.organisation, &self.id, trigger, generation),
            generation,
            at: plan.and_then(NudgePlan::timer),
        }
    }
}
