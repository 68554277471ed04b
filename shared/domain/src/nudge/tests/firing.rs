//! Timers go off.

use jiff::SignedDuration;

use super::case::{Case, stalled};
use crate::application::Tally;
use crate::application::tests::story::*;
use crate::nudge::TimerOutcome;

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
