//! Automation writes, and what may still stop it at the instant of sending.

use jiff::Timestamp;

use crate::application::{Application, NudgePlanState, Status, quiet};
use crate::consent::{AutomationRefusal, Subscriber};
use crate::nudge::{Instead, NudgeReversal};
use crate::quiet_hours::{Basis, Reading, Ruling};
use crate::reason::Reason;
use crate::thread::{Automated, Message, NextStep, OutMessage, Purpose, Thread};

/// The next step of a text of automation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AutomatedStep {
    /// What is to be done with the text.
    pub step: NextStep,
    /// What its cancelling does to the application, in the same commit.
    pub reversal: Option<NudgeReversal>,
}

/// Why a text of automation must not go out now.
struct Objection {
    reason: Reason,
    /// What becomes of it.
    instead: Instead,
    /// The quiet hours that it meets.
    quiet_hours: Option<Box<Basis>>,
}

impl Objection {
    /// Why it is not sent at all.
    fn cancel(reason: Reason) -> Self {
        Self {
            reason,
            instead: Instead::Cancel,
            quiet_hours: None,
        }
    }
}

fn objection(code: &str, detail: &str) -> Objection {
    Objection::cancel(Reason {
        code: code.to_owned(),
        detail: detail.to_owned(),
    })
}

impl Thread {
    /// Decides the next step of a text of automation from the state as it is at this instant: the application, the member's
    /// consent, the conversation and the quiet hours, each once more (EL-19, X-26).
    pub fn next_automated_step(
        &self,
        (head, message): (&Message, &OutMessage),
        automated: &Automated,
        application: Option<&Application>,
        subscriber: &Subscriber,
        reading: &Reading,
        now: Timestamp,
    ) -> AutomatedStep {
        let objection = match self.forbidden(message, subscriber, now) {
            Some(reason) => Some(Objection::cancel(reason)),
            None => self.objection(
                message.purpose,
                automated,
                (application, reading),
                subscriber,
                now,
            ),
        };
        let reason = objection.as_ref().map(|objection| objection.reason.clone());
        let step = head.step(message, reason, now);
        let reversal = match (&step, objection, application) {
            (NextStep::Cancel(_), Some(why), Some(application)) => {
                Some(application.revert(automated, why.reason, why.instead, why.quiet_hours))
            }
            _ => None,
        };
        AutomatedStep { step, reversal }
    }

    fn objection(
        &self,
        purpose: Purpose,
        automated: &Automated,
        (application, reading): (Option<&Application>, &Reading),
        subscriber: &Subscriber,
        now: Timestamp,
    ) -> Option<Objection> {
        let Some(application) = application else {
            return Some(objection("application_unknown", "There is no such application."));
        };
        match application.status() {
            Status::Active => {}
            Status::Completed => return Some(objection("completed", "The applicant finished.")),
            Status::Withdrawn => return Some(objection("withdrawn", "The application was withdrawn.")),
        }
        let plan = application.nudge_plans.get(&automated.trigger);
        if let Some(NudgePlanState::Cancelled { reason }) = plan.map(|plan| &plan.state) {
            return Some(objection(&reason.code, &reason.detail));
        }
        if plan.is_none_or(|plan| plan.anchor != automated.anchor) {
            let detail = "The applicant moved on before the text went out.";
            return Some(objection("stage_changed", detail));
        }
        let mine = application.person(&automated.person);
        if mine.is_none_or(|person| person.mobile.as_ref() != Some(&self.theirs)) {
            let detail = "The number is not the applicant's any more.";
            return Some(objection("number_changed", detail));
        }
        if self.conversation.is_some() {
            let detail = "A conversation began before the text went out.";
            return Some(objection("conversation_open", detail));
        }
        let about = application.about(&automated.person);
        match subscriber.may_automate(automated.category, &about, &self.ours) {
            Err(AutomationRefusal::Pending | AutomationRefusal::NotConsented)
                if purpose == Purpose::ConsentRequest => {}
            Err(refusal) => {
                return Some(objection(
                    refusal.code(),
                    &format!("Before it went out: {refusal}."),
                ));
            }
            Ok(()) => {}
        }
        // The question for consent goes out without, and is asked once: only a person may ask again.
        let consented = purpose == Purpose::Automation;
        let to = (&automated.person, &self.theirs);
        match application.ruling(to, automated.category, consented, reading, now) {
            Ruling::Open { .. } => None,
            Ruling::Quiet { until, because } => Some(Objection {
                reason: quiet(until, &because),
                instead: if consented {
                    Instead::Hold(until)
                } else {
                    Instead::Cancel
                },
                quiet_hours: Some(Box::new(because)),
            }),
        }
    }
}
