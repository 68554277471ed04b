//! Events in JSON that no careful system writes.

use super::story::at;
use crate::application::{LosDocument, LosEvent, PersonRole, parse_los_event};
use crate::consent::Category;

const STATEMENT: &str = r#"{"category":"automation","granted":false,"wording":"No more.","channel":"phone","at":"2026-11-23T17:00:00Z"}"#;

fn event_of(application: &str) -> LosEvent {
    let body = format!(
        r#"{{"id":"e","type":"application.updated","occurred_at":"2026-11-23T17:30:00Z","application":{application}}}"#
    );
    read(&body)
}

fn read(body: &str) -> LosEvent {
    let document = LosDocument::read(body.as_bytes()).unwrap_or_else(|e| panic!("{e}: {body}"));
    parse_los_event(&document, at(0)).unwrap_or_else(|refusal| panic!("{refusal}: {body}"))
}

/// An event of somebody with `members`.
fn person(members: &str) -> LosEvent {
    event_of(&format!(
        r#"{{"id":"1","people":[{{"id":"b1","role":"borrower","mobile":"+13195550101",{members}}}]}}"#
    ))
}

fn taken_back(event: &LosEvent) -> Vec<Category> {
    let people = event.people.iter().flatten().chain(&event.besides);
    let said = people.flat_map(|someone| &someone.consents);
    said.filter(|said| !said.granted)
        .map(|said| said.category)
        .collect()
}

fn codes(event: &LosEvent) -> Vec<&str> {
    event.unread.iter().map(|unread| unread.code.as_str()).collect()
}

#[test]
fn x_27_a_withdrawal_is_heard_beside_any_number_and_any_depth() {
    let deep = format!("{}{}", "[".repeat(50_000), "]".repeat(50_000));
    let objects = format!("{}1{}", r#"{"a":"#.repeat(20_000), "}".repeat(20_000));
    for odd in ["1e999", "-1E+99999", "9".repeat(5_000).as_str(), &deep, &objects] {
        for place in ["score", "zip", "email", "name", "partner"] {
            let event = person(&format!(r#""{place}":{odd},"consents":[{STATEMENT}]"#));
            assert_eq!(taken_back(&event), [Category::Automation], "{place}");
        }
        let event = person(&format!(
            r#""consents":[{{"category":"service","granted":{odd}}},{STATEMENT}]"#
        ));
        assert_eq!(taken_back(&event), [Category::Service, Category::Automation]);
        let event = event_of(&format!(
            r#"{{"id":"1","journey":{odd},"agents":{odd},"people":[{{"id":"b1","consents":[{STATEMENT}]}}],"rate":{odd}}}"#
        ));
        assert_eq!(taken_back(&event), [Category::Automation]);
    }
}

#[test]
fn x_27_a_withdrawal_is_heard_in_what_is_nearly_json() {
    for members in [
        format!(r#""zip":02903,"consents":[{STATEMENT},]"#),
        format!(r#""score":NaN,"limit":-Infinity,"consents":[{STATEMENT}]"#),
        format!("\"name\":\"Ana\tLopez\nSmith\",\"consents\":[{STATEMENT}]"),
        format!(r#""name":"O\'Brien","consents":[{STATEMENT}]"#),
        format!(r#""consents":[{}]"#, STATEMENT.replace("false", "False")),
    ] {
        let event = person(&members);
        assert_eq!(taken_back(&event), [Category::Automation], "{members}");
        assert_eq!(codes(&event), ["malformed_json"], "{members}");
    }
}

#[test]
fn a_member_is_known_in_any_case() {
    let event = read(
        r#"{"ID":"e","Type":"StageEntered","occurredAt":"2026-11-23T17:30:00Z","Stage":{"Name":"Income"},"Application":{"Id":"1","People":[
            {"ID":"b1","Role":"Borrower","MOBILE":"+13195550101","Consents":[{"Category":"service","Granted":false,"Wording":"w","CHANNEL":"web","At":"2026-11-23T17:00:00Z"}]}
        ]}}"#,
    );
    assert_eq!((event.unread.len(), event.stage.as_deref()), (0, Some("Income")));
    assert_eq!(taken_back(&event), [Category::Service]);
}

#[test]
fn a_list_may_be_an_object_or_the_text_of_its_json() {
    let text = |json: &str| serde_json::to_string(json).unwrap();
    let quoted = text(&format!("[{STATEMENT}]"));
    let twice = text(&quoted);
    for list in [
        STATEMENT.to_owned(),
        format!(r#"{{"0":{STATEMENT}}}"#),
        format!(r#"{{"consent":[{STATEMENT}]}}"#),
        format!("[[{STATEMENT}]]"),
        text(STATEMENT),
        quoted,
        format!("[{}]", text(STATEMENT)),
        format!(
            r#"{{"automation":{}}}"#,
            STATEMENT.replace(r#""category":"automation","#, "")
        ),
        r#"{"automation":false}"#.to_owned(),
        r#"{"automation":""}"#.to_owned(),
    ] {
        let event = person(&format!(r#""consents":{list}"#));
        assert_eq!(taken_back(&event), [Category::Automation], "{list}");
    }
    for list in [
        "false",
        "\"no\"",
        "[false]",
        r#"{"texts":"STOP","all":"revoked"}"#,
    ] {
        let event = person(&format!(r#""consents":{list}"#));
        assert_eq!(taken_back(&event).len(), 3, "{list}");
    }
    for list in ["true", "7", "\"?\"", &twice, r#"{"automation":true}"#] {
        let event = person(&format!(r#""consents":{list}"#));
        assert_eq!((taken_back(&event).len(), event.unread.len()), (0, 1), "{list}");
        assert_eq!(event.people.unwrap()[0].consents, [], "{list}");
    }
    let someone = format!(r#"{{"mobile":"+13195550101","consents":[{STATEMENT}]}}"#);
    for (list, id, role) in [
        (
            format!(r#"{{"B 1":{someone}}}"#),
            "b-1",
            PersonRole::ExternalContact,
        ),
        (
            format!(r#"{{"CoBorrower":{someone}}}"#),
            "coborrower",
            PersonRole::CoBorrower,
        ),
        (
            format!(r#"{{"partner":{someone}}}"#),
            "partner",
            PersonRole::Partner,
        ),
        (
            format!(r#"{{"person":[{someone}]}}"#),
            "person-1",
            PersonRole::ExternalContact,
        ),
        (
            text(&format!("[{someone}]")),
            "person-1",
            PersonRole::ExternalContact,
        ),
    ] {
        let event = event_of(&format!(r#"{{"id":"1","people":{list}}}"#));
        assert_eq!(taken_back(&event), [Category::Automation], "{list}");
        let person = &event.people.unwrap()[0].person;
        assert_eq!((person.id.as_str(), person.role), (id, role), "{list}");
    }
    let whole = event_of(&text(&format!(r#"{{"id":"1","people":[{someone}]}}"#)));
    assert_eq!(taken_back(&whole), [Category::Automation]);
}

#[test]
fn of_members_told_twice_the_last_counts_and_a_no_always() {
    for granted in [
        r#""granted":false,"granted":true"#,
        r#""granted":true,"granted":false"#,
        r#""granted":true,"Granted":"no""#,
        r#""granted":true,"granted":null"#,
    ] {
        let statement = STATEMENT.replace(r#""granted":false"#, granted);
        let event = person(&format!(r#""consents":[{statement}]"#));
        assert_eq!(taken_back(&event), [Category::Automation], "{granted}");
        assert!(codes(&event).contains(&"duplicate_member"), "{granted}");
    }
    let twice = STATEMENT.replace(r#""granted":false"#, r#""granted":true,"granted":"yes""#);
    let event = person(&format!(r#""consents":[{twice}]"#));
    assert_eq!(
        (taken_back(&event).len(), codes(&event)),
        (0, vec!["duplicate_member"])
    );
    assert_eq!(event.people.unwrap()[0].consents.len(), 1);

    let two = STATEMENT.replace(r#""granted""#, r#""category":"service","granted""#);
    let event = person(&format!(r#""consents":[{two}]"#));
    assert_eq!(taken_back(&event).len(), 3, "it is not clear of which");
    let given = two.replace("false", "true");
    let event = person(&format!(r#""consents":[{given}]"#));
    assert_eq!(
        (event.people.as_ref().unwrap()[0].consents.len(), codes(&event)),
        (0, vec!["duplicate_member"])
    );

    let event = person(&format!(
        r#""consents":[{STATEMENT}],"consents":[],"name":"A","Name":"B""#
    ));
    assert_eq!(taken_back(&event), [Category::Automation]);
    assert_eq!(codes(&event), ["duplicate_member", "duplicate_member"]);
    assert_eq!(event.people.unwrap()[0].details.name.as_deref(), Some("B"));

    let people = format!(r#""people":[{{"id":"a","mobile":"+13195550101","consents":[{STATEMENT}]}}]"#);
    let other = r#""people":[{"id":"b","role":"borrower"}]"#;
    for application in [
        format!(r#"{{"id":"1",{people},{other}}}"#),
        format!(r#"{{"id":"1",{people}}},"application":{{"id":"1",{other}}}"#),
    ] {
        let event = event_of(&application);
        assert_eq!(taken_back(&event), [Category::Automation]);
        assert!(codes(&event).contains(&"duplicate_member"));
        assert_eq!(
            (event.people.unwrap()[0].person.id.as_str(), event.besides.len()),
            ("b", 1)
        );
    }
}

#[test]
fn no_digit_of_a_number_is_lost() {
    let event = read(
        r#"{"id":12345678901234567890123,"type":"application.updated","occurred_at":"2026-11-23T17:30:00Z","application":{"id":98765432109876543210987,"people":[
            {"id":"b1","role":"borrower","mobile":3195550142.0,"zip":02903}
        ]}}"#,
    );
    assert_eq!(event.id, "12345678901234567890123");
    assert_eq!(event.application, "98765432109876543210987");
    let someone = &event.people.unwrap()[0];
    assert_eq!(
        someone.number.as_ref().map(crate::PhoneNumber::as_str),
        Some("+13195550142")
    );
    assert_eq!(someone.details.zip.as_deref(), Some("02903"));
}

#[test]
fn the_example_that_is_nearly_json_is_understood() {
    let example = include_bytes!("../../../../../events/los-application-nearly-json.json");
    let event = parse_los_event(&LosDocument::read(example).unwrap(), at(24 * 60)).unwrap();
    assert_eq!(
        (event.id.as_str(), taken_back(&event)),
        ("evt-1008", vec![Category::Marketing])
    );
    let unread: Vec<_> = event
        .unread
        .iter()
        .map(|u| (u.path.as_str(), u.code.as_str()))
        .collect();
    let consent = "$.application.people[0].consents[0]";
    assert_eq!(
        unread,
        [
            ("$", "malformed_json"),
            (&format!("{consent}.granted"), "missing"),
            (&format!("{consent}.channel"), "missing"),
            (&format!("{consent}.wording"), "missing"),
        ]
    );
    let someone = &event.people.unwrap()[0];
    assert_eq!(
        (someone.person.id.as_str(), someone.person.role),
        ("borrower", PersonRole::Borrower)
    );
    assert_eq!(
        someone.number.as_ref().map(crate::PhoneNumber::as_str),
        Some("+15552010001")
    );
}
