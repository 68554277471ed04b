//! Triggers, and what they have done.

use memberline_administration::TriggerForm;
use memberline_domain::application::Tally;
use serde::Serialize;
use utoipa::ToSchema;

/// A trigger with what it has done.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct TriggerRow {
    /// The trigger.
    #[serde(flatten)]
    pub(crate) trigger: TriggerForm,
    /// What it has done.
    pub(crate) statistics: Statistics,
}

/// What a trigger has done. Rates are shares from 0 to 1.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct Statistics {
    /// Nudges that became due.
    due: i64,
    /// Nudges sent.
    sent: i64,
    /// Applications that got at least one.
    nudged: i64,
    /// Applications with a reply after one.
    replied: i64,
    /// Applications completed after one.
    completed: i64,
    /// Applications that got none, to compare with.
    withheld: i64,
    /// Those of them that were completed.
    withheld_completed: i64,
    /// The share of nudged applications that were completed; null when there are none.
    completion_rate: Option<f64>,
    /// The share of the others that were completed; null when there are none.
    holdout_completion_rate: Option<f64>,
    /// The difference of the two; null while one is.
    lift: Option<f64>,
}

impl From<Tally> for Statistics {
    fn from(tally: Tally) -> Self {
        Self {
            due: tally.due,
            sent: tally.sent,
            nudged: tally.nudged,
            replied: tally.replied,
            completed: tally.completed,
            withheld: tally.withheld,
            withheld_completed: tally.withheld_completed,
            completion_rate: tally.completion_rate(),
            holdout_completion_rate: tally.holdout_completion_rate(),
            lift: tally.lift(),
        }
    }
}
