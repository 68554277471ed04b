//! The trigger that a path names.

use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use memberline_domain::TriggerId;
use memberline_http_api::{Meaning, Problem};

pub(super) fn named(id: Result<Path<String>, PathRejection>) -> Option<TriggerId> {
    id.ok().and_then(|Path(id)| TriggerId::parse(&id).ok())
}

pub(super) fn not_found(detail: &'static str) -> Problem {
    Problem::new(Meaning::NotFound, "trigger_not_found", detail)
}
