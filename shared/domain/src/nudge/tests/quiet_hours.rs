//! Quiet hours of an application's people: what is kept of why, and what waits for an address.

use super::case::{Case, stalled, written};
use crate::application::ApplicationEvent;
use crate::application::tests::story::*;
use crate::consent::Subscriber;
use crate::directory::CONSENT_REQUEST;
use crate::directory::Directory;
use crate::nudge::TimerOutcome;
use crate::quiet_hours::{Basis, KnownBy, Part, Reading, State};
use crate::thread::{NextStep, Purpose};

/// The borrower as an event tells them.
fn living(mobile: &str, zip: &str, state: &str, country: &str) -> serde_json::Value {
    let person = serde_json::json!({"id": "b1", "role": "borrower", "mobile": mobile, "zip": zip, "state": state, "country": country});
    serde_json::json!([person])
}

/// A case whose borrower lives there, told a minute before the first nudge.
fn case_of(people: &serde_json::Value, directory: Directory) -> Case {
    let mut case = Case::new(directory);
    tell(&mut case, "c", 59, people);
    case
}

/// Tells of people; what that does to the plan.
fn tell(case: &mut Case, event: &str, minutes: i64, people: &serde_json::Value) -> Vec<String> {
    let told = case
        .application
        .apply(&updated(event, minutes, people), &case.directory);
    let kinds = kinds(&told);
    case.application = told.change.head;
    kinds
}

fn basis(event: &ApplicationEvent) -> Basis {
    match event {
        ApplicationEvent::NudgeSent { quiet_hours, .. }
        | ApplicationEvent::NudgeHeld { quiet_hours, .. }
        | ApplicationEvent::NudgeCancelled { quiet_hours, .. } => {
            quiet_hours.as_deref().cloned().expect("it is kept")
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn el_17_the_history_says_which_clue_decided_and_what_could_not_be_read() {
    // 14:00 in New York is 8:00 in Samoa.
    let case = case_of(&living(BORROWER, "5240x", "IA", ""), stalled(60));
    let generation = case.application.timer(&id("stalled")).generation;
    let TimerOutcome::Sent(sent) = case.decide("stalled", Some(generation), at(60)) else {
        panic!("it is sent");
    };
    let allowed = basis(&sent.application.change.entries[0].event);
    assert_eq!(allowed.known_by, [KnownBy::State(State::IA)]);
    assert_eq!(allowed.unread, [Part::Zip]);
    assert!(allowed.words().contains("The ZIP code could not be read"));
    // 18:00 in Rhode Island.
    let TimerOutcome::Noted(held) = case.decide("stalled", Some(generation), at(5 * 60)) else {
        panic!("it is held");
    };
    let ApplicationEvent::NudgeHeld { reason, .. } = &held.change.entries[0].event else {
        panic!("it is held");
    };
    let quiet = basis(&held.change.entries[0].event);
    assert_eq!(
        (reason.code.as_str(), &reason.detail),
        ("quiet_hours", &quiet.words())
    );
    assert_eq!(
        quiet.decided.expect("a window decided").law.state,
        Some(State::RI)
    );
}

#[test]
fn el_17_a_foreign_number_waits_for_an_address_and_no_longer() {
    let mut case = case_of(&living("+33612345678", "75001", "", ""), stalled(60));
    assert_eq!(case.fires("stalled", at(60)), "nudge_held whereabouts_unknown");
    assert_eq!(case.application.timer(&id("stalled")).at, None);
    let planned = "nudge_planned stalled".to_owned();
    let abroad = living("+33612345678", "75001", "", "FR");
    assert!(!tell(&mut case, "d", 70, &abroad).contains(&planned));
    let here = living("+33612345678", "75001", "TX", "");
    assert!(tell(&mut case, "e", 80, &here).contains(&planned));
    assert_eq!(case.fires("stalled", at(81)), "sent");
    assert_eq!(case.tally("stalled").due, 1);
}

#[test]
fn el_17_an_institution_may_follow_its_counsel_on_the_record() {
    // Utah on a Sunday: 12:00 in Denver.
    let sunday = at(6 * 24 * 60 + 60);
    let people = living(BORROWER, "84101", "UT", "");
    let mut case = case_of(&people, stalled(60));
    assert_eq!(case.fires("stalled", sunday), "nudge_held quiet_hours");
    let mut directory = stalled(60);
    directory.organisation.quiet_hours = Reading::Counsel {
        by: "Ana Ruiz".to_owned(),
        on: jiff::civil::date(2026, 11, 2),
    };
    let mut case = case_of(&people, directory.clone());
    assert_eq!(case.fires("stalled", sunday), "sent");
    // The question for consent goes out without consent, which therefore lifts nothing.
    directory.organisation.automation.request_consent = true;
    let mut case = case_of(&people, directory);
    let ledger = &case.subscriber;
    case.subscriber = Subscriber::new(ledger.organisation.clone(), ledger.id.clone(), phone(BORROWER));
    assert_eq!(case.fires(CONSENT_REQUEST, sunday), "nudge_held quiet_hours");
}

#[test]
fn el_17_at_the_instant_of_sending_the_place_is_asked_once_more() {
    let mut case = Case::new(stalled(60));
    let (head, message, automated) = written(&case, at(60));
    // Meanwhile the address became one of France.
    case.application = head;
    tell(&mut case, "d", 61, &living(BORROWER, "75001", "", "FR"));
    let step = |purpose| {
        let mut text = message.1.clone();
        text.purpose = purpose;
        let known = (&message.0, &text);
        case.thread.next_automated_step(
            known,
            &automated,
            Some(&case.application),
            &case.subscriber,
            &case.directory.organisation,
            at(62),
        )
    };
    let step_taken = step(Purpose::Automation);
    assert!(matches!(step_taken.step, NextStep::Cancel(_)));
    let waits = step_taken.reversal.expect("it is held").change;
    assert!(
        matches!(&waits.entries[0].event, ApplicationEvent::NudgeHeld { until: None, reason, .. } if reason.code == "whereabouts_unknown")
    );
    assert!(basis(&waits.entries[0].event).decided.is_none());
    let cancelled = step(Purpose::ConsentRequest)
        .reversal
        .expect("it is cancelled")
        .change;
    assert!(matches!(
        &cancelled.entries[0].event,
        ApplicationEvent::NudgeCancelled { .. }
    ));
}
