//! Who is who.

use std::sync::Arc;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::AgentApi;

mod list_agents;
mod list_teams;
mod show_me;

pub(crate) fn routes() -> OpenApiRouter<Arc<AgentApi>> {
    OpenApiRouter::new()
        .routes(routes!(show_me::show_me))
        .routes(routes!(list_agents::list_agents))
        .routes(routes!(list_teams::list_teams))
}
