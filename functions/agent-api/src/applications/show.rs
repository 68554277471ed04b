//! `GET /v1/applications/{id}` (EL-07, IN-33, IN-34).

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use memberline_http_api::Failure;

use crate::api::AgentApi;
use crate::applications::access::ApplicationPath;
use crate::applications::view::application::Application;
use crate::problems::application_not_found;
use memberline_http_api::caller::Caller;

/// Shows an application
///
/// To the agents who look after it, those of teams that had a conversation with somebody on it, and supervisors.
#[utoipa::path(get, path = "/v1/applications/{id}", tag = "Applications", params(("id" = String, Path, description = "The application.")), responses(
    (status = 200, description = "The application with its people, their consent, and what automation plans.", body = Application),
    (status = 404, description = "`application_not_found`"),
))]
pub(crate) async fn show_application(
    State(api): State<Arc<AgentApi>>,
    caller: Caller,
    ApplicationPath(id): ApplicationPath,
) -> Result<Json<Application>, Failure> {
    let found = Box::pin(api.find_application(&caller, &id)).await?;
    let found = found.ok_or_else(application_not_found)?;
    Ok(Json(found.view(&caller)))
}
