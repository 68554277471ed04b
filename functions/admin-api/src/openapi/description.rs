//! What the document says beside the operations. The rest of it is agent-api's: the two are one document.

use utoipa::OpenApi as _;
use utoipa::openapi::OpenApi;

#[derive(utoipa::OpenApi)]
#[openapi(
    tags(
        (name = "Administration", description = "The records of the directory; for administrators."),
    ),
)]
struct Description;

/// The description without any operation.
pub(crate) fn description() -> OpenApi {
    Description::openapi()
}
