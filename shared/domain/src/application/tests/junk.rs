//! One odd member keeps nothing else out.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::parsing::any_json;
use super::story::{at, read_event};
use crate::application::{LosEvent, LosEventKind, LosPerson};
use crate::consent::{Category, Channel};

fn event() -> Value {
    json!({
        "id": "e1", "type": "stage.entered", "occurred_at": at(0).to_string(),
        "application": {
            "id": "LN-1", "journey": "Loan Application", "agents": ["maria", "james"],
            "people": [
                {"id": "b1", "role": "borrower", "name": "Ana Lopez", "mobile": "+13195550101", "email": "ana@example.com", "zip": "52401", "state": "IA", "partner": "harbor",
                 "consents": [
                    {"category": "service", "granted": true, "wording": "I agree.", "channel": "web", "at": at(-9).to_string()},
                    {"category": "automation", "granted": false, "wording": "No more.", "channel": "phone", "at": at(-5).to_string()},
                 ]},
                {"id": "c1", "role": "co_borrower", "name": "Sam Lopez", "mobile": "+13195550102",
                 "consents": [{"category": "marketing", "granted": false, "wording": "None.", "channel": "paper", "at": at(-4).to_string()}]},
            ],
        },
        "stage": {"name": "Income"},
    })
}

/// All places in a document but itself, as JSON pointers.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    let mut inside = |name: &str, value: &Value| {
        let place = format!("{at}/{name}");
        found.push(place.clone());
        places(value, &place, found);
    };
    match value {
        Value::Object(members) => members.iter().for_each(|(name, value)| inside(name, value)),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .for_each(|(n, value)| inside(&n.to_string(), value)),
        _ => {}
    }
}

/// What an event says, by where it says it.
fn facts(event: &LosEvent) -> BTreeMap<String, String> {
    let mut facts = BTreeMap::new();
    let mut fact = |place: String, said: &dyn std::fmt::Debug| {
        facts.insert(place, format!("{said:?}"));
    };
    fact("/type".to_owned(), &event.kind);
    fact("/stage".to_owned(), &event.stage);
    fact("/application/journey".to_owned(), &event.journey);
    for (n, agent) in event.agents.iter().flatten().enumerate() {
        fact(format!("/application/agents/{n}"), agent);
    }
    for (
        n,
        LosPerson {
            person,
            details,
            number,
            consents,
        },
    ) in event.people.iter().flatten().enumerate()
    {
        let of = |member: &str| format!("/application/people/{n}/{member}");
        fact(of("id"), &person.id);
        fact(of("role"), &person.role);
        fact(of("mobile"), &(&person.mobile, number));
        fact(of("partner"), &person.partner);
        fact(of("name"), &details.name);
        fact(of("email"), &details.email);
        fact(of("zip"), &details.zip);
        fact(of("state"), &details.state);
        for (n, consent) in consents.iter().enumerate() {
            fact(of(&format!("consents/{n}")), consent);
        }
    }
    facts
}

/// Whether what stands at a place is told by what stands at another, in it or around it. What a kind means for the stage, and an
/// item for those behind it, is told by both.
fn touches(fact: &str, place: &str) -> bool {
    let list = place
        .rsplit_once('/')
        .filter(|(_, last)| last.parse::<usize>().is_ok())
        .map(|(list, _)| list);
    fact.starts_with(place)
        || place.starts_with(&format!("{fact}/"))
        || list.is_some_and(|list| fact.starts_with(list))
        || (place == "/type" && fact == "/stage")
        || (place.contains("/consents/")
            && fact.contains("/consents/")
            && place.split("/consents/").next() == fact.split("/consents/").next())
}

/// Who took back what, by their numbers.
fn withdrawals(event: &LosEvent) -> Vec<(String, Category)> {
    let people = event.people.iter().flatten();
    let all = people.flat_map(|p| {
        p.consents
            .iter()
            .filter(|c| !c.granted)
            .map(move |c| (p, c.category))
    });
    all.map(|(p, category)| {
        (
            p.number
                .as_ref()
                .map_or(p.person.id.to_string(), ToString::to_string),
            category,
        )
    })
    .collect()
}

fn all_places() -> Vec<String> {
    let mut found = Vec::new();
    places(&event(), "", &mut found);
    let of_the_event = ["/id", "/occurred_at", "/application", "/application/id"];
    found.retain(|place| !of_the_event.contains(&place.as_str()));
    found
}

fn with_junk(place: &str, junk: &Value) -> LosEvent {
    let mut changed = event();
    *changed.pointer_mut(place).unwrap() = junk.clone();
    read_event(&changed, at(0)).unwrap_or_else(|refusal| panic!("{refusal}: {changed}"))
}

fn some_junk() -> Vec<Value> {
    vec![
        json!(null),
        json!(true),
        json!(7),
        json!(-1.5),
        json!(""),
        json!("\n"),
        json!("a\u{0}b\tc"),
        json!("x".repeat(1_400)),
        json!([]),
        json!({}),
        json!([null]),
        json!([{}]),
        json!({"id": {}}),
        json!("\u{202e}"),
    ]
}

#[test]
fn el_16_an_event_with_one_odd_member_says_everything_else() {
    let whole = facts(&read_event(&event(), at(0)).unwrap());
    let places = all_places();
    assert!(places.len() > 40 && whole.len() > 20);
    for place in &places {
        for junk in some_junk() {
            let left = facts(&with_junk(place, &junk));
            for (fact, said) in whole.iter().filter(|(fact, _)| !touches(fact, place)) {
                assert_eq!(left.get(fact), Some(said), "{fact} with {junk} at {place}");
            }
        }
    }
}

/// Whether junk at the place takes away what says that consent was taken back, or whose it was.
fn says_the_withdrawal(place: &str, of: &str) -> bool {
    let whose = of.split("/consents/").next().unwrap_or_default();
    of.starts_with(place) || place == format!("{of}/granted") || place == format!("{whose}/mobile")
}

#[test]
fn el_16_a_withdrawal_of_consent_survives_every_junk() {
    for (of, number, category) in [
        (
            "/application/people/0/consents/1",
            "+13195550101",
            Category::Automation,
        ),
        (
            "/application/people/1/consents/0",
            "+13195550102",
            Category::Marketing,
        ),
    ] {
        let mut tried = 0;
        for place in all_places()
            .iter()
            .filter(|place| !says_the_withdrawal(place, of))
        {
            for junk in some_junk() {
                let heard = withdrawals(&with_junk(place, &junk));
                assert!(
                    heard.contains(&(number.to_owned(), category)),
                    "{junk} at {place}"
                );
                tried += 1;
            }
        }
        assert!(tried > 500, "{tried}");
    }
    for junk in some_junk() {
        let heard = withdrawals(&with_junk("/application/people/1/mobile", &junk));
        assert!(
            heard.contains(&("c1".to_owned(), Category::Marketing)),
            "who it was is known: {junk}"
        );
    }
}

#[test]
fn el_16_the_odd_example_is_understood() {
    let odd = include_str!("../../../../../events/los-application-odd.json");
    let event = read_event(&serde_json::from_str(odd).unwrap(), at(24 * 60)).unwrap();
    assert_eq!((event.id.as_str(), event.kind), ("1007", LosEventKind::Updated));
    let unread: Vec<_> = event
        .unread
        .iter()
        .map(|u| (u.path.as_str(), u.code.as_str()))
        .collect();
    let consent = "$.application.people.consents[0]";
    assert_eq!(
        unread,
        [
            ("$.application.journey", "unknown_journey"),
            (&format!("{consent}.at"), "missing"),
            (&format!("{consent}.channel"), "unknown_channel"),
        ]
    );
    assert_eq!(
        withdrawals(&event),
        [("+15552010001".to_owned(), Category::Automation)]
    );
    let LosPerson {
        person,
        details,
        consents,
        ..
    } = &event.people.unwrap()[0];
    assert_eq!(
        (person.id.as_str(), details.zip.as_deref()),
        ("b1", Some("52401"))
    );
    assert_eq!(
        (consents[0].at, consents[0].channel),
        (event.occurred_at, Channel::Unknown)
    );
    assert_eq!(
        consents[0].wording.as_deref(),
        Some("Stop the reminders,\r\nplease.")
    );
}

proptest! {
    #[test]
    fn el_16_whatever_stands_in_one_place_the_rest_is_said(junk in any_json(), place in any::<prop::sample::Index>()) {
        let places = all_places();
        let place = place.get(&places);
        let whole = facts(&read_event(&event(), at(0)).unwrap());
        let read = with_junk(place, &junk);
        let left = facts(&read);
        for (fact, said) in whole.iter().filter(|(fact, _)| !touches(fact, place)) {
            prop_assert_eq!(left.get(fact), Some(said));
        }
        let of = "/application/people/1/consents/0";
        if !says_the_withdrawal(place, of) {
            prop_assert!(withdrawals(&read).contains(&("+13195550102".to_owned(), Category::Marketing)));
        }
    }
}
