//! Nobody of an event is lost.

use serde_json::json;

use super::parsing::{parsed, person, with};
use super::story::*;
use crate::application::{NumberProblem, PersonRole};

#[test]
fn nobody_is_lost_for_an_id_that_somebody_has() {
    let people = json!([{"id": "a", "role": "borrower"}, {"id": "A", "role": "co_borrower"}, {"role": "guarantor"}, {"id": "a", "role": "partner"}]);
    let people = parsed(&with("/application/people", people)).people.unwrap();
    let ids: Vec<_> = people.iter().map(|p| p.person.id.as_str()).collect();
    assert_eq!(ids, ["a", "a-2", "person-3", "a-3"]);
    let long =
        json!([{"id": "x".repeat(40), "role": "borrower"}, {"id": "x".repeat(40), "role": "borrower"}]);
    let people = parsed(&with("/application/people", long)).people.unwrap();
    assert_eq!(people[1].person.id.as_str(), format!("{}-2", "x".repeat(38)));
}

#[test]
fn where_nobody_could_be_read_what_was_told_before_stands() {
    for junk in [json!(["?", {}]), json!("?"), json!(7), json!(null)] {
        assert_eq!(parsed(&with("/application/people", junk.clone())).people, None);
        let agents = parsed(&with("/application/agents", junk)).agents;
        assert_eq!(agents, None);
    }
    assert_eq!(
        parsed(&with("/application/people", json!([]))).people,
        Some(Vec::new())
    );
    assert_eq!(
        parsed(&with("/application/agents", json!([]))).agents,
        Some(Vec::new())
    );
}

#[test]
fn an_application_has_at_most_20_people_with_mobiles() {
    let people = |mobiles: usize| {
        let people = (0..40).map(|n| {
            let mobile = if n < mobiles {
                format!("+1319555{n:04}")
            } else {
                String::new()
            };
            json!({"id": format!("p{n}"), "role": "guarantor", "mobile": mobile})
        });
        parsed(&with("/application/people", people.collect()))
    };
    assert_eq!(people(20).unread, []);
    let event = people(21);
    assert_eq!(event.unread[0].code, "too_many_mobiles");
    let people = event.people.unwrap();
    let last = &people[20];
    assert_eq!(
        (&last.person.mobile, last.person.number_problem),
        (&None, Some(NumberProblem::TooMany))
    );
    assert_eq!(last.details.told_number.as_deref(), Some("+13195550020"));
    assert_eq!(
        last.number,
        Some(phone("+13195550020")),
        "what they said of consent counts all the same"
    );
    assert_eq!(people.iter().filter(|p| p.person.mobile.is_some()).count(), 20);
}

#[test]
fn who_took_consent_back_is_heard_beyond_the_people_that_there_may_be() {
    let people = (0..60).map(|n| {
        json!({"id": format!("p{n}"), "role": "guarantor", "mobile": format!("+1319555{n:04}"), "consents": [{"category": "service", "granted": n % 2 == 0, "wording": "w", "channel": "web", "at": at(0).to_string()}]})
    });
    let event = parsed(&with("/application/people", people.collect()));
    assert_eq!(event.people.unwrap().len(), 50);
    assert_eq!(event.besides.len(), 5);
    assert!(
        event
            .besides
            .iter()
            .all(|p| p.number.is_some() && !p.consents[0].granted)
    );
}

#[test]
fn no_more_is_told_of_what_cannot_be_read_than_has_room() {
    let people: Vec<_> = (0..50)
        .map(|n| json!({"id": format!("p{n}"), "role": 1, "mobile": "x", "partner": "?"}))
        .collect();
    let unread = parsed(&with("/application/people", json!(people))).unread;
    assert_eq!(
        (unread.len(), unread[49].code.as_str(), unread[49].path.as_str()),
        (50, "and_more", "$")
    );
}

#[test]
fn a_mobile_that_is_no_number_keeps_the_person_and_what_was_told() {
    for (told, expected) in [
        (json!("+15552010001"), Ok("+15552010001")),
        (json!("(555) 201-0001"), Ok("+15552010001")),
        (json!("+3195550142"), Ok("+13195550142")),
        (json!("319\u{a0}555\u{2011}0142"), Ok("+13195550142")),
        (json!("tel:+1-319-555-0142;ext=5"), Ok("+13195550142")),
        (json!("+49 151 12345678"), Ok("+4915112345678")),
        (json!("+1 319 555 0142 5"), Err(NumberProblem::TooLong)),
        (json!("9999999999"), Err(NumberProblem::Unassignable)),
        (json!("555-201-000"), Err(NumberProblem::TooShort)),
        (json!("call after six"), Err(NumberProblem::NotANumber)),
        (json!(["319"]), Err(NumberProblem::NotANumber)),
    ] {
        let event = parsed(&person("mobile", told.clone()));
        let someone = event.people.unwrap().remove(1);
        let read = someone.person.mobile.as_ref().map(crate::PhoneNumber::as_str);
        assert_eq!(read, expected.ok(), "{told}");
        assert_eq!(someone.person.number_problem, expected.err(), "{told}");
        let shown = expected
            .err()
            .map(|_| told.as_str().map_or(told.to_string(), str::to_owned));
        assert_eq!(
            (someone.details.told_number, someone.person.role),
            (shown, PersonRole::Borrower),
            "{told}"
        );
    }
    let nothing = parsed(&person("mobile", json!("  ")));
    assert_eq!(
        (
            nothing.unread.len(),
            nothing.people.unwrap()[1].person.number_problem
        ),
        (0, None)
    );
}
