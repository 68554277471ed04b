//! What automation plans, from events alone.

use proptest::prelude::*;

use super::story::*;
use crate::application::{NudgePlanState, is_held_out, timer_name};
use crate::directory::AutomationSettings;
use crate::directory::{MAX_MINUTES, TriggerKind};
use crate::id::{ApplicationId, OrganisationId};

#[test]
fn el_19_the_delay_counts_from_the_entry_into_the_last_stage() {
    let directory = usual();
    let head = after(&[created("a", 0), entered("b", 10, "income")], &directory);
    assert_eq!(
        head.nudge_plans[&id("income")].due,
        at(70),
        "whatever the case of the stage's name"
    );
    assert_eq!(head.nudge_plans[&id("any")].due, at(130));
    assert_eq!(head.nudge_plans[&id("first")].due, at(0));
    assert_eq!(head.timer(&id("any")).at, Some(at(130)));
}

#[test]
fn el_19_a_stage_change_restarts_the_clock() {
    let directory = usual();
    let before = after(&[created("a", 0), entered("b", 10, "Income")], &directory);
    let tracked = before.apply(&entered("c", 30, "Documents"), &directory);
    assert_eq!(
        kinds(&tracked),
        ["stage_entered", "nudge_planned any", "nudge_cancelled income"]
    );
    let head = tracked.change.head;
    assert_eq!(head.nudge_plans[&id("any")].due, at(150));
    assert_eq!(head.timer(&id("income")).at, None);
    assert_eq!(
        head.nudge_plans[&id("first")],
        before.nudge_plans[&id("first")],
        "it counts from the creation"
    );
}

#[test]
fn el_19_finishing_the_application_cancels_it() {
    let directory = usual();
    for end in [completed("z", 40), withdrawn("z", 40)] {
        let before = after(&[created("a", 0), entered("b", 10, "Income")], &directory);
        let tracked = before.apply(&end, &directory);
        let mut cancelled = kinds(&tracked).split_off(1);
        cancelled.sort();
        assert_eq!(
            cancelled,
            [
                "nudge_cancelled any",
                "nudge_cancelled first",
                "nudge_cancelled income"
            ]
        );
        assert!(
            tracked
                .change
                .head
                .nudge_plans
                .values()
                .all(|plan| plan.timer().is_none())
        );
    }
}

#[test]
fn el_19_a_delay_of_nothing_and_of_a_year_are_planned() {
    let directory = directory(vec![
        trigger("now", TriggerKind::Stalled, &[], 0),
        trigger("year", TriggerKind::Stalled, &[], MAX_MINUTES),
    ]);
    let head = after(&[entered("b", 10, "Income")], &directory);
    assert_eq!(head.nudge_plans[&id("now")].due, at(10));
    assert_eq!(head.nudge_plans[&id("year")].due, at(10 + 365 * 24 * 60));
}

#[test]
fn a_leap_day_is_a_day() {
    let directory = directory(vec![trigger("day", TriggerKind::Stalled, &[], 24 * 60)]);
    let leap = event(&serde_json::json!({
        "id": "a", "type": "stage.entered", "occurred_at": "2028-02-28T18:00:00Z", "application": {"id": "LN-1"}, "stage": {"name": "s"},
    }));
    let head = application().apply(&leap, &directory).change.head;
    assert_eq!(
        head.nudge_plans[&id("day")].due.to_string(),
        "2028-02-29T18:00:00Z"
    );
}

#[test]
fn a_trigger_plans_only_for_its_journey_and_while_it_is_on() {
    let mut directory = usual();
    directory.triggers[1].journey = Some(crate::journey::Journey::NewMembership);
    directory.triggers[2].enabled = false;
    let before = after(&[created("a", 0), entered("b", 10, "Income")], &directory);
    assert_eq!(before.nudge_plans.keys().collect::<Vec<_>>(), [&id("first")]);
    directory.triggers[0].enabled = false;
    let tracked = before.apply(&entered("c", 20, "Documents"), &directory);
    assert_eq!(kinds(&tracked), ["stage_entered", "nudge_cancelled first"]);
}

#[test]
fn a_changed_delay_moves_what_is_planned_with_the_next_event() {
    let mut directory = usual();
    let before = after(&[created("a", 0), entered("b", 10, "Income")], &directory);
    directory.triggers[1].delay_minutes = 90;
    let tracked = before.apply(&created("a", 0), &directory);
    assert_eq!(kinds(&tracked), ["application_created", "nudge_planned income"]);
    assert_eq!(tracked.change.head.nudge_plans[&id("income")].due, at(100));
}

#[test]
fn x_26_the_question_for_consent_is_planned_when_the_organisation_has_it_asked() {
    let mut directory = usual();
    let request = id(crate::directory::CONSENT_REQUEST);
    assert!(
        !after(&[created("a", 0)], &directory)
            .nudge_plans
            .contains_key(&request)
    );
    directory.organisation.automation = AutomationSettings {
        request_consent: true,
        number: None,
    };
    let head = after(&[created("a", 0)], &directory);
    assert_eq!(head.nudge_plans[&request].due, at(0));
    assert_eq!(head.nudge_plans[&request].state, NudgePlanState::Planned);
}

#[test]
fn the_recipient_is_the_first_borrower_with_a_mobile() {
    let directory = usual();
    let people = serde_json::json!([
        {"id": "b3", "role": "borrower", "mobile": "+13195550103"},
        {"id": "b2", "role": "borrower", "mobile": "3195550102"},
        {"id": "b1", "role": "borrower", "mobile": "none"},
        {"id": "a1", "role": "co_borrower", "mobile": "+13195550104"},
    ]);
    let head = after(&[updated("a", 0, &people)], &directory);
    let (person, number) = head.recipient().expect("a recipient");
    assert_eq!((person.id.as_str(), number.as_str()), ("b2", "+13195550102"));
    assert_eq!(
        head.links().len(),
        3,
        "each with a number has a row beside its consent"
    );
}

#[test]
fn timers_have_names_of_their_own_that_never_change() {
    let organisation = OrganisationId::parse("lakeside").unwrap();
    let application = ApplicationId::parse("0123456789abcdef").unwrap();
    let name = |trigger: &str, generation| timer_name(&organisation, &application, &id(trigger), generation);
    assert_eq!(
        name("stalled", 0),
        "nudge-5d3cb069719755658094f5d64714fc5a7d1f82b4",
        "a name that changes leaves timers behind"
    );
    assert_ne!(name("stalled", 0), name("stalled", 1));
    assert_ne!(name("stalled", 0), name("income", 0));
    assert!(name(&"x".repeat(40), u32::MAX).len() <= 64);
}

proptest! {
    #[test]
    fn the_hold_out_is_a_share_and_always_the_same(percent in 0..=100_u8) {
        let organisation = organisation();
        let held = (0..1_000).filter(|n| {
            let application = ApplicationId::derive(&organisation.id, b"salt", &n.to_string());
            let held = is_held_out("salt", &id("t"), &application, percent);
            assert_eq!(held, is_held_out("salt", &id("t"), &application, percent));
            held
        });
        let held = i32::try_from(held.count()).unwrap();
        prop_assert!((held - i32::from(percent) * 10).abs() <= 60, "{held} of 1000 at {percent} %");
    }
}
