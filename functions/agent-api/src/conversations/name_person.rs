//! `PUT /v1/conversations/{id}/person` (EL-01, EL-02).

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use memberline_http_api::Failure;
use memberline_http_api::json::JsonBody;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::AgentApi;
use crate::conversations::access::ConversationPath;
use crate::conversations::change::change;
use crate::conversations::view::conversation::Conversation;
use crate::view::words::Journey;
use memberline_http_api::caller::Caller;

/// Who the member is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Person {
    /// Their name: 1 to 100 characters, none of them control characters; white space around it is dropped.
    #[schema(min_length = 1, max_length = 100, examples("Ana Torres"))]
    name: String,
    /// What brought them here; stays as it is when left out.
    #[serde(default)]
    journey: Option<Journey>,
}

/// Gives the member's name
///
/// It holds for all conversations of this member with this number; what closed before keeps the name it had in its list.
#[utoipa::path(put, path = "/v1/conversations/{id}/person", tag = "Conversations", params(("id" = String, Path, description = "The conversation.")), request_body = Person, responses(
    (status = 200, description = "The name is noted.", body = Conversation),
    (status = 404, description = "`conversation_not_found`"),
    (status = 422, description = "`invalid_name`"),
))]
pub(crate) async fn name_person(
    State(api): State<Arc<AgentApi>>,
    caller: Caller,
    path: ConversationPath,
    JsonBody(person): JsonBody<Person>,
) -> Result<Json<Conversation>, Failure> {
    let journey = person.journey.map(Into::into);
    change((api, caller, path), move |of| {
        of.thread.name(of.caller.id(), &person.name, journey)
    })
    .await
}
