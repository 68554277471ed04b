//! What a text costs.

use std::sync::Arc;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::AgentApi;

mod count_segments;

pub(crate) fn routes() -> OpenApiRouter<Arc<AgentApi>> {
    OpenApiRouter::new().routes(routes!(count_segments::count_segments))
}
