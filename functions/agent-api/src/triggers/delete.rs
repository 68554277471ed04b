//! `DELETE /v1/triggers/{id}` (EL-18).

use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use http::StatusCode;
use memberline_http_api::Failure;

use super::access::{named, not_found};
use crate::api::AgentApi;
use crate::auth::require::{ManageTriggers, Require};

/// Deletes a trigger
///
/// For administrators. Its nudges that are planned or held are not sent any more; histories go on telling its name. A second time it
/// changes nothing. `PUT` with the same id makes it anew, and its counts go on.
#[utoipa::path(delete, path = "/v1/triggers/{id}", tag = "Triggers", params(("id" = String, Path, description = "The trigger.")), responses(
    (status = 204, description = "It is deleted."),
    (status = 403, description = "`forbidden`"),
    (status = 404, description = "`trigger_not_found`"),
))]
pub(crate) async fn delete_trigger(
    State(api): State<Arc<AgentApi>>,
    Require { caller, .. }: Require<ManageTriggers>,
    id: Result<Path<String>, PathRejection>,
) -> Result<StatusCode, Failure> {
    let unknown = || not_found("There is no such trigger.");
    let id = named(id).ok_or_else(unknown)?;
    if !api.store.delete_trigger(caller.organisation(), &id).await? {
        return Err(unknown().into());
    }
    Ok(StatusCode::NO_CONTENT)
}
