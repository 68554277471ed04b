//! All routes, with what they say of themselves.

use std::sync::Arc;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::AdminApi;
use crate::{openapi, records, triggers};

/// All routes, with what they say of themselves.
pub(crate) fn all() -> OpenApiRouter<Arc<AdminApi>> {
    OpenApiRouter::with_openapi(openapi::description::description())
        .merge(records::routes())
        .routes(routes!(triggers::preview::preview_trigger))
}
