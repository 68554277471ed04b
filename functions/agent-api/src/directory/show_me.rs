//! `GET /v1/me`.

use axum::Json;
use memberline_administration::words::RoleWord;
use memberline_http_api::Failure;
use serde::Serialize;
use utoipa::ToSchema;

use crate::view::names::Named;
use crate::view::words::{Permission, ServiceLevel};
use memberline_http_api::caller::Caller;

/// Who is signed in.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Me {
    /// The agent.
    agent: MyAgent,
    /// Their organisation.
    organisation: MyOrganisation,
}

/// The agent who is signed in.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MyAgent {
    /// Their id.
    id: String,
    /// Their name.
    name: String,
    /// Where their notices go.
    email: String,
    /// What they may do.
    roles: Vec<RoleWord>,
    /// The teams that they belong to.
    teams: Vec<Named>,
    /// What they may do that not everybody may.
    permissions: Vec<Permission>,
}

/// The organisation of who is signed in.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MyOrganisation {
    /// Its id.
    id: String,
    /// Its name.
    name: String,
    /// How it signs its texts.
    brand: String,
    /// What may be sent.
    service_level: ServiceLevel,
}

/// Tells who is signed in
///
/// The agent that the token stands for, and their organisation.
#[utoipa::path(get, path = "/v1/me", tag = "Directory", responses(
    (status = 200, description = "The caller and their organisation.", body = Me),
))]
pub(crate) async fn show_me(caller: Caller) -> Result<Json<Me>, Failure> {
    let (directory, agent) = (caller.directory(), &caller.agent);
    let organisation = &directory.organisation;
    Ok(Json(Me {
        agent: MyAgent {
            id: agent.id.to_string(),
            name: agent.name.clone(),
            email: agent.email.clone(),
            roles: vec![agent.role.into()],
            teams: agent.teams.iter().map(|id| Named::team(directory, id)).collect(),
            permissions: agent.role.permissions().map(Permission::from).collect(),
        },
        organisation: MyOrganisation {
            id: organisation.id.to_string(),
            name: organisation.name.clone(),
            brand: organisation.brand.clone(),
            service_level: organisation.service_level.into(),
        },
    }))
}
