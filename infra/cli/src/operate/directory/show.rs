//! What a plan would change, for people and for machines.

use std::fmt::Write as _;

use memberline_administration::RecordForm;
use memberline_domain::directory::administration::{Author, Decided, Plan, Record, RecordKey, Versioned};
use serde_json::{Value, json};

/// What is done with a record.
fn verb(step: &Decided) -> &'static str {
    match (&step.before, step.after.is_removed) {
        (_, true) => "remove",
        (None, false) => "create",
        (Some(_), false) => "change",
    }
}

/// A field that differs, with what it was and what it is to be; null for what is absent.
struct Difference {
    field: String,
    before: Value,
    after: Value,
}

fn form(record: &Record) -> Value {
    serde_json::to_value(RecordForm::from(record)).unwrap_or_default()
}

fn differences(step: &Decided) -> Vec<Difference> {
    let mut found = Vec::new();
    if let (Some(before), false) = (&step.before, step.after.is_removed) {
        compare("", &form(&before.record), &form(&step.after.record), &mut found);
    }
    found
}

fn compare(field: &str, before: &Value, after: &Value, found: &mut Vec<Difference>) {
    if let (Value::Object(was), Value::Object(is)) = (before, after) {
        let names: std::collections::BTreeSet<&String> = was.keys().chain(is.keys()).collect();
        for name in names {
            let within = if field.is_empty() {
                name.clone()
            } else {
                format!("{field}.{name}")
            };
            compare(&within, &before[name], &after[name], found);
        }
    } else if before != after {
        found.push(Difference {
            field: field.to_owned(),
            before: before.clone(),
            after: after.clone(),
        });
    }
}

/// Who changed a record since a file was applied last: an administrator through the API.
fn drift(before: Option<&Versioned>) -> Option<String> {
    let version = &before?.version;
    match &version.by {
        Author::Operator => None,
        Author::Agent { agent } => Some(format!("{agent} changed it through the API at {}", version.at)),
    }
}

/// The plan in words.
pub(in crate::operate) fn words(plan: &Plan) -> String {
    let mut text = String::new();
    for step in &plan.steps {
        let _ = writeln!(text, "{} {}", verb(step), step.after.record.key());
        if let Some(drift) = drift(step.before.as_ref()) {
            let _ = writeln!(text, "    drift: {drift}");
        }
        for Difference { field, before, after } in differences(step) {
            let _ = writeln!(text, "    {field}: {before} -> {after}");
        }
    }
    if plan.steps.is_empty() {
        text.push_str("nothing to change\n");
    }
    for RecordKey { id, .. } in &plan.stay_suspended {
        let _ = writeln!(
            text,
            "agent {id} is active in the file and suspended in the directory, and stays so: only `memberline agents reinstate` takes it back"
        );
    }
    for key in &plan.left_alone {
        let _ = writeln!(text, "left alone: {key}, which the file does not name");
    }
    text
}

/// The plan for machines.
pub(in crate::operate) fn json(plan: &Plan) -> Value {
    let steps: Vec<Value> = plan
        .steps
        .iter()
        .map(|step| {
            let key = step.after.record.key();
            let fields: Vec<Value> = differences(step)
                .into_iter()
                .map(|found| json!({ "field": found.field, "before": found.before, "after": found.after }))
                .collect();
            json!({
                "action": verb(step), "kind": key.kind.as_str(), "id": key.id,
                "drift": drift(step.before.as_ref()), "fields": fields,
            })
        })
        .collect();
    let left: Vec<Value> = plan
        .left_alone
        .iter()
        .map(|key| json!({ "kind": key.kind.as_str(), "id": key.id }))
        .collect();
    let stay: Vec<&str> = plan.stay_suspended.iter().map(|key| key.id.as_str()).collect();
    json!({ "changes": steps, "left_alone": left, "stay_suspended": stay })
}
