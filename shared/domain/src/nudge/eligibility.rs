//! May this nudge go out? Asked when its timer goes off, when its text is about to leave, and when something is heard of the member.

use jiff::{SignedDuration, Timestamp};

use crate::application::{Application, NO_MOBILE, NudgePlan, NudgePlanState, Status, quiet, stage_changed};
use crate::consent::{AutomationRefusal, Category, Subscriber};
use crate::directory::Trigger;
use crate::id::PersonId;
use crate::phone::PhoneNumber;
use crate::quiet_hours::{Basis, Reading, Ruling};
use crate::reason::Reason;
use crate::thread::Automated;

/// How long after it was due a nudge is still sent. Older ones come from applications that were told of late, or from a long
/// outage: what they say would be out of place.
pub const TOO_LATE: SignedDuration = SignedDuration::from_hours(7 * 24);

/// How much time the question for consent is given to go out before the quiet hours. It is noted as asked when it is written,
/// and asked once, so that it cannot be written again.
const ASKING_TAKES: SignedDuration = SignedDuration::from_mins(10);

/// When a nudge is judged. The same objection is told in other words before and after its text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Moment {
    /// Before its text is written.
    Due,
    /// Its text is about to leave.
    Leaving,
}

/// Why a nudge may not go out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Objection {
    /// There is no such application.
    ApplicationUnknown,
    /// The applicant finished.
    Completed,
    /// The application was withdrawn.
    Withdrawn,
    /// The nudge was cancelled meanwhile, for this reason.
    Cancelled(Reason),
    /// The applicant is in another stage.
    StageChanged,
    /// It was due too long ago.
    TooLate,
    /// No borrower has a mobile number.
    NoMobile,
    /// The borrower's number is one of ours.
    OwnNumber,
    /// The number is not the applicant's any more.
    NumberChanged,
    /// A person is answering the applicant.
    InConversation,
    /// Consent does not cover it.
    Consent(AutomationRefusal),
    /// It is not the hour for it where the applicant is, or nobody knows where that is.
    QuietHours {
        /// Until when, if that is known.
        until: Option<Timestamp>,
        because: Box<Basis>,
    },
    /// The quiet hours begin before a question for consent would have gone out.
    QuietHoursAreNear {
        /// When they begin.
        until: Timestamp,
        because: Box<Basis>,
    },
}

impl Objection {
    /// The objection with its stable code, in words that people read.
    pub(crate) fn reason(&self, moment: Moment) -> Reason {
        let new = Reason::new;
        match (self, moment) {
            (Self::ApplicationUnknown, _) => new("application_unknown", "There is no such application."),
            (Self::Completed, _) => new("completed", "The applicant finished."),
            (Self::Withdrawn, _) => new("withdrawn", "The application was withdrawn."),
            (Self::Cancelled(reason), _) => reason.clone(),
            (Self::StageChanged, Moment::Due) => stage_changed(),
            (Self::StageChanged, Moment::Leaving) => new(
                "stage_changed",
                "The applicant moved on before the text went out.",
            ),
            (Self::TooLate, _) => new("too_late", "It was due more than a week ago."),
            (Self::NoMobile, _) => new(NO_MOBILE, "No borrower has a mobile number."),
            (Self::OwnNumber, _) => new("own_number", "The borrower's number is one of ours."),
            (Self::NumberChanged, _) => new("number_changed", "The number is not the applicant's any more."),
            (Self::InConversation, Moment::Due) => {
                new("conversation_open", "The applicant is in a conversation.")
            }
            (Self::InConversation, Moment::Leaving) => new(
                "conversation_open",
                "A conversation began before the text went out.",
            ),
            (Self::Consent(refusal), Moment::Due) => {
                new(refusal.code(), &format!("Automation may not text: {refusal}."))
            }
            (Self::Consent(refusal), Moment::Leaving) => {
                new(refusal.code(), &format!("Before it went out: {refusal}."))
            }
            (Self::QuietHours { until, because }, _) => quiet(*until, because),
            (Self::QuietHoursAreNear { .. }, _) => new("quiet_hours", "The quiet hours are about to begin."),
        }
    }

    /// Whether another hour would do.
    pub(crate) fn is_about_the_hour(&self) -> bool {
        matches!(self, Self::QuietHours { .. } | Self::QuietHoursAreNear { .. })
    }
}

/// Whether the nudge of a plan, which is due, is still the one to send.
pub(crate) fn is_still_due(
    application: &Application,
    plan: &NudgePlan,
    trigger: &Trigger,
    now: Timestamp,
) -> Result<(), Objection> {
    if application.status() != Status::Active || application.wanted(trigger).is_none() {
        return Err(Objection::StageChanged);
    }
    if now.duration_since(plan.due) > TOO_LATE {
        return Err(Objection::TooLate);
    }
    Ok(())
}

/// Whether a nudge that was written is still the one to send, to the one it was written to.
pub(crate) fn still_stands(
    application: &Application,
    automated: &Automated,
    theirs: &PhoneNumber,
) -> Result<(), Objection> {
    match application.status() {
        Status::Active => {}
        Status::Completed => return Err(Objection::Completed),
        Status::Withdrawn => return Err(Objection::Withdrawn),
    }
    let plan = application.nudge_plans.get(&automated.trigger);
    if let Some(NudgePlanState::Cancelled { reason }) = plan.map(|plan| &plan.state) {
        return Err(Objection::Cancelled(reason.clone()));
    }
    if plan.is_none_or(|plan| plan.anchor != automated.anchor) {
        return Err(Objection::StageChanged);
    }
    let person = application.person(&automated.person);
    if person.is_none_or(|person| person.mobile.as_ref() != Some(theirs)) {
        return Err(Objection::NumberChanged);
    }
    Ok(())
}

/// Who would get which nudge from which number.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Candidate<'a> {
    pub(crate) application: &'a Application,
    pub(crate) person: &'a PersonId,
    pub(crate) theirs: &'a PhoneNumber,
    pub(crate) ours: &'a PhoneNumber,
    pub(crate) category: Category,
    /// Whether it is the question for consent, which goes out without.
    pub(crate) asks: bool,
    /// Whether a person is answering them.
    pub(crate) in_conversation: bool,
    pub(crate) subscriber: &'a Subscriber,
}

impl Candidate<'_> {
    /// Whether a person who is answering, or the member's consent, is in the way.
    pub(crate) fn check_consent(&self, moment: Moment) -> Result<(), Objection> {
        if self.in_conversation {
            return Err(Objection::InConversation);
        }
        let about = self.application.about(self.person);
        match self.subscriber.may_automate(self.category, &about, self.ours) {
            // Whether it may be asked at all is decided where the question is written.
            _ if self.asks && moment == Moment::Due => Ok(()),
            Err(AutomationRefusal::Pending | AutomationRefusal::NotConsented) if self.asks => Ok(()),
            permission => permission.map_err(Objection::Consent),
        }
    }

    /// Whether it may go out now: nobody is answering, the consent covers it, and it is the hour for it. By what the hour was
    /// judged.
    pub(crate) fn check(
        &self,
        moment: Moment,
        reading: &Reading,
        now: Timestamp,
    ) -> Result<Box<Basis>, Objection> {
        self.check_consent(moment)?;
        let to = (self.person, self.theirs);
        match self
            .application
            .ruling(to, self.category, !self.asks, reading, now)
        {
            Ruling::Quiet { until, because } => Err(Objection::QuietHours {
                until,
                because: Box::new(because),
            }),
            Ruling::Open { until, because }
                if self.asks && moment == Moment::Due && until.duration_since(now) < ASKING_TAKES =>
            {
                Err(Objection::QuietHoursAreNear {
                    until,
                    because: Box::new(because),
                })
            }
            Ruling::Open { because, .. } => Ok(Box::new(because)),
        }
    }
}
