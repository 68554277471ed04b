//! `GET /v1/agents`.

use axum::Json;
use memberline_administration::words::RoleWord;
use memberline_http_api::Failure;
use serde::Serialize;
use utoipa::ToSchema;

use crate::view::names::Named;
use memberline_http_api::caller::Caller;

/// An agent of the organisation.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Colleague {
    /// Their id.
    id: String,
    /// Their name.
    name: String,
    /// What they may do.
    roles: Vec<RoleWord>,
    /// The teams that they belong to.
    teams: Vec<Named>,
}

/// Lists the organisation's agents
///
/// Of all teams, whatever teams the caller sees.
#[utoipa::path(get, path = "/v1/agents", tag = "Directory", responses(
    (status = 200, description = "All of them, by id.", body = Vec<Colleague>),
))]
pub(crate) async fn list_agents(caller: Caller) -> Result<Json<Vec<Colleague>>, Failure> {
    let directory = caller.directory();
    let agents = directory.agents.iter().map(|agent| Colleague {
        id: agent.id.to_string(),
        name: agent.name.clone(),
        roles: vec![agent.role.into()],
        teams: agent.teams.iter().map(|id| Named::team(directory, id)).collect(),
    });
    Ok(Json(agents.collect()))
}
