//! `PUT /v1/conversations/{id}/person` (EL-01, EL-02).

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use memberline_domain::ConversationId;
use memberline_domain::thread::NameRefusal;
use memberline_http_api::Failure;
use memberline_http_api::json::JsonBody;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::AgentApi;
use crate::command_error::CommandError;
use crate::conflict_retry::with_conflict_retry;
use crate::conversations::access::ConversationPath;
use crate::conversations::view::conversation::{Conversation, ConversationView};
use crate::problems::conversation_not_found;
use crate::view::words::Journey;
use memberline_http_api::caller::Caller;

/// Who the member is.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Person {
    /// Their name: 1 to 100 characters, none of them control characters; white space around it is dropped.
    #[schema(min_length = 1, max_length = 100, examples("Ana Torres"))]
    name: String,
    /// What brought them here; stays as it is when left out.
    #[serde(default)]
    journey: Option<Journey>,
}

async fn name(
    (api, caller, id, person): (Arc<AgentApi>, Caller, ConversationId, Person),
) -> Result<Option<Conversation>, CommandError<NameRefusal>> {
    let found = api
        .find_whole(&caller, &id)
        .await?
        .ok_or(CommandError::NotFound)?;
    let journey = person.journey.map(Into::into);
    let named = found.thread.head.name(caller.id(), &person.name, journey);
    let change = named.map_err(CommandError::Refused)?;
    if let Some(change) = &change {
        let mut commit = api.store.begin(api.now());
        commit.change(&found.thread, change)?;
        api.store.commit(commit).await?;
    }
    let view = ConversationView {
        thread: change.as_ref().map_or(&found.thread.head, |change| &change.head),
        ..found.view()
    };
    Ok(view.conversation(caller.directory(), &caller.agent))
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
    ConversationPath(id): ConversationPath,
    JsonBody(person): JsonBody<Person>,
) -> Result<Json<Conversation>, Failure> {
    let named = with_conflict_retry((api, caller.clone(), id, person), name).await;
    let named = named.map_err(|declined| declined.failure(&caller))?;
    Ok(Json(named.ok_or_else(conversation_not_found)?))
}
