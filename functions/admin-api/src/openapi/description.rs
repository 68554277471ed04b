//! What the document says beside the operations.

use memberline_http_api::problem_document::{GatewayMessage, ProblemDocument};
use utoipa::OpenApi as _;
use utoipa::openapi::OpenApi;

/// What is described beside the operations.
#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Memberline's directory",
        version = "1",
        description = "How administrators change who and what belongs to their organisation. The rules that all operations follow are in docs/api.md.",
        contact(name = "Memberline", url = "https://memberline.example", email = "security@memberline.example"),
        license(name = "Apache-2.0", url = "https://www.apache.org/licenses/LICENSE-2.0"),
    ),
    servers((url = "/", description = "Where this document is served: each institution has a deployment of its own.")),
    tags(
        (name = "Administration", description = "The records of the directory; for administrators."),
    ),
    components(schemas(GatewayMessage, ProblemDocument)),
)]
struct Description;

/// The description without any operation.
pub(crate) fn description() -> OpenApi {
    Description::openapi()
}
