//! `PUT /v1/triggers/{id}` (EL-18).

use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use memberline_http_api::Failure;
use memberline_http_api::json::JsonBody;

use super::access::{named, not_found};
use super::template::{TemplateError, preview};
use super::view::Trigger;
use crate::api::AgentApi;
use crate::auth::require::{ManageTriggers, Require};

/// Writes a trigger
///
/// A new one, or over the one of this id; for administrators. It counts for nudges that are planned from then on, and those that are
/// planned already are decided again by it when they are due.
#[utoipa::path(put, path = "/v1/triggers/{id}", tag = "Triggers", request_body = Trigger, params(("id" = String, Path, description = "The trigger: lower-case letters, digits and hyphens.")), responses(
    (status = 200, description = "The trigger as it is kept.", body = Trigger),
    (status = 403, description = "`forbidden`"),
    (status = 404, description = "`trigger_not_found`: no id looks like this"),
    (status = 422, description = "`trigger_id_reserved`, `invalid_name`, `invalid_stages`, `delay_out_of_range`, `spacing_out_of_range`, `max_nudges_out_of_range`, `holdout_out_of_range`, `unknown_number`, `too_many_triggers`, `template_unknown_field`, `template_too_long`, and others that begin with `template_`"),
))]
pub(crate) async fn put_trigger(
    State(api): State<Arc<AgentApi>>,
    Require { caller, .. }: Require<ManageTriggers>,
    id: Result<Path<String>, PathRejection>,
    JsonBody(asked): JsonBody<Trigger>,
) -> Result<Json<Trigger>, Failure> {
    let id =
        named(id).ok_or_else(|| not_found("An id has 1 to 40 lower-case letters, digits and hyphens."))?;
    preview(&caller, &asked)?;
    let trigger = asked.asked(id).map_err(TemplateError::from)?;
    trigger.check(caller.directory()).map_err(TemplateError::from)?;
    let shown = Trigger::from(&trigger);
    api.store.put_trigger(caller.organisation(), &trigger).await?;
    Ok(Json(shown))
}
