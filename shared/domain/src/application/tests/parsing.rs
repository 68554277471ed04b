//! Events as strangers may send them.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::story::*;
use crate::application::{LosEvent, Unread};

pub(super) fn parsed(value: &Value) -> LosEvent {
    read_event(value, at(0)).unwrap_or_else(|refusal| panic!("{refusal}: {value}"))
}

fn code(value: &Value) -> (&'static str, String) {
    match read_event(value, at(0)) {
        Ok(_) => ("accepted", String::new()),
        Err(refusal) => (refusal.code, refusal.path),
    }
}

fn minimal() -> Value {
    json!({"id": "e", "type": "application.created", "occurred_at": at(0).to_string(), "application": {"id": "1"}})
}

pub(super) fn with(pointer: &str, value: Value) -> Value {
    let mut event = minimal();
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    event.pointer_mut(parent).unwrap()[name] = value;
    event
}

#[test]
fn what_makes_it_an_event_is_refused_with_its_path() {
    for (event, expected, path) in [
        (json!([]), "not_an_object", "$"),
        (json!({}), "missing", "$.id"),
        (with("/id", json!(true)), "not_a_string", "$.id"),
        (with("/id", json!(" ")), "too_short", "$.id"),
        (with("/id", json!("x".repeat(129))), "too_long", "$.id"),
        (with("/id", json!("a\u{0}b")), "control_character", "$.id"),
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
            "invalid_time",
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
            with("/application/id", json!(null)),
            "missing",
            "$.application.id",
        ),
    ] {
        assert_eq!(code(&event), (expected, path.to_owned()), "{event}");
    }
    assert_eq!(
        code(&with("/occurred_at", json!(at(5).to_string()))).0,
        "accepted"
    );
}

pub(super) fn person(member: &str, value: Value) -> Value {
    let mut person = json!({"id": "b1", "role": "borrower"});
    person[member] = value;
    with(
        "/application/people",
        json!([{"id": "a", "role": "partner"}, person]),
    )
}

pub(super) fn consent(member: &str, value: Value) -> Value {
    let mut consent = json!({"category": "service", "granted": true, "wording": "w", "channel": "web", "at": at(0).to_string()});
    consent[member] = value;
    person("consents", json!([consent]))
}

#[test]
#[expect(clippy::too_many_lines, reason = "it is one table")]
fn el_16_what_cannot_be_read_is_noted_with_its_path() {
    for (event, expected, path) in [
        (
            with("/type", json!("application.deleted")),
            "unknown_event_type",
            "$.type",
        ),
        (with("/type", json!(null)), "missing", "$.type"),
        (
            with("/application/journey", json!("Holiday")),
            "unknown_journey",
            "$.application.journey",
        ),
        (
            with("/application/people", json!(7)),
            "not_an_array",
            "$.application.people",
        ),
        (
            with("/application/people", json!(["Ana"])),
            "not_an_object",
            "$.application.people[0]",
        ),
        (
            with("/application/agents", json!(["Maria Lopez"])),
            "invalid_agent_id",
            "$.application.agents[0]",
        ),
        (with("/type", json!("stage.entered")), "missing", "$.stage"),
        (with("/stage", json!({"name": " "})), "too_short", "$.stage.name"),
        (
            with("/stage", json!({"name": "s".repeat(81)})),
            "too_long",
            "$.stage.name",
        ),
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
        (person("id", json!(null)), "missing", "$.application.people[1].id"),
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
            person("email", json!(["a"])),
            "not_a_string",
            "$.application.people[1].email",
        ),
        (
            person("mobile", json!("call")),
            "not_a_number",
            "$.application.people[1].mobile",
        ),
        (
            person("mobile", json!({"number": 1})),
            "not_a_number",
            "$.application.people[1].mobile",
        ),
        (
            person("consents", json!(true)),
            "not_an_array",
            "$.application.people[1].consents",
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
            consent("granted", json!("maybe")),
            "not_a_boolean",
            "$.application.people[1].consents[0].granted",
        ),
        (
            consent("wording", json!("")),
            "too_short",
            "$.application.people[1].consents[0].wording",
        ),
        (
            consent("at", json!("today")),
            "invalid_time",
            "$.application.people[1].consents[0].at",
        ),
    ] {
        let unread = parsed(&event).unread;
        let expected = Unread {
            path: path.to_owned(),
            code: expected.to_owned(),
        };
        assert_eq!(unread, [expected], "{event}");
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
        let event = read_event(&with("/application/people", people), at(0)).unwrap();
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
        let parsed = read_event(&event, at(0)).unwrap();
        assert_eq!(parsed.stage.as_deref(), expected, "{kind}");
    }
}

pub(super) fn any_json() -> impl Strategy<Value = Value> {
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
        if let Err(refusal) = read_event(&value, at(0)) {
            prop_assert!(refusal.path.starts_with('$') && !refusal.code.is_empty());
        }
    }

    #[test]
    fn any_member_may_be_anything(value in any_json(), place in 0..6_usize) {
        let pointer = ["/id", "/type", "/occurred_at", "/application", "/application/people", "/stage"][place];
        let _ = read_event(&with(pointer, value), at(0));
    }
}
