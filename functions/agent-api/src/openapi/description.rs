//! What the document says beside the operations.

use memberline_http_api::problem_document::{GatewayMessage, ProblemDocument};
use utoipa::OpenApi as _;
use utoipa::openapi::OpenApi;

use crate::conversations::list::Filter;

/// What is described beside the operations.
#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Memberline for agent frontends",
        version = "1",
        description = "How agents' frontends list conversations, claim them and answer. The rules that all operations follow are in docs/api.md.",
        contact(name = "Memberline", url = "https://memberline.example", email = "security@memberline.example"),
        license(name = "Apache-2.0", url = "https://www.apache.org/licenses/LICENSE-2.0"),
    ),
    servers((url = "/", description = "Where this document is served: each institution has a deployment of its own.")),
    tags(
        (name = "Applications", description = "What loan-origination systems tell of applicants, whom it concerns, and what they agreed to."),
        (name = "Conversations", description = "What members and agents say to each other."),
        (name = "Description", description = "This document."),
        (name = "Directory", description = "Who is who."),
        (name = "Operations", description = "What could not be verified or processed; for administrators."),
        (name = "Texts", description = "What a text costs."),
        (name = "Triggers", description = "When automation texts applicants, and what comes of it."),
    ),
    components(schemas(Filter, GatewayMessage, ProblemDocument)),
)]
struct Description;

/// The description without any operation.
pub(crate) fn description() -> OpenApi {
    Description::openapi()
}
