//! The trigger that a path names, and who may change it.

use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use memberline_domain::TriggerId;
use memberline_domain::directory::Permission;
use memberline_http_api::{Meaning, Problem};

use crate::auth::caller::Caller;

pub(super) fn may_change(caller: &Caller) -> Result<(), Problem> {
    if caller.agent.role.permits(Permission::Operate) {
        return Ok(());
    }
    let detail = "Only administrators change triggers.";
    Err(Problem::new(Meaning::Forbidden, "forbidden", detail))
}

pub(super) fn named(id: Result<Path<String>, PathRejection>) -> Option<TriggerId> {
    id.ok().and_then(|Path(id)| TriggerId::parse(&id).ok())
}

pub(super) fn not_found(detail: &'static str) -> Problem {
    Problem::new(Meaning::NotFound, "trigger_not_found", detail)
}
