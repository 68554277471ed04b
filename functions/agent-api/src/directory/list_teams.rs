//! `GET /v1/teams`.

use axum::Json;
use memberline_http_api::Failure;

use crate::view::names::Named;
use memberline_http_api::caller::Caller;

/// Lists the teams that the caller sees
///
/// Their own, or all of them for who sees all.
#[utoipa::path(get, path = "/v1/teams", tag = "Directory", responses(
    (status = 200, description = "The teams, by id.", body = Vec<Named>),
))]
pub(crate) async fn list_teams(caller: Caller) -> Result<Json<Vec<Named>>, Failure> {
    let directory = caller.directory();
    let teams = directory.teams_seen_by(&caller.agent);
    Ok(Json(teams.iter().map(|id| Named::team(directory, id)).collect()))
}
