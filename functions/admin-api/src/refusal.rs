//! Why a record is not changed, as the caller is told.

use memberline_administration::{AdministrationError, taken_meanwhile};
use memberline_domain::directory::administration::{ChangeRefusal, FieldProblem, RecordKey};
use memberline_http_api::{Failure, Meaning, Problem};
use memberline_store::{CommitError, RecordError};
use serde_json::{Value, json};

/// The failure of a change.
pub(crate) fn failure(error: AdministrationError) -> Failure {
    match error {
        AdministrationError::Refused(refusal) => refused(&refusal).into(),
        AdministrationError::Record {
            error: RecordError::Conflict,
            ..
        } => CommitError::Conflict.into(),
        AdministrationError::Record {
            error: RecordError::Taken,
            key,
        } => invalid(&[taken_meanwhile(key.kind)]).into(),
        AdministrationError::Record {
            error: RecordError::Store(error),
            ..
        }
        | AdministrationError::Store(error) => error.into(),
        AdministrationError::PlanRefused(refusals) => {
            Failure::unavailable("administration", "plan", refusals.len().to_string())
        }
    }
}

fn refused(refusal: &ChangeRefusal) -> Problem {
    let problem = |meaning, detail: String| Problem::new(meaning, refusal.code(), detail);
    match refusal {
        ChangeRefusal::Forbidden => problem(
            Meaning::Forbidden,
            "Only administrators change the directory.".to_owned(),
        ),
        ChangeRefusal::Stale { current } => problem(
            Meaning::Stale,
            "Somebody changed the record since you read it: read it again.".to_owned(),
        )
        .with("version", *current),
        ChangeRefusal::NotFound => not_found(),
        ChangeRefusal::Invalid(problems) => invalid(problems),
        ChangeRefusal::Named(by) => problem(
            Meaning::Conflict,
            format!("The record cannot be removed: {refusal}."),
        )
        .with("named_by", keys(by)),
        ChangeRefusal::Breaks(others) => problem(
            Meaning::Conflict,
            format!("The record cannot be changed: {refusal}."),
        )
        .with("breaks", keys(others)),
        ChangeRefusal::ConversationsOpen | ChangeRefusal::Kept(_) => problem(
            Meaning::Conflict,
            format!("The record cannot be removed: {refusal}."),
        ),
        ChangeRefusal::ConversationsHeld { conversations, .. } => {
            let held: Vec<String> = conversations.iter().map(ToString::to_string).collect();
            problem(
                Meaning::Conflict,
                format!("The agent cannot be changed: {refusal}."),
            )
            .with("conversations", held)
        }
        ChangeRefusal::LastAdministrator => problem(
            Meaning::Conflict,
            format!("The agent cannot be changed: {refusal}."),
        ),
    }
}

/// The problem of a record that is not there.
pub(crate) fn not_found() -> Problem {
    Problem::new(Meaning::NotFound, "record_not_found", "There is no such record.")
}

/// The problem of a record with fields that cannot be kept.
pub(crate) fn invalid(problems: &[FieldProblem]) -> Problem {
    let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
    let fields: Vec<Value> = problems
        .iter()
        .map(|problem| json!({ "field": problem.field, "code": problem.code, "detail": problem.detail }))
        .collect();
    Problem::new(
        Meaning::Unprocessable,
        "record_invalid",
        format!("The record cannot be kept: {}.", told.join("; ")),
    )
    .with("problems", fields)
}

fn keys(keys: &[RecordKey]) -> Vec<Value> {
    keys.iter()
        .map(|key| json!({ "kind": key.kind.as_str(), "id": key.id }))
        .collect()
}
