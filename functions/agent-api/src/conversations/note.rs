//! `POST /v1/conversations/{id}/notes` (MC-34).

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use http::StatusCode;
use memberline_domain::ConversationId;
use memberline_domain::thread::NoteRefusal;
use memberline_http_api::Failure;
use memberline_http_api::json::JsonBody;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::AgentApi;
use crate::command_error::CommandError;
use crate::conflict_retry::with_conflict_retry;
use crate::conversations::access::ConversationPath;
use crate::conversations::view::entry::Entry;
use crate::conversations::view::timeline::entries;
use crate::conversations::view::viewer::Viewer;
use crate::problems::conversation_not_found;
use memberline_http_api::caller::Caller;

/// Something to write down.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewNote {
    /// The text: 1 to 4,000 characters. White space around it is dropped.
    #[schema(min_length = 1, max_length = 4000, examples("Prefers to be called after 4."))]
    text: String,
}

async fn note(
    (api, caller, id, wish): (Arc<AgentApi>, Caller, ConversationId, NewNote),
) -> Result<Option<Entry>, CommandError<NoteRefusal>> {
    let found = api.find(&caller, &id).await?.ok_or(CommandError::NotFound)?;
    let noted = found.thread.head.note(id.ordinal, &caller.agent, &wish.text);
    let change = noted.map_err(CommandError::Refused)?;
    let now = api.now();
    let mut commit = api.store.begin(now);
    commit.change(&found.thread, &change)?;
    api.store.commit(commit).await?;
    let written = change.written(found.thread.seq + 1, now);
    let viewer = Viewer::of(&caller, &id.thread, None);
    Ok(entries(&viewer, &written, &BTreeMap::new()).into_iter().next())
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
    let noted = with_conflict_retry((api, caller.clone(), id, wish), note).await;
    let noted = noted.map_err(|declined| declined.failure(&caller))?;
    Ok((
        StatusCode::CREATED,
        Json(noted.ok_or_else(conversation_not_found)?),
    ))
}
