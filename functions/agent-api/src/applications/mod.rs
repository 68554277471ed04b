//! Applications, and the people on them.

use std::sync::Arc;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::AgentApi;

pub(crate) mod access;
mod person;
mod record_consent;
mod request_consent;
mod show;
mod show_history;
mod start_conversation;
pub(crate) mod view;

pub(crate) fn routes() -> OpenApiRouter<Arc<AgentApi>> {
    OpenApiRouter::new()
        .routes(routes!(show::show_application))
        .routes(routes!(show_history::show_application_history))
        .routes(routes!(start_conversation::start_conversation))
        .routes(routes!(request_consent::request_consent))
        .routes(routes!(record_consent::record_consent))
}
