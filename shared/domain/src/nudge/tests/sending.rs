//! The instant of sending comes.

use super::case::{Case, stalled, written};
use crate::application::tests::story::*;
use crate::application::{Application, Tally};
use crate::consent::Subscriber;
use crate::thread::{DeliveryStatus, NextStep, ThreadEvent};

#[test]
fn at_the_instant_of_sending_everything_is_decided_again() {
    let case = Case::new(stalled(60));
    let (head, message, automated) = written(&case, at(60));
    let step = |application: &Application, subscriber: &Subscriber, now| {
        case.thread.next_automated_step(
            (&message.0, &message.1),
            &automated,
            Some(application),
            subscriber,
            &case.directory.organisation,
            now,
        )
    };
    let sent = step(&head, &case.subscriber, at(61));
    assert!(matches!(sent.step, NextStep::Send(_)) && sent.reversal.is_none());

    let mut stopped = Case::new(stalled(60));
    stopped.stops(61);
    let revoked = {
        let mut case = Case::new(stalled(60));
        case.says(false, 61);
        case.subscriber
    };
    let finished = head.apply(&completed("z", 61), &case.directory).change.head;
    let moved = head
        .apply(&entered("z", 61, "Closing"), &case.directory)
        .change
        .head;
    for (application, subscriber, code) in [
        (&head, &stopped.subscriber, "opted_out"),
        (&head, &revoked, "consent_missing"),
        (&finished, &case.subscriber, "completed"),
        (&moved, &case.subscriber, "stage_changed"),
    ] {
        let step = step(application, subscriber, at(62));
        let NextStep::Cancel(change) = &step.step else {
            panic!("{code}: {step:?}");
        };
        assert!(
            matches!(&change.entries[0].event, ThreadEvent::Delivery(d) if d.status == DeliveryStatus::Cancelled && d.reason.as_ref().is_some_and(|r| r.code == code)),
            "{code}"
        );
        let unsent = step.reversal.expect("the application hears of it");
        assert_eq!(
            unsent.tallies[&id("stalled")],
            Tally {
                sent: -1,
                nudged: -1,
                completed: -i64::from(code == "completed"),
                ..Tally::default()
            }
        );
        assert!(unsent.change.head.nudge_plans.values().all(|plan| !plan.nudged));
    }
}

#[test]
fn a_text_that_meets_the_quiet_hours_goes_out_later_and_once() {
    let mut case = Case::new(stalled(60));
    let (head, message, automated) = written(&case, at(60));
    let night = at(10 * 60);
    let step = case.thread.next_automated_step(
        (&message.0, &message.1),
        &automated,
        Some(&head),
        &case.subscriber,
        &case.directory.organisation,
        night,
    );
    assert!(matches!(step.step, NextStep::Cancel(_)));
    case.application = step.reversal.expect("it is held").change.head;
    let plan = &case.application.nudge_plans[&id("stalled")];
    assert_eq!(plan.number, 1);
    let until = case.application.timer(&id("stalled")).at.expect("a timer");
    assert_eq!(case.fires("stalled", until), "sent");
    assert_eq!(case.application.nudge_plans[&id("stalled")].number, 2);
}
