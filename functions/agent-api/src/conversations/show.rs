//! `GET /v1/conversations/{id}`.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;

use crate::api::AgentApi;
use crate::auth::caller::Caller;
use crate::conversations::access::{At, not_found};
use crate::conversations::view::conversation::Conversation;
use memberline_http_api::Failure;

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
    At(id): At,
) -> Result<Json<Conversation>, Failure> {
    let found = Box::pin(api.find_whole(&caller, &id))
        .await?
        .ok_or_else(not_found)?;
    let shown = found.located().conversation(caller.directory(), &caller.agent);
    Ok(Json(shown.ok_or_else(not_found)?))
}
