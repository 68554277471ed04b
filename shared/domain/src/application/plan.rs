//! What automation is to do, planned from the state alone: the same events and triggers give the same plan, in whatever
//! order they came.

use jiff::{SignedDuration, Timestamp};

use crate::aggregate::NewEntry;
use crate::application::{Application, ApplicationEvent, NudgePlan, NudgePlanState, Outcome, Stamp};
use crate::directory::{Directory, Trigger, TriggerKind};
use crate::id::TriggerId;
use crate::reason::Reason;

/// `minutes` after `at`, or the end of time.
pub(crate) fn after(at: Timestamp, minutes: u32) -> Timestamp {
    at.checked_add(SignedDuration::from_mins(i64::from(minutes)))
        .unwrap_or(Timestamp::MAX)
}

pub(crate) fn stage_changed() -> Reason {
    Reason::new(
        "stage_changed",
        "The applicant is in a stage that the trigger is not about.",
    )
}

/// Why a trigger that does nothing sends no nudge.
pub(crate) fn trigger_off(id: &TriggerId, directory: &Directory) -> Reason {
    let was_deleted = directory.deleted_triggers.iter().any(|trigger| trigger.id == *id);
    if was_deleted && directory.automation(id).is_none() {
        Reason::new("trigger_deleted", "The trigger was deleted.")
    } else {
        Reason::new("trigger_off", "The trigger was switched off.")
    }
}

/// The code of what waits for a borrower with a mobile number.
pub(crate) const NO_MOBILE: &str = "no_mobile";

/// The code of what waits for somebody to say where the borrower is.
pub(crate) const NOT_PLACED: &str = "whereabouts_unknown";

const COMPLETED: &str = "completed";
const WITHDRAWN: &str = "withdrawn";

fn over(outcome: Outcome) -> Reason {
    match outcome {
        Outcome::Completed => Reason::new(COMPLETED, "The applicant finished."),
        Outcome::Withdrawn => Reason::new(WITHDRAWN, "The application was withdrawn."),
    }
}

impl NudgePlan {
    /// What it is up to as the directory is now: what a trigger that was deleted planned is not sent any more, whenever its timer
    /// notes so.
    pub fn state_in(&self, trigger: &TriggerId, directory: &Directory) -> NudgePlanState {
        if self.is_live() && directory.automation(trigger).is_none() {
            return NudgePlanState::Cancelled {
                reason: trigger_off(trigger, directory),
            };
        }
        self.state.clone()
    }

    /// Whether nothing but the application's end cancelled it.
    fn ended_with_the_application(&self) -> bool {
        matches!(&self.state, NudgePlanState::Cancelled { reason } if reason.code == COMPLETED || reason.code == WITHDRAWN)
    }
}

impl Application {
    /// What a trigger's first nudge counts from and when it is due, while the trigger is about the application as it is.
    pub(crate) fn wanted(&self, trigger: &Trigger) -> Option<(Stamp, Timestamp)> {
        let journey = self.journey.as_ref().map(|journey| journey.value);
        if !trigger.enabled || (trigger.journey.is_some() && trigger.journey != journey) {
            return None;
        }
        let anchor = match trigger.kind {
            TriggerKind::Created => self.created.clone()?,
            TriggerKind::Stalled => {
                let stage = self.stage.as_ref()?;
                if !trigger.is_about_stage(&stage.value) {
                    return None;
                }
                stage.stamp.clone()
            }
        };
        let due = after(anchor.at, trigger.delay_minutes);
        Some((anchor, due))
    }

    /// Brings the nudge plans in line with the state, and says what that changes.
    pub(crate) fn replan(&mut self, directory: &Directory) -> Vec<NewEntry<ApplicationEvent>> {
        let mut entries = Vec::new();
        let triggers = directory.automations();
        let mut kept: Vec<TriggerId> = Vec::new();
        for trigger in &triggers {
            if let Some((anchor, due)) = self.wanted(trigger) {
                entries.extend(self.keep(&trigger.id, anchor, due));
                kept.push(trigger.id.clone());
            }
        }
        let unwanted: Vec<TriggerId> = self
            .nudge_plans
            .keys()
            .filter(|id| !kept.contains(id))
            .cloned()
            .collect();
        for id in unwanted {
            let is_on = triggers.iter().any(|trigger| trigger.id == id && trigger.enabled);
            let reason = if is_on {
                stage_changed()
            } else {
                trigger_off(&id, directory)
            };
            entries.extend(self.drop_nudge_plan(&id, reason));
        }
        entries.into_iter().map(NewEntry::from).collect()
    }

    /// The nudge plan of a trigger that is about the application.
    fn keep(&mut self, id: &TriggerId, anchor: Stamp, due: Timestamp) -> Option<ApplicationEvent> {
        let has_recipient = self.recipient().is_some();
        let is_placed = self.recipient_is_placed();
        let end = self.outcome.as_ref().map(|outcome| over(outcome.value));
        let before = self.nudge_plans.get(id);
        let was_live = before.is_some_and(NudgePlan::is_live);
        let mut plan = match before {
            Some(plan) if plan.anchor == anchor => plan.clone(),
            // Another stage: from the first nudge again. What was done stays known.
            Some(plan) => NudgePlan {
                anchor,
                number: 1,
                due,
                state: NudgePlanState::Planned,
                counted: 0,
                ..plan.clone()
            },
            None => NudgePlan::first(anchor, due),
        };
        if let Some(reason) = end {
            if plan.is_live() || plan.ended_with_the_application() {
                plan.state = NudgePlanState::Cancelled { reason };
            }
        } else if plan.number == 1 && plan.state == NudgePlanState::Planned {
            plan.due = due;
        } else if (has_recipient && plan.waits_for(NO_MOBILE)) || (is_placed && plan.waits_for(NOT_PLACED)) {
            plan.state = NudgePlanState::Planned;
        }
        if before == Some(&plan) {
            return None;
        }
        let nudge = plan.nudge(id);
        let event = match &plan.state {
            NudgePlanState::Planned => Some(ApplicationEvent::NudgePlanned { nudge, due: plan.due }),
            NudgePlanState::Cancelled { reason } if was_live => Some(ApplicationEvent::NudgeCancelled {
                nudge,
                reason: reason.clone(),
                quiet_hours: None,
            }),
            _ => None,
        };
        self.nudge_plans.insert(id.clone(), plan);
        event
    }

    /// The nudge plan of a trigger that is not about the application, or not any more.
    fn drop_nudge_plan(&mut self, id: &TriggerId, reason: Reason) -> Option<ApplicationEvent> {
        let plan = self.nudge_plans.get_mut(id)?;
        let was_live = plan.is_live();
        let nudge = plan.nudge(id);
        if was_live || plan.ended_with_the_application() {
            plan.state = NudgePlanState::Cancelled {
                reason: reason.clone(),
            };
        }
        if !plan.has_history() {
            self.nudge_plans.remove(id);
        }
        was_live.then_some(ApplicationEvent::NudgeCancelled {
            nudge,
            reason,
            quiet_hours: None,
        })
    }
}

impl NudgePlan {
    /// Whether it is held until something happens, not until a time, for the reason with this code.
    pub(crate) fn waits_for(&self, code: &str) -> bool {
        matches!(&self.state, NudgePlanState::Held { until: None, reason } if reason.code == code)
    }
}
