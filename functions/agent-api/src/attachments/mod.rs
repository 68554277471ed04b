//! Pictures and files that came with messages.

use std::sync::Arc;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::AgentApi;

mod access;
mod request_download;
mod retry;

pub(crate) fn routes() -> OpenApiRouter<Arc<AgentApi>> {
    OpenApiRouter::new()
        .routes(routes!(request_download::request_download))
        .routes(routes!(retry::retry_attachment))
}
