//! Automation writes, and what may still stop it at the instant of sending.

use jiff::Timestamp;

use crate::application::Application;
use crate::consent::Subscriber;
use crate::directory::Organisation;
use crate::nudge::eligibility::{Candidate, Moment, Objection, still_stands};
use crate::nudge::revert::{Instead, NudgeReversal};
use crate::quiet_hours::{Basis, Reading};
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

impl Thread {
    /// Decides the next step of a text of automation from the state as it is at this instant: the application, the member's
    /// consent, the conversation and the quiet hours, each once more (EL-19, X-26).
    pub fn next_automated_step(
        &self,
        (head, message): (&Message, &OutMessage),
        automated: &Automated,
        application: Option<&Application>,
        subscriber: &Subscriber,
        organisation: &Organisation,
        now: Timestamp,
    ) -> AutomatedStep {
        let reading = &organisation.quiet_hours;
        let obstacle = match self.forbidden(message, organisation, subscriber, now) {
            Some(reason) => Some((reason, Instead::Cancel, None)),
            None => self
                .objection(
                    message.purpose,
                    automated,
                    (application, reading),
                    subscriber,
                    now,
                )
                .map(|objection| self::obstacle(objection, message.purpose)),
        };
        let reason = obstacle.as_ref().map(|(reason, ..)| reason.clone());
        let step = head.step(message, reason, now);
        let reversal = match (&step, obstacle, application) {
            (NextStep::Cancel(_), Some((reason, instead, quiet_hours)), Some(application)) => {
                Some(application.revert(automated, reason, instead, quiet_hours))
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
            return Some(Objection::ApplicationUnknown);
        };
        let candidate = Candidate {
            application,
            person: &automated.person,
            theirs: &self.theirs,
            ours: &self.ours,
            category: automated.category,
            asks: purpose == Purpose::ConsentRequest,
            in_conversation: self.conversation.is_some(),
            subscriber,
        };
        still_stands(application, automated, &self.theirs)
            .and_then(|()| candidate.check(Moment::Leaving, reading, now))
            .err()
    }
}

/// Why a text does not go out, and what becomes of it.
fn obstacle(objection: Objection, purpose: Purpose) -> (Reason, Instead, Option<Box<Basis>>) {
    let reason = objection.reason(Moment::Leaving);
    match objection {
        // The question for consent is asked once: only a person may ask again.
        Objection::QuietHours { until, because } if purpose == Purpose::Automation => {
            (reason, Instead::Hold(until), Some(because))
        }
        Objection::QuietHours { because, .. } => (reason, Instead::Cancel, Some(because)),
        _ => (reason, Instead::Cancel, None),
    }
}
