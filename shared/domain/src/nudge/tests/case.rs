//! An application with its applicant and the thread, as nudges meet them.

use jiff::Timestamp;

use crate::actor::Actor;
use crate::aggregate::{Change, Event as _};
use crate::application::tests::story::*;
use crate::application::{Application, NudgePlanState, Tallies, Tally};
use crate::consent::OptOutScope;
use crate::consent::{Category, Channel, ConsentRecord, ConsentSource, OptOutSource, Scope, Subscriber};
use crate::directory::Directory;
use crate::directory::TriggerKind;
use crate::id::{SubscriberId, ThreadId};
use crate::nudge::{MemberActivity, Sent, TimerContext, TimerOutcome};
use crate::thread::{Automated, Message, OutMessage, Purpose, Thread, ThreadContent, ThreadEvent, messages};

/// One applicant with what they consented to.
pub(super) struct Case {
    pub(super) application: Application,
    pub(super) thread: Thread,
    pub(super) subscriber: Subscriber,
    pub(super) directory: Directory,
    pub(super) tallies: Tallies,
    pub(super) texts: Vec<String>,
}

pub(super) fn given(category: Category, granted: bool, at: Timestamp) -> ConsentRecord {
    ConsentRecord {
        category,
        scope: Scope::Organisation,
        granted,
        at: Some(at),
        wording: None,
        source: ConsentSource::Application {
            application: application().id,
            event: "e".to_owned(),
            channel: Channel::Web,
        },
    }
}

impl Case {
    pub(super) fn new(directory: Directory) -> Self {
        let organisation = organisation();
        let theirs = phone(BORROWER);
        let thread = ThreadId::derive(&organisation.id, b"salt", &phone(OURS), &theirs);
        let subscriber = SubscriberId::derive(&organisation.id, b"salt", &theirs);
        let mut case = Self {
            application: after(&[created("a", 0), entered("b", 0, "Income")], &directory),
            thread: Thread::new(organisation.id.clone(), thread, phone(OURS), theirs.clone()),
            subscriber: Subscriber::new(organisation.id, subscriber, theirs),
            directory,
            tallies: Tallies::new(),
            texts: Vec::new(),
        };
        case.says(true, 0);
        case
    }

    pub(super) fn says(&mut self, granted: bool, minutes: i64) {
        let change = self
            .subscriber
            .record([given(Category::Automation, granted, at(minutes))], at(minutes));
        self.subscriber = change.expect("news").head;
    }

    pub(super) fn stops(&mut self, minutes: i64) {
        let source = OptOutSource::Text {
            number: phone(OURS),
            carrier_message_id: "SM".to_owned(),
        };
        let change = self.subscriber.opt_out(
            &phone(OURS),
            OptOutScope::Organisation,
            (source, None),
            at(minutes),
        );
        self.subscriber = change.expect("news").head;
    }

    /// What automation made of the application, which changes nothing that numbers' links say.
    fn becomes(&mut self, application: Application) {
        assert_eq!(application.links(), self.application.links());
        self.application = application;
    }

    pub(super) fn takes(&mut self, tallies: &Tallies) {
        for (trigger, tally) in tallies {
            *self.tallies.entry(trigger.clone()).or_default() += *tally;
        }
    }

    pub(super) fn tally(&self, trigger: &str) -> Tally {
        self.tallies.get(&id(trigger)).copied().unwrap_or_default()
    }

    pub(super) fn decide(&self, trigger: &str, generation: Option<u32>, now: Timestamp) -> TimerOutcome {
        let trigger = id(trigger);
        let has_recipient = self.application.recipient().is_some();
        let firing = TimerContext {
            application: &self.application,
            trigger: &trigger,
            generation,
            thread: has_recipient.then_some((&self.thread, 7)),
            subscriber: has_recipient.then_some(&self.subscriber),
            directory: &self.directory,
        };
        firing.fire(now)
    }

    /// The timer that is set goes off at `now`; what it came to.
    pub(super) fn fires(&mut self, trigger: &str, now: Timestamp) -> String {
        let generation = self.application.timer(&id(trigger)).generation;
        match self.decide(trigger, Some(generation), now) {
            TimerOutcome::Nothing => "nothing".to_owned(),
            TimerOutcome::Noted(tracked) => {
                let kind = tracked.change.entries[0].event.kind().to_owned();
                self.becomes(tracked.change.head);
                self.takes(&tracked.tallies);
                match &self.application.nudge_plans[&id(trigger)].state {
                    NudgePlanState::Held { reason, .. } | NudgePlanState::Cancelled { reason } => {
                        format!("{kind} {}", reason.code)
                    }
                    _ => kind,
                }
            }
            TimerOutcome::Sent(sent) => {
                let Sent {
                    application,
                    thread,
                    subscriber,
                } = *sent;
                self.becomes(application.change.head);
                self.takes(&application.tallies);
                self.texts.push(text(&thread));
                self.subscriber = subscriber.map_or_else(|| self.subscriber.clone(), |change| change.head);
                "sent".to_owned()
            }
        }
    }

    pub(super) fn hears(&mut self, heard: MemberActivity) -> Vec<String> {
        let Some(tracked) = self.application.heard(heard, &self.subscriber, &self.directory) else {
            return Vec::new();
        };
        self.takes(&tracked.tallies);
        self.becomes(tracked.change.head);
        tracked
            .change
            .entries
            .iter()
            .map(|entry| entry.event.kind().to_owned())
            .collect()
    }
}

pub(super) fn text(change: &Change<Thread>) -> String {
    match &change.entries[0].content {
        Some(ThreadContent::Message { text, .. }) => text.clone(),
        other => panic!("{other:?}"),
    }
}

pub(super) fn stalled(delay: u32) -> Directory {
    directory(vec![trigger("stalled", TriggerKind::Stalled, &["Income"], delay)])
}

/// The text that a timer wrote, and what it is about.
pub(super) fn written(case: &Case, now: Timestamp) -> (Application, (Message, OutMessage), Automated) {
    let generation = case.application.timer(&id("stalled")).generation;
    let TimerOutcome::Sent(sent) = case.decide("stalled", Some(generation), now) else {
        panic!("nothing was written");
    };
    let Sent {
        application, thread, ..
    } = *sent;
    let entry = crate::aggregate::Entry {
        seq: 8,
        at: now,
        event: thread.entries[0].event.clone(),
        content: thread.entries[0].content.clone(),
    };
    let message = messages([&entry]).remove(0);
    let automated = message.automation.clone().expect("of automation");
    assert_eq!(
        (message.by.clone(), message.purpose, message.conversation),
        (Actor::Automation, Purpose::Automation, 0)
    );
    assert!(matches!(entry.event, ThreadEvent::MessageOut { .. }));
    let beside = Message::of(entry.seq, now, &entry.event).expect("a message's head");
    (application.change.head, (beside, message), automated)
}
