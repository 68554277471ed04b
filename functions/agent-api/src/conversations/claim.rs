//! `POST /v1/conversations/{id}/claim` (MC-31..33).

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use memberline_domain::ConversationId;
use memberline_domain::thread::ClaimRefusal;
use memberline_http_api::Failure;

use crate::api::AgentApi;
use crate::command_error::CommandError;
use crate::conflict_retry::with_conflict_retry;
use crate::conversations::access::ConversationPath;
use crate::conversations::view::conversation::{Conversation, ConversationView};
use crate::problems::conversation_not_found;
use memberline_http_api::caller::Caller;

async fn claim(
    (api, caller, id): (Arc<AgentApi>, Caller, ConversationId),
) -> Result<Option<Conversation>, CommandError<ClaimRefusal>> {
    let found = api
        .find_whole(&caller, &id)
        .await?
        .ok_or(CommandError::NotFound)?;
    let now = api.now();
    let claimed = found.thread.head.claim(id.ordinal, &caller.agent, now);
    let change = claimed.map_err(CommandError::Refused)?;
    if let Some(change) = &change {
        let mut commit = api.store.begin(now);
        commit.change(&found.thread, change)?;
        api.store.commit(commit).await?;
    }
    let view = ConversationView {
        thread: change.as_ref().map_or(&found.thread.head, |change| &change.head),
        ..found.view()
    };
    Ok(view.conversation(caller.directory(), &caller.agent))
}

/// Claims a conversation
///
/// From then on only the caller may text in it. Whoever has it already gets it again.
#[utoipa::path(post, path = "/v1/conversations/{id}/claim", tag = "Conversations", params(("id" = String, Path, description = "The conversation.")), responses(
    (status = 200, description = "The caller has the conversation.", body = Conversation),
    (status = 404, description = "`conversation_not_found`"),
    (status = 409, description = "`already_claimed`, with `claimed_by` {id, name}; `conversation_closed`"),
))]
pub(crate) async fn claim_conversation(
    State(api): State<Arc<AgentApi>>,
    caller: Caller,
    ConversationPath(id): ConversationPath,
) -> Result<Json<Conversation>, Failure> {
    let claimed = with_conflict_retry((api, caller.clone(), id), claim).await;
    let claimed = claimed.map_err(|declined| declined.failure(&caller))?;
    Ok(Json(claimed.ok_or_else(conversation_not_found)?))
}
