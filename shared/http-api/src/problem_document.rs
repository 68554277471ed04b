//! The problem document, for the description of the API.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// What API Gateway answers itself, before the function is reached or instead of it: without a token that it accepts, for instance.
#[derive(Debug, Serialize, ToSchema)]
pub struct GatewayMessage {
    /// What it says, for people.
    #[schema(examples("Unauthorized"))]
    message: String,
}

/// What went wrong (RFC 9457), as `application/problem+json`. Decide by `code`; `title` and `detail` are for people and may
/// change.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProblemDocument {
    /// `https://memberline.example/problems/{code}`.
    r#type: String,
    /// What the status means here.
    title: String,
    /// The HTTP status.
    #[schema(minimum = 400, maximum = 599)]
    status: u16,
    /// The stable code.
    #[schema(examples("already_claimed"))]
    code: String,
    /// A sentence about this occurrence.
    detail: String,
    /// The request's id, to quote when asking for help; the header `x-request-id` as well.
    request_id: String,
    /// Further members, which the code implies: `claimed_by` for instance.
    #[serde(flatten)]
    members: BTreeMap<String, Value>,
}
