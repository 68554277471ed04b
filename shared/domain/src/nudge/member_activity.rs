//! Somebody on the application texts, opts out, or says what texts they want.

use crate::aggregate::{Change, NewEntry};
use crate::application::{
    Application, ApplicationChange, ApplicationEvent, NudgePlan, NudgePlanState, Tallies, Tally,
};
use crate::consent::{AutomationRefusal, Subscriber};
use crate::directory::{CONSENT_REQUEST, Directory};
use crate::id::TriggerId;
use crate::nudge::eligibility::{Candidate, Moment, Objection};
use crate::reason::Reason;

/// What was heard of somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MemberActivity {
    /// A text, other than an opt-out, that joined or opened a conversation.
    Text {
        /// Whether the conversation is still open: while it is, a person answers, and automation keeps quiet.
        in_progress: bool,
    },
    /// They took consent back.
    Revoked,
    /// Something else about their consent changed.
    Consent,
}

impl Application {
    /// What it does to the plan that something was heard of `subscriber`. `None` when it does nothing.
    pub fn heard(
        &self,
        heard: MemberActivity,
        subscriber: &Subscriber,
        directory: &Directory,
    ) -> Option<ApplicationChange> {
        let mut then = self.clone();
        let (mut events, mut tallies) = (Vec::new(), Tallies::new());
        for (id, plan) in &mut then.nudge_plans {
            if matches!(heard, MemberActivity::Text { .. })
                && plan.nudged
                && !plan.replied
                && id.as_str() != CONSENT_REQUEST
            {
                plan.replied = true;
                events.push(ApplicationEvent::NudgeReplied { trigger: id.clone() });
                let tally = Tally {
                    replied: 1,
                    ..Tally::default()
                };
                tallies.insert(id.clone(), tally);
            }
            if plan.is_live() {
                events.extend(self.reconsidered(id, plan, heard, subscriber, directory));
            }
        }
        (!events.is_empty()).then(|| ApplicationChange {
            change: Change {
                head: then,
                entries: events.into_iter().map(NewEntry::from).collect(),
                archive: None,
            },
            tallies,
        })
    }

    fn reconsidered(
        &self,
        id: &TriggerId,
        plan: &mut NudgePlan,
        heard: MemberActivity,
        subscriber: &Subscriber,
        directory: &Directory,
    ) -> Option<ApplicationEvent> {
        let cancel = |plan: &mut NudgePlan, objection: Objection| {
            Some(cancel(id, plan, objection.reason(Moment::Due)))
        };
        if heard == (MemberActivity::Text { in_progress: true }) {
            return cancel(plan, Objection::InConversation);
        }
        let (person, number) = self
            .recipient()
            .filter(|(_, number)| **number == subscriber.number)?;
        let trigger = directory.automation(id)?;
        let candidate = Candidate {
            application: self,
            person: &person.id,
            theirs: number,
            ours: &trigger.number,
            category: trigger.category,
            // Whoever says what texts they want answers the question too.
            asks: false,
            in_conversation: false,
            subscriber,
        };
        match candidate.check_consent(Moment::Due) {
            Err(objection @ Objection::Consent(AutomationRefusal::OptedOut | AutomationRefusal::Held)) => {
                cancel(plan, objection)
            }
            Err(objection) if heard == MemberActivity::Revoked && id.as_str() != CONSENT_REQUEST => {
                cancel(plan, objection)
            }
            Ok(()) if plan.waits_for_consent() => {
                plan.state = NudgePlanState::Planned;
                Some(ApplicationEvent::NudgePlanned {
                    nudge: plan.nudge(id),
                    due: plan.due,
                })
            }
            Ok(()) | Err(_) => None,
        }
    }
}

fn cancel(id: &TriggerId, plan: &mut NudgePlan, reason: Reason) -> ApplicationEvent {
    plan.state = NudgePlanState::Cancelled {
        reason: reason.clone(),
    };
    ApplicationEvent::NudgeCancelled {
        nudge: plan.nudge(id),
        reason,
        quiet_hours: None,
    }
}

impl NudgePlan {
    fn waits_for_consent(&self) -> bool {
        let codes = [AutomationRefusal::Pending, AutomationRefusal::NotConsented];
        codes.into_iter().any(|refusal| self.waits_for(refusal.code()))
    }
}
