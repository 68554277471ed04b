//! Timers go off, members say things, and the instant of sending comes.

use jiff::SignedDuration;

use super::case::{Case, stalled, written};
use crate::application::tests::story::*;
use crate::application::{Application, Tally};
use crate::consent::Subscriber;
use crate::directory::AutomationSettings;
use crate::directory::CONSENT_REQUEST;
use crate::nudge::{MemberActivity, TimerOutcome};
use crate::quiet_hours::Reading;
use crate::thread::{DeliveryStatus, NextStep, ThreadEvent};

#[test]
fn el_17_a_stalled_applicant_gets_a_personal_text() {
    let mut case = Case::new(stalled(60));
    assert_eq!(case.fires("stalled", at(60)), "sent");
    assert_eq!(case.texts, ["Hi Priya, pick up where you left off."]);
    let plan = &case.application.nudge_plans[&id("stalled")];
    assert_eq!(
        (plan.number, plan.due),
        (2, at(60 + 24 * 60)),
        "the next waits for the spacing"
    );
    assert_eq!(case.fires("stalled", at(60 + 24 * 60)), "sent");
    assert_eq!(
        case.application.timer(&id("stalled")).at,
        None,
        "there are at most two"
    );
    assert_eq!(case.fires("stalled", at(90_000)), "nothing");
    let expected = Tally {
        due: 2,
        sent: 2,
        nudged: 1,
        ..Tally::default()
    };
    assert_eq!(case.tally("stalled"), expected);
}

#[test]
fn el_14_the_first_message_goes_out_when_the_application_is_created() {
    let mut case = Case::new(usual());
    assert_eq!(case.application.timer(&id("first")).at, Some(at(0)));
    assert_eq!(case.fires("first", at(0)), "sent");
}

#[test]
fn a_timer_that_fires_twice_sends_once() {
    let mut case = Case::new(stalled(60));
    let generation = case.application.timer(&id("stalled")).generation;
    case.fires("stalled", at(60));
    assert_eq!(
        case.decide("stalled", Some(generation), at(60)),
        TimerOutcome::Nothing
    );
    assert_eq!(
        case.decide("stalled", Some(generation), at(90_000)),
        TimerOutcome::Nothing,
        "not even when the next is due"
    );
    assert_eq!(
        case.decide("stalled", None, at(61)),
        TimerOutcome::Nothing,
        "nor one that does not say which it is"
    );
}

#[test]
fn el_19_a_timer_that_fires_before_the_moved_nudge_is_due_plans_it_again() {
    let mut case = Case::new(stalled(60));
    let old = case.application.timer(&id("stalled"));
    let moved = case
        .application
        .apply(&entered("c", 30, "Income"), &case.directory);
    case.application = moved.change.head;
    assert_eq!(case.fires("stalled", at(60)), "nudge_planned");
    let timer = case.application.timer(&id("stalled"));
    assert_eq!(
        (timer.at, timer.generation),
        (Some(at(90)), old.generation + 1),
        "that one's name is used up"
    );
    assert_eq!(case.fires("stalled", at(90)), "sent");
}

#[test]
fn el_19_a_timer_in_flight_loses_to_the_end_of_the_application() {
    for end in [
        completed("z", 50),
        withdrawn("z", 50),
        entered("z", 50, "Closing"),
    ] {
        let mut case = Case::new(stalled(60));
        case.application = case.application.apply(&end, &case.directory).change.head;
        assert_eq!(case.fires("stalled", at(60)), "nothing");
    }
}

#[test]
fn x_26_without_consent_a_nudge_waits_for_it_and_a_stop_ends_it() {
    let mut case = Case::new(stalled(60));
    case.says(false, 1);
    assert_eq!(case.fires("stalled", at(60)), "nudge_held consent_missing");
    assert_eq!(case.application.timer(&id("stalled")).at, None);
    assert_eq!(case.hears(MemberActivity::Consent), Vec::<&str>::new());
    case.says(true, 70);
    assert_eq!(case.hears(MemberActivity::Consent), ["nudge_planned"]);
    assert_eq!(case.fires("stalled", at(71)), "sent");
    assert_eq!(case.tally("stalled").due, 1, "it was due once");

    let mut case = Case::new(stalled(60));
    case.stops(10);
    assert_eq!(case.fires("stalled", at(60)), "nudge_cancelled opted_out");
}

#[test]
fn a_stop_cancels_what_is_planned() {
    let mut case = Case::new(stalled(60));
    case.stops(10);
    assert_eq!(case.hears(MemberActivity::Consent), ["nudge_cancelled"]);
    let mut case = Case::new(stalled(60));
    case.says(false, 10);
    assert_eq!(case.hears(MemberActivity::Revoked), ["nudge_cancelled"]);
}

#[test]
fn a_reply_counts_once_and_a_conversation_in_progress_cancels() {
    let mut case = Case::new(stalled(60));
    case.fires("stalled", at(60));
    let text = MemberActivity::Text { in_progress: true };
    assert_eq!(case.hears(text), ["nudge_replied", "nudge_cancelled"]);
    assert_eq!(case.hears(text), Vec::<&str>::new());
    assert_eq!(case.tally("stalled").replied, 1);

    let mut case = Case::new(stalled(60));
    assert_eq!(
        case.hears(MemberActivity::Text { in_progress: false }),
        Vec::<&str>::new()
    );
}

#[test]
fn what_was_due_a_week_ago_is_not_sent_any_more() {
    let week = 7 * 24 * 60;
    let mut case = Case::new(stalled(60));
    assert_eq!(case.fires("stalled", at(60 + week)), "sent");
    let mut case = Case::new(stalled(60));
    assert_eq!(case.fires("stalled", at(61 + week)), "nudge_cancelled too_late");
}

#[test]
fn el_17_in_quiet_hours_it_waits_and_says_until_when() {
    let mut case = Case::new(stalled(60));
    // Ten in the evening in Iowa.
    let night = at(10 * 60);
    assert_eq!(case.fires("stalled", night), "nudge_held quiet_hours");
    let until = case.application.timer(&id("stalled")).at.expect("a timer");
    assert!(
        until > night && until < night + SignedDuration::from_hours(12),
        "{until}"
    );
    assert_eq!(
        case.fires("stalled", until - SignedDuration::from_secs(1)),
        "nudge_held quiet_hours"
    );
    assert_eq!(case.fires("stalled", until), "sent");
    assert_eq!(case.tally("stalled").due, 1);
}

#[test]
fn without_a_mobile_it_waits_for_one() {
    let mut case = Case::new(stalled(60));
    let none = serde_json::json!([{"id": "b1", "role": "borrower", "mobile": "?"}]);
    case.application = case
        .application
        .apply(&updated("c", 5, &none), &case.directory)
        .change
        .head;
    assert_eq!(case.fires("stalled", at(60)), "nudge_held no_mobile");
    let one = serde_json::json!([{"id": "b1", "role": "borrower", "mobile": BORROWER}]);
    case.application = case
        .application
        .apply(&updated("d", 70, &one), &case.directory)
        .change
        .head;
    assert_eq!(case.fires("stalled", at(71)), "sent");
    assert_eq!(
        case.texts,
        ["Hi there, pick up where you left off."],
        "the fallback for a name that is not known"
    );
}

#[test]
fn the_hold_out_gets_nothing_and_counts_beside_the_others() {
    let mut directory = stalled(60);
    directory.triggers[0].holdout_percent = 100;
    let mut case = Case::new(directory);
    assert_eq!(case.fires("stalled", at(60)), "nudge_withheld");
    let done = case.application.apply(&completed("z", 90), &case.directory);
    case.takes(&done.tallies);
    let tally = case.tally("stalled");
    assert_eq!((tally.withheld, tally.withheld_completed, tally.sent), (1, 1, 0));
    assert_eq!(tally.lift(), None, "no lift without both sides");
}

#[test]
fn lift_is_the_difference_of_the_completion_rates() {
    let tally = Tally {
        nudged: 40,
        completed: 10,
        withheld: 10,
        withheld_completed: 1,
        ..Tally::default()
    };
    let lift = tally.lift().expect("a lift");
    assert!((lift - 0.15).abs() < 1e-9, "{lift}");
}

#[test]
fn a_completion_after_a_nudge_counts_once() {
    let mut case = Case::new(stalled(60));
    case.fires("stalled", at(60));
    for event in [
        completed("z", 90),
        completed("y", 95),
        withdrawn("x", 96),
        completed("w", 97),
    ] {
        let tracked = case.application.apply(&event, &case.directory);
        case.takes(&tracked.tallies);
        case.application = tracked.change.head;
    }
    assert_eq!(case.tally("stalled").completed, 1);
}

#[test]
fn x_26_consent_is_asked_for_once() {
    let mut directory = usual();
    directory.organisation.automation = AutomationSettings {
        request_consent: true,
        number: None,
    };
    let mut case = Case::new(directory.clone());
    assert_eq!(
        case.fires(CONSENT_REQUEST, at(0)),
        "sent",
        "service texts were not agreed to yet"
    );
    let fresh = Case::new(directory);
    let asked = Case {
        subscriber: case.subscriber.clone(),
        ..fresh
    };
    let mut other = asked;
    assert_eq!(
        other.fires(CONSENT_REQUEST, at(5)),
        "nudge_cancelled already_asked",
        "on another application"
    );
}

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
            &Reading::Strict,
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
        &Reading::Strict,
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
