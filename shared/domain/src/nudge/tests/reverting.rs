//! What was counted for a nudge that did not go out after all.

use crate::actor::Actor;
use crate::aggregate::Entry;
use crate::application::tests::story::*;
use crate::application::{Application, Tallies, Tally};
use crate::consent::{Category, Channel, ConsentRecord, ConsentSource, Scope, Subscriber};
use crate::id::{PersonId, SubscriberId, ThreadId};
use crate::nudge::Instead;
use crate::nudge::MemberActivity;
use crate::reason::Reason;
use crate::testing;
use crate::thread::{Automated, Message, NextStep, Purpose, Thread, messages};

/// An applicant whose first nudge was written, and is not with the carrier yet.
fn written() -> (Application, Automated) {
    let mut application = after(&[created("a", 0), entered("b", 0, "Income")], &usual());
    let plan = application.nudge_plans.get_mut(&id("income")).unwrap();
    plan.number = 2;
    plan.nudged = true;
    let automated = automated(&application);
    (application, automated)
}

fn automated(application: &Application) -> Automated {
    Automated {
        application: application.id.clone(),
        trigger: id("income"),
        category: Category::Automation,
        number: 1,
        person: PersonId::parse("b1").unwrap(),
        anchor: application.nudge_plans[&id("income")].anchor.clone(),
        first: true,
    }
}

fn counted(tallies: &[&Tallies]) -> Tally {
    let mut tally = Tally::default();
    for tallies in tallies {
        tally += tallies.get(&id("income")).copied().unwrap_or_default();
    }
    tally
}

fn because() -> Reason {
    Reason {
        code: "conversation_open".to_owned(),
        detail: "A conversation began before the text went out.".to_owned(),
    }
}

#[test]
fn el_19_a_text_about_the_first_stage_does_not_go_out_in_the_next() {
    let mut first = created("a", 0);
    first.stage = Some("Income".to_owned());
    let application = after(&[first], &usual());
    let thread = ThreadId::derive(&application.organisation, b"salt", &phone(OURS), &phone(BORROWER));
    let thread = Thread::new(
        application.organisation.clone(),
        thread,
        phone(OURS),
        phone(BORROWER),
    );
    let entry = thread.product_text(Actor::Automation, Purpose::Automation, "Hi.".to_owned());
    let entry = Entry {
        seq: 1,
        at: at(60),
        event: entry.event,
        content: entry.content,
    };
    let beside = Message::of(1, entry.at, &entry.event).unwrap();
    let message = &messages(&[entry])[0];
    let automated = automated(&application);
    let number = phone(BORROWER);
    let subscriber = SubscriberId::derive(&application.organisation, b"salt", &number);
    let mut subscriber = Subscriber::new(application.organisation.clone(), subscriber, number);
    let agreed = ConsentRecord {
        category: Category::Automation,
        scope: Scope::Organisation,
        granted: true,
        at: None,
        wording: None,
        source: ConsentSource::Application {
            application: application.id.clone(),
            event: "a".to_owned(),
            channel: Channel::Web,
        },
    };
    subscriber = subscriber.record([agreed], at(0)).unwrap().head;
    let step = |application: &Application| {
        let step = thread.next_automated_step(
            (&beside, message),
            &automated,
            Some(application),
            &subscriber,
            &testing::organisation(),
            at(61),
        );
        matches!(step.step, NextStep::Send(_))
    };
    assert!(step(&application));
    let moved = application.apply(&entered("b", 61, "Income"), &usual());
    assert!(!step(&moved.change.head));
}

#[test]
fn nobody_replies_to_a_nudge_or_completes_after_it_that_did_not_go_out() {
    let (application, automated) = written();
    let number = phone(BORROWER);
    let subscriber = SubscriberId::derive(&application.organisation, b"salt", &number);
    let subscriber = Subscriber::new(application.organisation.clone(), subscriber, number);
    let heard = MemberActivity::Text { in_progress: true };
    let replied = application.heard(heard, &subscriber, &usual()).unwrap();
    let done = replied.change.head.apply(&completed("c", 30), &usual());
    assert_eq!(counted(&[&replied.tallies]).replied, 1);
    assert_eq!(counted(&[&done.tallies]).completed, 1);
    let unsent = done
        .change
        .head
        .revert(&automated, because(), Instead::Cancel, None);
    let all = counted(&[&replied.tallies, &done.tallies, &unsent.tallies]);
    let nothing = Tally {
        sent: -1,
        nudged: -1,
        ..Tally::default()
    };
    assert_eq!(all, nothing);
    let plan = &unsent.change.head.nudge_plans[&id("income")];
    assert!(!plan.nudged && !plan.replied && !plan.completed);
}

#[test]
fn of_two_nudges_the_first_keeps_what_followed_from_it() {
    let (mut application, mut automated) = written();
    (automated.number, automated.first) = (2, false);
    let plan = application.nudge_plans.get_mut(&id("income")).unwrap();
    (plan.replied, plan.completed) = (true, true);
    let unsent = application.revert(&automated, because(), Instead::Cancel, None);
    let tally = Tally {
        sent: -1,
        ..Tally::default()
    };
    assert_eq!(counted(&[&unsent.tallies]), tally);
    let plan = &unsent.change.head.nudge_plans[&id("income")];
    assert!(plan.nudged && plan.replied && plan.completed);
}

#[test]
fn a_completion_stays_with_the_hold_out_that_the_application_was_in() {
    let (mut application, automated) = written();
    let plan = application.nudge_plans.get_mut(&id("income")).unwrap();
    (plan.withheld, plan.completed) = (true, true);
    let unsent = application.revert(&automated, because(), Instead::Cancel, None);
    let tally = counted(&[&unsent.tallies]);
    assert_eq!((tally.completed, tally.withheld_completed), (-1, 1));
    assert!(unsent.change.head.nudge_plans[&id("income")].completed);
}
