//! `POST /v1/conversations/{id}/claim` (MC-31..33).

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use memberline_http_api::Failure;

use crate::api::AgentApi;
use crate::conversations::access::ConversationPath;
use crate::conversations::change::change;
use crate::conversations::view::conversation::Conversation;
use memberline_http_api::caller::Caller;

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
    path: ConversationPath,
) -> Result<Json<Conversation>, Failure> {
    change((api, caller, path), |of| {
        of.thread.claim(of.ordinal, &of.caller.agent, of.now)
    })
    .await
}
