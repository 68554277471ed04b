//! Events as strangers may send them.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::story::*;
use crate::application::{NumberProblem, PersonRole, parse_los_event};

fn code(value: &Value) -> (&'static str, String) {
    match parse_los_event(value, at(0)) {
        Ok(_) => ("accepted", String::new()),
        Err(refusal) => (refusal.code, refusal.path),
    }
}

fn minimal() -> Value {
    json!({"id": "e", "type": "application.created", "occurred_at": at(0).to_string(), "application": {"id": "1"}})
}

fn with(pointer: &str, value: Value) -> Value {
    let mut event = minimal();
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    event.pointer_mut(parent).unwrap()[name] = value;
    event
}

#[test]
#[expect(clippy::too_many_lines, reason = "it is one table")]
fn what_is_wrong_is_told_with_its_path() {
    let person = |member: &str, value: Value| {
        let mut person = json!({"id": "b1", "role": "borrower"});
        person[member] = value;
        with(
            "/application/people",
            json!([{"id": "a", "role": "partner"}, person]),
        )
    };
    let consent = |member: &str, value: Value| {
        let mut consent = json!({"category": "service", "granted": true, "wording": "w", "channel": "web", "at": at(0).to_string()});
        consent[member] = value;
        person("consents", json!([consent]))
    };
    for (event, expected, path) in [
        (json!([]), "not_an_object", "$"),
        (json!({}), "missing", "$.id"),
        (with("/id", json!(1)), "not_a_string", "$.id"),
        (with("/id", json!("")), "too_short", "$.id"),
        (with("/id", json!("x".repeat(129))), "too_long", "$.id"),
        (with("/id", json!("a\u{0}")), "control_character", "$.id"),
        (
            with("/type", json!("application.deleted")),
            "unknown_event_type",
            "$.type",
        ),
        (
            with("/occurred_at", json!("yesterday")),
            "invalid_time",
            "$.occurred_at",
        ),
        (
            with("/occurred_at", json!("2026-11-23T18:00:00")),
            "invalid_time",
            "$.occurred_at",
        ),
        (
            with("/occurred_at", json!("2026-02-30T18:00:00Z")),
            "invalid_time",
            "$.occurred_at",
        ),
        (
            with("/occurred_at", json!("1926-02-03T18:00:00Z")),
            "invalid_time",
            "$.occurred_at",
        ),
        (
            with("/occurred_at", json!(1_795_446_000)),
            "not_a_string",
            "$.occurred_at",
        ),
        (
            with("/occurred_at", json!(at(6).to_string())),
            "occurred_in_future",
            "$.occurred_at",
        ),
        (
            with("/application", json!("LN-1")),
            "not_an_object",
            "$.application",
        ),
        (
            with("/application/journey", json!("Holiday")),
            "unknown_journey",
            "$.application.journey",
        ),
        (
            with("/application/people", json!({})),
            "not_an_array",
            "$.application.people",
        ),
        (
            with("/application/agents", json!(["Maria Lopez"])),
            "invalid_agent_id",
            "$.application.agents[0]",
        ),
        (with("/type", json!("stage.entered")), "missing", "$.stage"),
        (with("/stage", json!({"name": ""})), "too_short", "$.stage.name"),
        (
            person("role", json!("cosigner")),
            "unknown_role",
            "$.application.people[1].role",
        ),
        (
            person("id", json!("B 1")),
            "invalid_person_id",
            "$.application.people[1].id",
        ),
        (
            person("id", json!("a")),
            "duplicate_person",
            "$.application.people[1]",
        ),
        (
            person("partner", json!("Harbor Title")),
            "invalid_partner_id",
            "$.application.people[1].partner",
        ),
        (
            person("name", json!("x".repeat(201))),
            "too_long",
            "$.application.people[1].name",
        ),
        (
            consent("category", json!("all")),
            "unknown_category",
            "$.application.people[1].consents[0].category",
        ),
        (
            consent("channel", json!("fax")),
            "unknown_channel",
            "$.application.people[1].consents[0].channel",
        ),
        (
            consent("granted", json!("yes")),
            "not_a_boolean",
            "$.application.people[1].consents[0].granted",
        ),
    ] {
        assert_eq!(code(&event), (expected, path.to_owned()), "{event}");
    }
    assert_eq!(
        code(&with("/occurred_at", json!(at(5).to_string()))).0,
        "accepted"
    );
    assert_eq!(
        code(&with("/stage", json!({"name": "Never heard of"}))).0,
        "accepted"
    );
}

#[test]
fn an_application_has_at_most_20_people_with_mobiles() {
    let people = |mobiles: usize| {
        let people = (0..40).map(|n| {
            let mobile = if n < mobiles {
                format!("+1319555{n:04}")
            } else {
                "unknown".to_owned()
            };
            json!({"id": format!("p{n}"), "role": "guarantor", "mobile": mobile})
        });
        with("/application/people", people.collect())
    };
    assert_eq!(code(&people(20)).0, "accepted");
    assert_eq!(
        code(&people(21)),
        ("too_many_mobiles", "$.application.people".to_owned())
    );
}

#[test]
fn a_mobile_that_is_no_number_keeps_the_person() {
    for (told, expected) in [
        ("+15552010001", Some("+15552010001")),
        ("(555) 201-0001", Some("+15552010001")),
        ("1 555.201.0001", Some("+15552010001")),
        ("+49 151 12345678", Some("+4915112345678")),
        ("  ", None),
        ("155-201-0001", None),
        ("555-101-0001", None),
        ("555-201-000", None),
        ("call after six", None),
        ("+1 555 201 0001 x5", None),
        ("５５５２０１０００１", None),
    ] {
        let people = json!([{"id": "b1", "role": "borrower", "mobile": told}]);
        let parsed = parse_los_event(&with("/application/people", people), at(0)).unwrap();
        let person = parsed.people.unwrap().remove(0).person;
        assert_eq!(
            person.mobile.as_ref().map(crate::PhoneNumber::as_str),
            expected,
            "{told}"
        );
        let problem = (expected.is_none() && !told.trim().is_empty()).then_some(NumberProblem::NotANumber);
        assert_eq!(
            (person.number_problem, person.role),
            (problem, PersonRole::Borrower),
            "{told}"
        );
    }
}

#[test]
fn lesson_56_a_zip_code_may_come_as_a_number() {
    for (told, kept) in [
        (json!("02903"), Some("02903")),
        (json!(2903), Some("2903")),
        (json!(2903.0), Some("2903.0")),
        (json!(" "), None),
        (json!(null), None),
    ] {
        let people = json!([{"id": "b1", "role": "borrower", "zip": told, "country": " US "}]);
        let event = parse_los_event(&with("/application/people", people), at(0)).unwrap();
        let details = event.people.unwrap().remove(0).details;
        assert_eq!(
            (details.zip.as_deref(), details.country.as_deref()),
            (kept, Some("US"))
        );
    }
}

#[test]
fn a_stage_is_entered_by_its_own_event_or_the_creation() {
    for (kind, expected) in [
        ("application.created", Some("Income")),
        ("stage.entered", Some("Income")),
        ("application.updated", None),
        ("application.completed", None),
    ] {
        let mut event = with("/stage", json!({"name": "Income"}));
        event["type"] = json!(kind);
        let parsed = parse_los_event(&event, at(0)).unwrap();
        assert_eq!(parsed.stage.as_deref(), expected, "{kind}");
    }
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        ".{0,20}".prop_map(Value::from),
        Just(json!("application.created")),
        Just(json!("2026-11-23T18:00:00Z")),
    ];
    let names = prop::sample::select(vec![
        "id",
        "type",
        "occurred_at",
        "application",
        "people",
        "role",
        "stage",
        "name",
        "mobile",
        "consents",
    ]);
    leaf.prop_recursive(4, 40, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(names.clone().prop_map(str::to_owned), inner, 0..6)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn any_json_is_an_event_or_refused_with_a_path(value in any_json()) {
        if let Err(refusal) = parse_los_event(&value, at(0)) {
            prop_assert!(refusal.path.starts_with('$') && !refusal.code.is_empty());
        }
    }

    #[test]
    fn any_member_may_be_anything(value in any_json(), place in 0..6_usize) {
        let pointer = ["/id", "/type", "/occurred_at", "/application", "/application/people", "/stage"][place];
        let _ = parse_los_event(&with(pointer, value), at(0));
    }
}
