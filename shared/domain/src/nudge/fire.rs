//! A timer goes off: everything is decided again from the state as it is now.

use jiff::Timestamp;

use crate::actor::Actor;
use crate::aggregate::{Change, NewEntry};
use crate::application::{
    Application, ApplicationChange, ApplicationEvent, NudgePlan, NudgePlanState, Person, Tallies, Tally,
    after, is_held_out, trigger_off,
};
use crate::consent::{About, AutomationRefusal, Category, Subscriber};
use crate::directory::{CONSENT_REQUEST, Directory, Trigger};
use crate::id::{MessageId, PersonId, TriggerId};
use crate::nudge::eligibility::{Candidate, Moment, Objection, is_still_due};
use crate::quiet_hours::Basis;
use crate::reason::Reason;
use crate::text::template::{Fields, Template};
use crate::thread::{
    Automated, ConsentRequest, ConsentRequested, Purpose, Thread, ThreadEvent, request_consent,
};

/// A timer that goes off, with what decides about it.
#[derive(Debug, Clone, Copy)]
pub struct TimerContext<'a> {
    pub application: &'a Application,
    /// The trigger whose timer it is.
    pub trigger: &'a TriggerId,
    /// Which of its timers it is; `None` when that is not known.
    pub generation: Option<u32>,
    /// The thread of the trigger's number and the recipient, with the place of its last entry; `None` when there is no recipient.
    pub thread: Option<(&'a Thread, u64)>,
    /// The recipient's consent; `None` when there is no recipient.
    pub subscriber: Option<&'a Subscriber>,
    /// Who and what there is.
    pub directory: &'a Directory,
}

/// What a timer does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TimerOutcome {
    /// Nothing: it is not the timer of anything any more.
    Nothing,
    /// It sends nothing, and notes why.
    Noted(Box<ApplicationChange>),
    /// It writes a text.
    Sent(Box<Sent>),
}

/// What writing a text does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    pub application: ApplicationChange,
    /// To the thread: the text.
    pub thread: Change<Thread>,
    /// To the consent ledger, when the text asks for consent.
    pub subscriber: Option<Change<Subscriber>>,
}

/// Why a nudge is not written now.
enum Refusal {
    Cancel(Reason),
    Hold(Option<Timestamp>, Reason, Option<Box<Basis>>),
    Withhold,
}

/// The text to be written.
struct Written {
    thread: Change<Thread>,
    subscriber: Option<Change<Subscriber>>,
    quiet_hours: Option<Box<Basis>>,
}

impl Application {
    /// What a text to somebody on it is about, as consent goes.
    pub fn about(&self, person: &PersonId) -> About {
        let partner = self.person(person).and_then(|person| person.partner.as_ref());
        About {
            application: self.id.clone(),
            partner: partner.or_else(|| self.partner()).cloned(),
        }
    }
}

impl TimerContext<'_> {
    /// Decides what the timer does at `now`. However often it goes off, early, late or twice, each nudge is written once: the
    /// change of the application's nudge plan and the text are one commit.
    pub fn fire(self, now: Timestamp) -> TimerOutcome {
        let Some(plan) = self
            .application
            .nudge_plans
            .get(self.trigger)
            .filter(|plan| plan.is_live())
        else {
            return TimerOutcome::Nothing;
        };
        if self
            .generation
            .is_some_and(|generation| generation != plan.generation)
        {
            return TimerOutcome::Nothing;
        }
        let trigger = self
            .directory
            .automation(self.trigger)
            .filter(|trigger| trigger.enabled);
        let moved = trigger
            .as_ref()
            .filter(|_| plan.number == 1 && plan.state == NudgePlanState::Planned)
            .and_then(|trigger| self.application.wanted(trigger))
            .map(|(_, due)| due)
            .filter(|due| *due > plan.due);
        let waits_until = moved.or_else(|| plan.timer());
        if let Some(due) = waits_until.filter(|due| now < *due) {
            return self.too_early(plan, due);
        }
        let Some(trigger) = trigger else {
            return self.refused(plan, Refusal::Cancel(trigger_off(self.trigger, self.directory)));
        };
        match self.write(plan, &trigger, now) {
            Err(refusal) => self.refused(plan, refusal),
            Ok((person, written)) => self.sent(plan, &trigger, person, written, now),
        }
    }

    /// The timer of this generation went off and is used up: the next one gets a name of its own.
    fn too_early(&self, plan: &NudgePlan, due: Timestamp) -> TimerOutcome {
        if self.generation.is_none() {
            return TimerOutcome::Nothing;
        }
        let mut plan = plan.clone();
        plan.generation += 1;
        let nudge = plan.nudge(self.trigger);
        let event = if let NudgePlanState::Held { until, reason } = &plan.state {
            ApplicationEvent::NudgeHeld {
                nudge,
                until: *until,
                reason: reason.clone(),
                quiet_hours: None,
            }
        } else {
            plan.due = due;
            ApplicationEvent::NudgePlanned { nudge, due }
        };
        TimerOutcome::Noted(Box::new(self.tracked(plan, vec![event], Tally::default())))
    }

    fn refused(&self, plan: &NudgePlan, refusal: Refusal) -> TimerOutcome {
        let mut plan = plan.clone();
        plan.generation += 1;
        let mut tally = count_due(&mut plan);
        let nudge = plan.nudge(self.trigger);
        let event = match refusal {
            Refusal::Cancel(reason) => {
                plan.state = NudgePlanState::Cancelled {
                    reason: reason.clone(),
                };
                ApplicationEvent::NudgeCancelled {
                    nudge,
                    reason,
                    quiet_hours: None,
                }
            }
            Refusal::Hold(until, reason, quiet_hours) => {
                plan.state = NudgePlanState::Held {
                    until,
                    reason: reason.clone(),
                };
                ApplicationEvent::NudgeHeld {
                    nudge,
                    until,
                    reason,
                    quiet_hours,
                }
            }
            Refusal::Withhold => {
                plan.state = NudgePlanState::Withheld;
                tally.withheld = i64::from(!plan.withheld);
                plan.withheld = true;
                ApplicationEvent::NudgeWithheld { nudge }
            }
        };
        TimerOutcome::Noted(Box::new(self.tracked(plan, vec![event], tally)))
    }

    fn sent(
        &self,
        plan: &NudgePlan,
        trigger: &Trigger,
        person: &Person,
        mut written: Written,
        now: Timestamp,
    ) -> TimerOutcome {
        let Some((thread, last)) = self.thread else {
            return TimerOutcome::Nothing;
        };
        let automated = Automated {
            application: self.application.id.clone(),
            trigger: self.trigger.clone(),
            category: trigger.category,
            number: plan.number,
            person: person.id.clone(),
            anchor: plan.anchor.clone(),
            first: !plan.nudged,
        };
        for entry in &mut written.thread.entries {
            if let ThreadEvent::MessageOut { automation, .. } = &mut entry.event {
                *automation = Some(automated.clone());
            }
        }
        let mut plan = plan.clone();
        plan.generation += 1;
        let mut tally = count_due(&mut plan);
        tally.sent = 1;
        tally.nudged = i64::from(!plan.nudged);
        plan.nudged = true;
        let mut events = vec![ApplicationEvent::NudgeSent {
            nudge: plan.nudge(self.trigger),
            person: person.id.clone(),
            message: MessageId {
                thread: thread.id.clone(),
                seq: last + 1,
            },
            quiet_hours: written.quiet_hours,
        }];
        if plan.number < trigger.max_nudges {
            plan.number += 1;
            plan.due = after(now, trigger.spacing_minutes);
            plan.state = NudgePlanState::Planned;
            events.push(ApplicationEvent::NudgePlanned {
                nudge: plan.nudge(self.trigger),
                due: plan.due,
            });
        } else {
            plan.state = NudgePlanState::Sent { at: now };
        }
        TimerOutcome::Sent(Box::new(Sent {
            application: self.tracked(plan, events, tally),
            thread: written.thread,
            subscriber: written.subscriber,
        }))
    }

    fn tracked(&self, plan: NudgePlan, events: Vec<ApplicationEvent>, tally: Tally) -> ApplicationChange {
        let mut head = self.application.clone();
        head.nudge_plans.insert(self.trigger.clone(), plan);
        ApplicationChange {
            change: Change {
                head,
                entries: events.into_iter().map(NewEntry::from).collect(),
                archive: None,
            },
            tallies: Tallies::from([(self.trigger.clone(), tally)]),
        }
    }

    /// The text, when nothing is against it. Who is held out is asked last, so that the two groups differ in nothing else.
    fn write(
        &self,
        plan: &NudgePlan,
        trigger: &Trigger,
        now: Timestamp,
    ) -> Result<(&Person, Written), Refusal> {
        is_still_due(self.application, plan, trigger, now)?;
        let recipient = self.application.recipient();
        let (Some((person, number)), Some((thread, _)), Some(subscriber)) =
            (recipient, self.thread, self.subscriber)
        else {
            return Err(Objection::NoMobile.into());
        };
        if self.directory.number(number).is_some() {
            return Err(Objection::OwnNumber.into());
        }
        let candidate = Candidate {
            application: self.application,
            person: &person.id,
            theirs: number,
            ours: &trigger.number,
            category: trigger.category,
            asks: trigger.id.as_str() == CONSENT_REQUEST,
            in_conversation: thread.conversation.is_some(),
            subscriber,
        };
        let hours = candidate.check(Moment::Due, &self.directory.organisation.quiet_hours, now);
        let hours = match hours {
            Err(objection) if !objection.is_about_the_hour() => return Err(objection.into()),
            hours => hours,
        };
        // What can never be sent does not wait for an hour.
        let mut written = if candidate.asks {
            self.ask_for_consent(thread, subscriber, &self.application.about(&person.id), now)?
        } else {
            self.nudge(trigger, person, thread)?
        };
        written.quiet_hours = Some(hours?);
        let salt = &self.directory.organisation.salt;
        if is_held_out(salt, &trigger.id, &self.application.id, trigger.holdout_percent) {
            return Err(Refusal::Withhold);
        }
        Ok((person, written))
    }

    fn nudge(&self, trigger: &Trigger, person: &Person, thread: &Thread) -> Result<Written, Refusal> {
        let organisation = &self.directory.organisation;
        let details = self.application.details(&person.id);
        let agent = self
            .application
            .agents()
            .iter()
            .find_map(|id| self.directory.agent(id));
        let fields = Fields {
            name: details.name.as_deref(),
            brand: &organisation.brand,
            journey: self.application.journey().name(),
            stage: self.application.stage.as_ref().map(|stage| stage.value.as_str()),
            agent: agent.map(|agent| agent.name.as_str()),
            help_contact: &organisation.help_contact,
        };
        let text = Template::parse(&trigger.template)
            .ok()
            .and_then(|template| template.render_sendable(&fields, organisation.service_level));
        let Some(text) = text else {
            let detail = "The trigger's text cannot be sent at the organisation's service level.";
            return Err(Refusal::Cancel(Reason::new("text_unsendable", detail)));
        };
        let entry = thread.product_text(Actor::Automation, Purpose::Automation, text);
        Ok(Written {
            thread: Change::one(thread.clone(), entry),
            subscriber: None,
            quiet_hours: None,
        })
    }

    fn ask_for_consent(
        &self,
        thread: &Thread,
        subscriber: &Subscriber,
        about: &About,
        now: Timestamp,
    ) -> Result<Written, Refusal> {
        let wish = ConsentRequest {
            organisation: &self.directory.organisation,
            thread,
            subscriber,
            categories: &[Category::Service, Category::Automation],
            about,
            by: &Actor::Automation,
        };
        match request_consent(wish, now) {
            Ok(ConsentRequested { thread, subscriber }) => Ok(Written {
                thread,
                subscriber: Some(subscriber),
                quiet_hours: None,
            }),
            Err(refusal) => Err(Refusal::Cancel(Reason::new(
                refusal.code(),
                &format!("Consent is not asked for: {refusal}."),
            ))),
        }
    }
}

impl From<Objection> for Refusal {
    fn from(objection: Objection) -> Self {
        let reason = objection.reason(Moment::Due);
        match objection {
            Objection::QuietHours { until, because } => Self::Hold(until, reason, Some(because)),
            Objection::QuietHoursAreNear { until, because } => Self::Hold(Some(until), reason, Some(because)),
            // Who never said anything may still agree; an opt-out is final.
            Objection::NoMobile
            | Objection::Consent(AutomationRefusal::Pending | AutomationRefusal::NotConsented) => {
                Self::Hold(None, reason, None)
            }
            Objection::Consent(AutomationRefusal::OptedOut | AutomationRefusal::Held)
            | Objection::ApplicationUnknown
            | Objection::Completed
            | Objection::Withdrawn
            | Objection::Cancelled(_)
            | Objection::StageChanged
            | Objection::TooLate
            | Objection::OwnNumber
            | Objection::NumberChanged
            | Objection::InConversation => Self::Cancel(reason),
        }
    }
}

/// Counts a nudge as due, the first time that something becomes of it.
fn count_due(plan: &mut NudgePlan) -> Tally {
    let due = i64::from(plan.counted < plan.number);
    plan.counted = plan.counted.max(plan.number);
    Tally {
        due,
        ..Tally::default()
    }
}
