//! `GET /v1/conversations/{id}`.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use memberline_http_api::Failure;

use crate::api::AgentApi;
use crate::conversations::access::ConversationPath;
use crate::conversations::view::conversation::Conversation;
use crate::problems::conversation_not_found;
use memberline_http_api::caller::Caller;

/// Shows a conversation
///
/// Open or closed, with what the caller may do in it now.
#[utoipa::path(get, path = "/v1/conversations/{id}", tag = "Conversations", params(("id" = String, Path, description = "The conversation.")), responses(
    (status = 200, description = "The conversation, open or closed.", body = Conversation),
    (status = 404, description = "`conversation_not_found`"),
))]
pub(crate) async fn show_conversation(
    State(api): State<Arc<AgentApi>>,
    caller: Caller,
    ConversationPath(id): ConversationPath,
) -> Result<Json<Conversation>, Failure> {
    let found = Box::pin(api.find_whole(&caller, &id))
        .await?
        .ok_or_else(conversation_not_found)?;
    let shown = found.view().conversation(caller.directory(), &caller.agent);
    Ok(Json(shown.ok_or_else(conversation_not_found)?))
}
