//! All routes, with what they say of themselves.

use std::sync::Arc;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::AgentApi;
use crate::{applications, attachments, conversations, directory, openapi, operations, texts, triggers};

/// All routes, with what they say of themselves.
pub(crate) fn all() -> OpenApiRouter<Arc<AgentApi>> {
    OpenApiRouter::with_openapi(openapi::description::description())
        .merge(directory::routes())
        .merge(conversations::routes())
        .merge(attachments::routes())
        .merge(applications::routes())
        .merge(triggers::routes())
        .merge(texts::routes())
        .merge(operations::routes())
        .routes(routes!(openapi::show::show_openapi))
}
