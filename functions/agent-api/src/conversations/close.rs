//! `POST /v1/conversations/{id}/close` (MC-37).

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use memberline_http_api::Failure;

use crate::api::AgentApi;
use crate::conversations::access::ConversationPath;
use crate::conversations::change::change;
use crate::conversations::view::conversation::Conversation;
use memberline_http_api::caller::Caller;

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
    path: ConversationPath,
) -> Result<Json<Conversation>, Failure> {
    change((api, caller, path), |of| {
        of.thread.close(of.ordinal, &of.caller.agent, of.now)
    })
    .await
}
