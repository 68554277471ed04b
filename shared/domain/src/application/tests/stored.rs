//! What tables hold today is read tomorrow.

use serde_json::{Value, json};

use super::story::*;
use crate::aggregate::Event;
use crate::application::{Application, ApplicationEvent, ApplicationLink};

fn reads<T: serde::de::DeserializeOwned + serde::Serialize>(stored: &Value) -> T {
    let read: T = serde_json::from_value(stored.clone()).unwrap_or_else(|e| panic!("{e}: {stored}"));
    assert_eq!(
        &serde_json::to_value(&read).unwrap(),
        stored,
        "it is written as it was read"
    );
    read
}

#[test]
fn the_head_of_an_application_is_read() {
    let stamp = json!({"at": "2026-11-23T18:00:00Z", "event": "a"});
    let stored = json!({
        "organisation": "lakeside", "id": "0123456789abcdef", "los_id": "LN-1", "created": stamp, "updated_at": "2026-11-23T18:00:00Z",
        "journey": {"stamp": stamp, "value": "Loan Application"},
        "people": {"stamp": stamp, "value": [{"id": "b1", "role": "borrower", "mobile": BORROWER}, {"id": "x", "role": "external_contact", "number_problem": "not_a_number", "partner": "harbor"}]},
        "agents": {"stamp": stamp, "value": ["maria"]},
        "stage": {"stamp": stamp, "value": "Income"},
        "outcome": {"stamp": stamp, "value": "withdrawn"},
        "slots": {
            "first": {"basis": stamp, "number": 1, "due": "2026-11-23T18:00:00Z", "state": "sent", "at": "2026-11-23T18:00:05Z", "turn": 1, "counted": 1, "nudged": true, "replied": true},
            "held": {"basis": stamp, "number": 2, "due": "2026-11-23T18:00:00Z", "state": "held", "until": "2026-11-24T14:00:00Z", "reason": {"code": "quiet_hours", "detail": "d"}, "turn": 2, "counted": 2, "nudged": true},
            "no": {"basis": stamp, "number": 1, "due": "2026-11-23T18:00:00Z", "state": "cancelled", "reason": {"code": "withdrawn", "detail": "d"}},
            "other": {"basis": stamp, "number": 1, "due": "2026-11-23T18:00:00Z", "state": "withheld", "withheld": true, "completed": true},
            "soon": {"basis": stamp, "number": 1, "due": "2026-11-23T18:00:00Z", "state": "planned"},
        },
    });
    let head: Application = reads(&stored);
    assert_eq!(head.slots.len(), 5);
    let bare: Application = reads(&json!({
        "organisation": "lakeside", "id": "0123456789abcdef", "los_id": "LN-1", "updated_at": "2026-11-23T18:00:00Z",
    }));
    assert!(bare.slots.is_empty() && bare.people().is_empty());
}

#[test]
fn each_entry_of_an_application_is_read() {
    let told = |kind: &str| json!({"kind": kind, "event": "a", "occurred_at": "2026-11-23T18:00:00Z"});
    let mut full = told("application_updated");
    full["journey"] = json!("New Membership");
    full["people"] = json!([{"id": "b1", "role": "co_borrower"}]);
    full["agents"] = json!(["maria"]);
    let mut stage = told("stage_entered");
    stage["stage"] = json!("Income");
    let reason = json!({"code": "completed", "detail": "d"});
    let due = "2026-11-23T18:00:00Z";
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
        json!({"kind": "nudge_withheld", "trigger": "t", "number": 1}),
        json!({"kind": "nudge_replied", "trigger": "t"}),
    ] {
        let event: ApplicationEvent = reads(&stored);
        assert_eq!(stored["kind"], event.kind());
    }
}

#[test]
fn a_link_is_read() {
    let link: ApplicationLink = reads(&json!({
        "application": "0123456789abcdef", "los_id": "LN-1", "person": "b1", "role": "guarantor", "journey": "Loan Application",
        "status": "active", "stage": "Income", "updated_at": "2026-11-23T18:00:00Z", "partner": "harbor",
    }));
    assert_eq!(link.person.as_str(), "b1");
}
