//! Triggers: when automation texts applicants, and what comes of it.

use std::sync::Arc;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::AgentApi;

mod access;
mod delete;
mod list;
mod preview;
mod put;
mod template;
mod view;

pub(crate) fn routes() -> OpenApiRouter<Arc<AgentApi>> {
    OpenApiRouter::new()
        .routes(routes!(list::list_triggers))
        .routes(routes!(put::put_trigger, delete::delete_trigger))
        .routes(routes!(preview::preview_trigger))
}
