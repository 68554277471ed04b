//! What could not be verified or processed, and evidence; for administrators.

use std::sync::Arc;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::AgentApi;

mod list_dead_letters;
mod list_quarantine;
mod replay_dead_letters;
mod replay_quarantined;
mod show_evidence;

pub(crate) fn routes() -> OpenApiRouter<Arc<AgentApi>> {
    OpenApiRouter::new()
        .routes(routes!(list_quarantine::list_quarantine))
        .routes(routes!(replay_quarantined::replay_quarantined))
        .routes(routes!(list_dead_letters::list_dead_letters))
        .routes(routes!(replay_dead_letters::replay_dead_letters))
        .routes(routes!(show_evidence::show_evidence))
}
