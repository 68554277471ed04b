//! `POST /v1/conversations/{id}/close` (MC-37).

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use memberline_domain::ConversationId;
use memberline_domain::thread::CloseRefusal;

use crate::api::AgentApi;
use crate::auth::caller::Caller;
use crate::conversations::access::{At, Declined, not_found, settle};
use crate::conversations::view::conversation::{Conversation, Located};
use memberline_http_api::Failure;

async fn close(
    (api, caller, id): (Arc<AgentApi>, Caller, ConversationId),
) -> Result<Option<Conversation>, Declined<CloseRefusal>> {
    let found = api.find_whole(&caller, &id).await?.ok_or(Declined::NotFound)?;
    let now = api.now();
    let closed = found.thread.head.close(id.ordinal, &caller.agent, now);
    let Some(change) = closed.map_err(Declined::Refused)? else {
        return Ok(found.located().conversation(caller.directory(), &caller.agent));
    };
    let mut commit = api.store.begin(now);
    commit.change(&found.thread, &change)?;
    api.store.commit(commit).await?;
    let located = Located {
        thread: &change.head,
        closed: change.archive.as_ref(),
        ..found.located()
    };
    Ok(located.conversation(caller.directory(), &caller.agent))
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
    At(id): At,
) -> Result<Json<Conversation>, Failure> {
    let closed = settle((api, caller.clone(), id), close).await;
    let closed = closed.map_err(|declined| declined.failure(&caller))?;
    Ok(Json(closed.ok_or_else(not_found)?))
}
