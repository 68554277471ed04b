//! What is clearly meant is understood, and in doubt there is less consent.

use serde_json::{Value, json};

use super::parsing::{consent, parsed, person, with};
use super::story::*;
use crate::application::{LosEventKind, PersonRole};
use crate::consent::{Category, Channel};

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
        Some("2139")
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
    for revoked in [
        "denied",
        "Declined",
        "opted_out",
        "opt-out",
        "off",
        "rescinded",
        "OPTED OUT",
        "withdrawn",
    ] {
        let said = &on_it(&consent("granted", json!(revoked))).consents;
        assert!(!said[0].granted, "{revoked}");
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
fn x_27_a_statement_that_does_not_say_yes_says_no() {
    for unclear in [
        json!(-1),
        json!("-1"),
        json!("maybe"),
        json!(2),
        json!(""),
        json!({}),
        json!([]),
        json!({"value": true}),
    ] {
        let event = parsed(&consent("granted", unclear.clone()));
        let said = &event.people.unwrap()[1].consents;
        assert_eq!((said.len(), said[0].granted), (1, false), "{unclear}");
        assert_eq!(said[0].category, Category::Service, "{unclear}");
        let path = "$.application.people[1].consents[0].granted";
        assert_eq!(
            (event.unread.len(), event.unread[0].path.as_str()),
            (1, path),
            "{unclear}"
        );
    }
    let null = parsed(&consent("granted", json!(null)));
    assert!(!null.people.unwrap()[1].consents[0].granted);
    assert_eq!(null.unread[0].path, "$.application.people[1].consents[0].granted");
    let mut left_out = consent("granted", json!(null));
    let statement = &mut left_out["application"]["people"][1]["consents"][0];
    statement.as_object_mut().unwrap().remove("granted");
    let left_out = parsed(&left_out);
    assert!(!left_out.people.unwrap()[1].consents[0].granted);
    for empty in [
        json!({}),
        json!({"granted": null, "category": ""}),
        json!(null),
        json!(""),
    ] {
        let event = parsed(&person("consents", json!([empty])));
        assert_eq!(event.people.unwrap()[1].consents, [], "no statement: {empty}");
        assert_eq!(event.unread.len(), 1);
    }
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
        let unclear: Vec<_> = said("granted", &junk, true)
            .iter()
            .map(|said| said.granted)
            .collect();
        assert_eq!(unclear, [false], "{junk}");
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
