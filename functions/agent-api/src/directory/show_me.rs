//! `GET /v1/me`.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::{Extension, Json};
use memberline_administration::words::RoleWord;
use memberline_http_api::{Failure, LogFields};
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::AgentApi;
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

/// How long the answer waits for the sign-in to be noted.
const NOTED_WITHIN: Duration = Duration::from_secs(1);

/// Notes when the caller signed in, for the review of who may do what. The answer never depends on it.
async fn note_sign_in(api: &AgentApi, caller: &Caller, fields: Option<Extension<LogFields>>) {
    let Some(at) = caller.signed_in_at else {
        return;
    };
    let noted = api.store.note_sign_in(caller.organisation(), caller.id(), at);
    let why = match tokio::time::timeout(NOTED_WITHIN, noted).await {
        Ok(Ok(())) => return,
        Ok(Err(error)) => error.to_string(),
        Err(_) => "it took too long".to_owned(),
    };
    if let Some(Extension(fields)) = fields {
        fields.note("sign_in_error", &why);
    }
}

/// Tells who is signed in
///
/// The agent that the token stands for, and their organisation. Frontends ask it when somebody signs in: it notes when that was.
#[utoipa::path(get, path = "/v1/me", tag = "Directory", responses(
    (status = 200, description = "The caller and their organisation.", body = Me),
))]
pub(crate) async fn show_me(
    State(api): State<Arc<AgentApi>>,
    caller: Caller,
    fields: Option<Extension<LogFields>>,
) -> Result<Json<Me>, Failure> {
    Box::pin(note_sign_in(&api, &caller, fields)).await;
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
