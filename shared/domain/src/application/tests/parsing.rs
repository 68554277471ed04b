//! Events as strangers may send them.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::story::*;
use crate::application::{LosEvent, LosEventKind, NumberProblem, PersonRole, Unread, parse_los_event};
use crate::subscriber::Channel;

fn parsed(value: &Value) -> LosEvent {
    parse_los_event(value, at(0)).unwrap_or_else(|refusal| panic!("{refusal}: {value}"))
}

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

fn person(member: &str, value: Value) -> Value {
    let mut person = json!({"id": "b1", "role": "borrower"});
    person[member] = value;
    with(
        "/application/people",
        json!([{"id": "a", "role": "partner"}, person]),
    )
}

fn consent(member: &str, value: Value) -> Value {
    let mut consent = json!({"category": "service", "granted": true, "wording": "w", "channel": "web", "at": at(0).to_string()});
    consent[member] = value;
    person("consents", json!([consent]))
}

#[test]
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
fn el_16_what_is_clearly_meant_is_understood() {
    let on_it = |event: &Value| {
        let event = parsed(event);
        assert_eq!(event.unread, [], "{event:?}");
        event.people.unwrap().pop().unwrap()
    };
    assert_eq!(
        on_it(&person("role", json!("Co-Borrower"))).person.role,
        PersonRole::CoBorrower
    );
    assert_eq!(on_it(&person("id", json!("4F3A-B"))).person.id.as_str(), "4f3a-b");
    assert_eq!(on_it(&person("id", json!(17))).person.id.as_str(), "17");
    assert_eq!(
        on_it(&person("name", json!("Ana\tMaria\nLopez ")))
            .details
            .name
            .as_deref(),
        Some("Ana Maria Lopez")
    );
    assert_eq!(
        on_it(&person("zip", json!(2139))).details.zip.as_deref(),
        Some("02139")
    );
    assert_eq!(
        on_it(&person("zip", json!(52401))).details.zip.as_deref(),
        Some("52401")
    );
    assert_eq!(
        on_it(&person("mobile", json!(3_195_550_142_u64))).person.mobile,
        Some(phone("+13195550142"))
    );
    for granted in [json!("TRUE"), json!("yes"), json!(1), json!("granted")] {
        assert!(on_it(&consent("granted", granted)).consents[0].granted);
    }
    for revoked in [
        json!(false),
        json!("No"),
        json!(0),
        json!("0"),
        json!("withdrawn"),
    ] {
        assert!(!on_it(&consent("granted", revoked)).consents[0].granted);
    }
    for wording in ["Yes,\nI agree.", "Yes,\tI agree.", &"w".repeat(1_400)] {
        let said = on_it(&consent("wording", json!(wording))).consents.remove(0);
        assert_eq!(said.wording.as_deref(), Some(wording));
    }
    let one = json!({"id": "b1", "role": "BORROWER", "consents": consent("category", json!("Service"))["application"]["people"][1]["consents"][0]});
    let someone = on_it(&with("/application/people", one));
    assert_eq!(
        (someone.person.role, someone.consents.len()),
        (PersonRole::Borrower, 1)
    );
    for (kind, expected) in [
        ("Application_Completed", LosEventKind::Completed),
        ("STAGE ENTERED", LosEventKind::StageEntered),
    ] {
        let mut event = with("/stage", json!("Income"));
        event["type"] = json!(kind);
        let event = parsed(&event);
        assert_eq!((event.kind, event.unread.len()), (expected, 0));
    }
    for time in [
        "2026-11-23 18:00:00Z",
        "2026-11-23t12:00:00.000-0600",
        " 2026-11-23T18:00:00Z ",
    ] {
        assert_eq!(
            parsed(&with("/occurred_at", json!(time))).occurred_at,
            at(0),
            "{time}"
        );
    }
    assert_eq!(parsed(&with("/id", json!(17))).id, "17");
    let agents = parsed(&with("/application/agents", json!("Maria")))
        .agents
        .unwrap();
    assert_eq!(agents[0].as_str(), "maria");
}

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
fn in_doubt_there_is_less_consent() {
    let said = |member: &str, value: &Value, granted: bool| {
        let mut event = consent(member, value.clone());
        if member != "granted" {
            event["application"]["people"][1]["consents"][0]["granted"] = json!(granted);
        }
        parsed(&event).people.unwrap().remove(1).consents
    };
    for junk in [json!(null), json!({}), json!([7]), json!("?")] {
        for member in ["category", "at", "wording"] {
            let legible = member == "wording" && junk == json!("?");
            assert_eq!(
                said(member, &junk, true).len(),
                usize::from(legible),
                "{member}: {junk}"
            );
        }
        let channel: Vec<_> = said("channel", &junk, true)
            .iter()
            .map(|said| said.channel)
            .collect();
        assert_eq!(channel, [Channel::Unknown]);
        assert_eq!(said("granted", &junk, true), [], "{junk}");
        assert_eq!(
            said("category", &junk, false).len(),
            3,
            "all of them are taken back"
        );
        for member in ["at", "wording", "channel"] {
            assert_eq!(said(member, &junk, false).len(), 1, "{member}: {junk}");
        }
        let at_of: Vec<_> = said("at", &junk, false).iter().map(|said| said.at).collect();
        assert_eq!(at_of, [at(0)], "when the event happened");
    }
}

#[test]
fn of_more_consents_than_are_kept_those_taken_back_count() {
    let consents = |granted: bool| {
        let consents = (0..40).map(|n| json!({"category": "service", "granted": n < 10 || granted, "wording": "w", "channel": "web", "at": at(n).to_string()}));
        parsed(&person("consents", consents.collect()))
            .people
            .unwrap()
            .remove(1)
            .consents
    };
    assert_eq!(consents(true).len(), 10);
    let kept = consents(false);
    assert_eq!((kept.len(), kept[10].granted, kept[10].at), (11, false, at(39)));
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
