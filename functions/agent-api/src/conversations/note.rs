//! `POST /v1/conversations/{id}/notes` (MC-34).

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use http::StatusCode;
use memberline_domain::ConversationId;
use memberline_http_api::Failure;
use memberline_http_api::json::JsonBody;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::AgentApi;
use crate::auth::caller::Caller;
use crate::conflict_retry::{Attempted, with_conflict_retry};
use crate::conversations::access::ConversationPath;
use crate::conversations::view::entry::Entry;
use crate::conversations::view::timeline::entries;
use crate::problems::conversation_not_found;
use crate::refusals::Explain as _;

/// Something to write down.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewNote {
    /// The text: 1 to 4,000 characters. White space around it is dropped.
    #[schema(min_length = 1, max_length = 4000, examples("Prefers to be called after 4."))]
    text: String,
}

async fn note((api, caller, id, wish): (Arc<AgentApi>, Caller, ConversationId, NewNote)) -> Attempted<Entry> {
    let found = api.find(&caller, &id).await?.ok_or_else(conversation_not_found)?;
    let noted = found.thread.head.note(id.ordinal, &caller.agent, &wish.text);
    let change = noted.map_err(|refusal| refusal.explain(caller.directory()))?;
    let now = api.now();
    let mut commit = api.store.begin(now);
    commit.change(&found.thread, &change)?;
    api.store.commit(commit).await?;
    let written = change.written(found.thread.seq + 1, now);
    let viewer = caller.viewer(&id.thread, None);
    let shown = entries(&viewer, &written, &BTreeMap::new()).into_iter().next();
    Ok(shown.ok_or_else(conversation_not_found)?)
}

/// Writes a note
///
/// Colleagues who may see the conversation find it in the timeline. The member gets nothing, and nothing counts as answered. It takes no
/// claim.
#[utoipa::path(post, path = "/v1/conversations/{id}/notes", tag = "Conversations", params(("id" = String, Path, description = "The conversation.")), request_body = NewNote, responses(
    (status = 201, description = "The note, as the timeline shows it.", body = Entry),
    (status = 404, description = "`conversation_not_found`"),
    (status = 409, description = "`conversation_closed`"),
    (status = 422, description = "`note_empty`, `note_too_long`"),
))]
pub(crate) async fn write_note(
    State(api): State<Arc<AgentApi>>,
    caller: Caller,
    ConversationPath(id): ConversationPath,
    JsonBody(wish): JsonBody<NewNote>,
) -> Result<(StatusCode, Json<Entry>), Failure> {
    let noted = with_conflict_retry((api, caller, id, wish), note).await?;
    Ok((StatusCode::CREATED, Json(noted)))
}
