//! What tables hold today is read tomorrow.

use serde_json::json;

use super::story::*;
use crate::aggregate::Event;
use crate::application::{Application, ApplicationEvent, ApplicationLink, ApplicationSecret};
use crate::stored_form::{read, reads, reads_entry, reads_open, with_unknown_fields};

#[test]
fn the_head_of_an_application_is_read() {
    let stamp = json!({"at": "2026-11-23T18:00:00Z", "ev": "a"});
    let due = "2026-11-23T18:00:00Z";
    let stored = json!({
        "org": "lakeside", "id": "0123456789abcdef", "los": "LN-1", "made": stamp, "upd": due,
        "jny": {"st": stamp, "val": "Loan Application"},
        "ppl": {"st": stamp, "val": [{"id": "b1", "role": "borrower", "mob": BORROWER}, {"id": "x", "role": "external_contact", "bad": "not_a_number", "par": "harbor"}, {"id": "y", "role": "guarantor", "bad": "too_many"}]},
        "agts": {"st": stamp, "val": ["maria"]},
        "stg": {"st": stamp, "val": "Income"},
        "end": {"st": stamp, "val": "withdrawn"},
        "ndg": {
            "first": {"from": stamp, "n": 1, "due": due, "is": "sent", "at": "2026-11-23T18:00:05Z", "turn": 1, "cnt": 1, "ndg": true, "rep": true},
            "held": {"from": stamp, "n": 2, "due": due, "is": "held", "till": "2026-11-24T14:00:00Z", "code": "quiet_hours", "why": "d", "turn": 2, "cnt": 2, "ndg": true},
            "no": {"from": stamp, "n": 1, "due": due, "is": "cancelled", "code": "withdrawn", "why": "d"},
            "other": {"from": stamp, "n": 1, "due": due, "is": "withheld", "wh": true, "done": true},
            "soon": {"from": stamp, "n": 1, "due": due, "is": "planned"},
        },
    });
    let head: Application = reads_open(&stored);
    assert_eq!(head.nudge_plans.len(), 5);
    let bare: Application = reads(&json!({
        "org": "lakeside", "id": "0123456789abcdef", "los": "LN-1", "upd": "2026-11-23T18:00:00Z",
    }));
    assert!(bare.nudge_plans.is_empty() && bare.people().is_empty());
}

#[test]
fn each_entry_of_an_application_is_read() {
    let told = |kind: &str| json!({"kind": kind, "event": "a", "occurred_at": "2026-11-23T18:00:00Z"});
    let mut full = told("application_updated");
    full["journey"] = json!("New Membership");
    full["people"] = json!([{"id": "b1", "role": "co_borrower"}]);
    full["agents"] = json!(["maria"]);
    full["unread"] = json!([{"path": "$.application.people[0].role", "code": "unknown_role"}]);
    let mut stage = told("stage_entered");
    stage["stage"] = json!("Income");
    let reason = json!({"code": "completed", "detail": "d"});
    let due = "2026-11-23T18:00:00Z";
    let law = json!({"st": "RI", "from": 0, "to": 0, "day": "wd", "hol": "Victory Day", "src": "R.I.", "asof": "2026-11-28"});
    let quiet_hours = json!({
        "win": {"law": law, "zn": "America/New_York", "at": "2026-08-10T12:00:00"},
        "by": [{"k": "zip", "v": "029"}, {"k": "st", "v": "RI"}, {"k": "ac", "v": 212}],
        "wide": "us", "bad": ["zip", "st"], "out": [{"k": "ac", "v": 401}],
    });
    let counsel = json!({"zns": ["America/New_York"], "wide": "conus", "rd": {"reading": "counsel", "by": "A", "on": "2026-11-02"}});
    for stored in [
        told("application_created"),
        full,
        stage,
        told("application_completed"),
        told("application_withdrawn"),
        json!({"kind": "nudge_planned", "trigger": "t", "number": 1, "due": due}),
        json!({"kind": "nudge_held", "trigger": "t", "number": 1, "until": due, "reason": reason}),
        json!({"kind": "nudge_held", "trigger": "t", "number": 1, "until": null, "reason": reason}),
        json!({"kind": "nudge_sent", "trigger": "t", "number": 1, "person": "b1", "message": "0123456789abcdef0123456789.7"}),
        json!({"kind": "nudge_cancelled", "trigger": "t", "number": 1, "reason": reason}),
        json!({"kind": "nudge_held", "trigger": "t", "number": 1, "until": due, "reason": reason, "qh": quiet_hours}),
        json!({"kind": "nudge_held", "trigger": "t", "number": 1, "until": null, "reason": reason, "qh": {"unk": "foreign_number"}}),
        json!({"kind": "nudge_sent", "trigger": "t", "number": 1, "person": "b1", "message": "0123456789abcdef0123456789.7", "qh": quiet_hours}),
        json!({"kind": "nudge_cancelled", "trigger": "t", "number": 1, "reason": reason, "qh": counsel}),
        json!({"kind": "nudge_withheld", "trigger": "t", "number": 1}),
        json!({"kind": "nudge_replied", "trigger": "t"}),
    ] {
        let event: ApplicationEvent = reads_entry(&stored);
        assert_eq!(stored["kind"], event.kind());
    }
}

#[test]
fn a_link_is_read() {
    let link: ApplicationLink = reads_entry(&json!({
        "app": "0123456789abcdef", "los": "LN-1", "who": "b1", "role": "guarantor", "jny": "Loan Application",
        "is": "active", "stg": "Income", "since": "2026-11-23T17:00:00Z", "upd": "2026-11-23T18:00:00Z", "par": "harbor",
    }));
    assert_eq!(link.person.as_str(), "b1");
}

#[test]
fn what_is_sealed_of_an_application_is_read() {
    let stored = json!({"ppl": {"b1": {"name": "Ana", "email": "ana@example.com", "zip": "52401", "state": "IA", "country": "US", "tel": "call after six"}}});
    let secret: ApplicationSecret = reads(&stored);
    assert_eq!(secret.people.len(), 1);
    let later = with_unknown_fields(&stored["ppl"]["b1"]);
    let later = json!({"ppl": {"b1": later}, "from_a_later_release": 1});
    assert_eq!(
        serde_json::to_value(read::<ApplicationSecret>(&later)).unwrap(),
        later
    );
}

#[test]
fn a_slot_that_lacks_what_its_word_needs_is_refused() {
    let stamp = json!({"at": "2026-11-23T18:00:00Z", "ev": "a"});
    for word in ["held", "sent", "cancelled", "forgotten"] {
        let stored = json!({"from": stamp, "n": 1, "due": "2026-11-23T18:00:00Z", "is": word});
        assert!(
            serde_json::from_value::<crate::application::NudgePlan>(stored).is_err(),
            "{word}"
        );
    }
}

#[test]
fn a_basis_of_quiet_hours_that_a_later_release_wrote_is_passed_over() {
    let reason = json!({"code": "quiet_hours", "detail": "d"});
    let stored = json!({"kind": "nudge_held", "trigger": "t", "number": 1, "until": null, "reason": reason, "qh": {"by": [{"k": "moon"}]}});
    let ApplicationEvent::NudgeHeld { quiet_hours, .. } = read(&stored) else {
        panic!("it is held");
    };
    assert_eq!(quiet_hours, None);
}
