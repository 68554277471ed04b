//! A nudge that was written does not go out after all.

use jiff::Timestamp;

use crate::aggregate::Change;
use crate::application::{Application, ApplicationEvent, Nudge, NudgePlanState, Tallies, Tally};
use crate::quiet_hours::Basis;
use crate::reason::Reason;
use crate::thread::Automated;

/// What it does to the application that a nudge does not go out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NudgeReversal {
    /// To the application itself.
    pub change: Change<Application>,
    /// To the counts of the trigger: it does not count as sent.
    pub tallies: Tallies,
}

/// What becomes of a nudge that does not go out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Instead {
    /// It is not sent at all.
    Cancel,
    /// It is due again then, or when what it waits for happens.
    Hold(Option<Timestamp>),
}

impl Application {
    /// Takes back that a nudge was sent. It is held or cancelled, unless the plan went on meanwhile from another stage.
    pub fn revert(
        &self,
        nudge: &Automated,
        reason: Reason,
        instead: Instead,
        quiet_hours: Option<Box<Basis>>,
    ) -> NudgeReversal {
        let mut head = self.clone();
        let which = Nudge {
            trigger: nudge.trigger.clone(),
            number: nudge.number,
        };
        let mut event = ApplicationEvent::NudgeCancelled {
            nudge: which.clone(),
            reason: reason.clone(),
            quiet_hours: quiet_hours.clone(),
        };
        let mut tally = Tally {
            sent: -1,
            ..Tally::default()
        };
        if nudge.first {
            tally.nudged = -1;
        }
        if let Some(plan) = head.nudge_plans.get_mut(&nudge.trigger) {
            if nudge.first {
                plan.nudged = false;
                // What was said or done meanwhile did not follow from a nudge that nobody got.
                tally.replied = -i64::from(std::mem::take(&mut plan.replied));
                tally.completed = -i64::from(plan.completed);
                tally.withheld_completed = i64::from(plan.completed && plan.withheld);
                plan.completed &= plan.withheld;
            }
            let planned_next = plan.number == nudge.number + 1 && plan.state == NudgePlanState::Planned;
            let is_last = plan.number == nudge.number && matches!(plan.state, NudgePlanState::Sent { .. });
            if plan.anchor == nudge.anchor && (planned_next || is_last) {
                plan.number = nudge.number;
                plan.state = match instead {
                    Instead::Hold(until) => {
                        event = ApplicationEvent::NudgeHeld {
                            nudge: which,
                            until,
                            reason: reason.clone(),
                            quiet_hours,
                        };
                        NudgePlanState::Held { until, reason }
                    }
                    Instead::Cancel => NudgePlanState::Cancelled { reason },
                };
            }
        }
        NudgeReversal {
            change: Change::one(head, event),
            tallies: Tallies::from([(nudge.trigger.clone(), tally)]),
        }
    }
}
