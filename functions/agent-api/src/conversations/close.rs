//! `POST /v1/conversations/{id}/close` (MC-37).

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use memberline_domain::ConversationId;
use memberline_domain::thread::CloseRefusal;
use memberline_http_api::Failure;

use crate::api::AgentApi;
use crate::command_error::CommandError;
use crate::conflict_retry::with_conflict_retry;
use crate::conversations::access::ConversationPath;
use crate::conversations::view::conversation::{Conversation, ConversationView};
use crate::problems::conversation_not_found;
use memberline_http_api::caller::Caller;

async fn close(
    (api, caller, id): (Arc<AgentApi>, Caller, ConversationId),
) -> Result<Option<Conversation>, CommandError<CloseRefusal>> {
    let found = api
        .find_whole(&caller, &id)
        .await?
        .ok_or(CommandError::NotFound)?;
    let now = api.now();
    let closed = found.thread.head.close(id.ordinal, &caller.agent, now);
    let Some(change) = closed.map_err(CommandError::Refused)? else {
        return Ok(found.view().conversation(caller.directory(), &caller.agent));
    };
    let mut commit = api.store.begin(now);
    commit.change(&found.thread, &change)?;
    api.store.commit(commit).await?;
    let view = ConversationView {
        thread: &change.head,
        closed: change.archive.as_ref(),
        ..found.view()
    };
    Ok(view.conversation(caller.directory(), &caller.agent))
}

/// Closes a conversation
///
/// It moves to the Closed list; the member's next text opens another. What is closed already stays as it is.
#[utoipa::path(post, path = "/v1/conversations/{id}/close", tag = "Conversations", params(("id" = String, Path, description = "The conversation.")), responses(
    (status = 200, description = "The conversation is closed.", body = Conversation),
    (status = 404, description = "`conversation_not_found`"),
    (status = 409, description = "`claimed_by_other`, with `claimed_by` {id, name}: only they, or a supervisor, may close it"),
))]
pub(crate) async fn close_conversation(
    State(api): State<Arc<AgentApi>>,
    caller: Caller,
    ConversationPath(id): ConversationPath,
) -> Result<Json<Conversation>, Failure> {
    let closed = with_conflict_retry((api, caller.clone(), id), close).await;
    let closed = closed.map_err(|declined| declined.failure(&caller))?;
    Ok(Json(closed.ok_or_else(conversation_not_found)?))
}
