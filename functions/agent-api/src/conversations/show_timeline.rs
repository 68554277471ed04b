//! `GET /v1/conversations/{id}/timeline` (EL-08, MC-17).

use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use memberline_domain::ConversationId;
use memberline_domain::aggregate::Entry as StoredEntry;
use memberline_domain::thread::ThreadEvent;
use memberline_http_api::Failure;
use memberline_http_api::cursor::CursorError;
use memberline_http_api::page;
use memberline_http_api::page::Page;
use memberline_platform::presign::Signer;
use memberline_store::TimelinePlace;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::api::AgentApi;
use crate::conversations::access::{ConversationPath, visible};
use crate::conversations::view::entry::Entry;
use crate::conversations::view::timeline::entries;
use crate::conversations::view::viewer::Viewer;
use crate::problems::conversation_not_found;
use memberline_http_api::caller::Caller;

const USUAL_LIMIT: u16 = 50;

/// Fewer entries than this are never read: a message can have some ten about it, and is only told together with them.
const FEWEST_READ: u16 = 50;

/// More are never read at once.
const MOST_READ: u16 = 800;

/// Which part of the timeline to show.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct TimelineQuery {
    /// How many entries at most, 1 to 100; 50 when left out. A page may hold fewer and not be the last. Notices come with
    /// the message that they are about, and do not count.
    #[param(value_type = Option<u16>, minimum = 1, maximum = 100)]
    limit: Option<String>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

impl AgentApi {
    /// What signs the addresses of thumbnails, if the entries may have any.
    async fn signer_for(&self, stored: &[StoredEntry<ThreadEvent>]) -> Option<Signer<'_>> {
        let attached = stored.iter().any(|entry| match &entry.event {
            ThreadEvent::Attachment(_) => true,
            ThreadEvent::MessageOut { pictures, .. } => !pictures.is_empty(),
            _ => false,
        });
        if attached {
            self.documents.signer().await.ok()
        } else {
            None
        }
    }

    async fn timeline(
        &self,
        caller: &Caller,
        id: &ConversationId,
        limit: u16,
        cursor: Option<&str>,
    ) -> Result<Page<Entry>, Failure> {
        let list = format!("timeline {}", id.thread);
        let after = caller.cursors(self, &list).open(cursor).await?;
        let after = after.map(|place| place.parse::<TimelinePlace>());
        let after = after.transpose().map_err(|_| CursorError::Invalid)?;
        let mut read = limit.max(FEWEST_READ);
        loop {
            let asked = (Some(id.ordinal), read, after.as_ref());
            let (pair, page) = self.store.timeline(&caller.tenant, &id.thread, asked).await?;
            match visible(pair, id.ordinal, &caller.agent) {
                Ok(found) => found.ok_or_else(conversation_not_found)?,
                // It closed in this moment: its row is there now.
                Err(_) => self.find(caller, id).await?.ok_or_else(conversation_not_found)?,
            };
            if page.is_cut_short() && read < MOST_READ {
                read = (read * 4).min(MOST_READ);
                continue;
            }
            let page = page.cut(limit, after.as_ref());
            let signer = self.signer_for(&page.entries).await;
            let viewer = Viewer::of(caller, &id.thread, signer.as_ref());
            let shown = entries(&viewer, &page.entries, &page.standings());
            let next = page.next.map(|place| place.to_string());
            return Ok(caller.cursors(self, &list).page(shown, next).await?);
        }
    }
}

/// Shows the history
///
/// All that was said and done between the member and this number, in this conversation and the others, newest first. What
/// became of an outgoing message is told by the message.
#[utoipa::path(get, path = "/v1/conversations/{id}/timeline", tag = "Conversations", params(("id" = String, Path, description = "The conversation."), TimelineQuery), responses(
    (status = 200, description = "A page of the timeline, newest first.", body = Page<Entry>),
    (status = 400, description = "`invalid_limit`, `invalid_cursor`, `invalid_query`"),
    (status = 404, description = "`conversation_not_found`"),
))]
pub(crate) async fn show_timeline(
    State(api): State<Arc<AgentApi>>,
    caller: Caller,
    ConversationPath(id): ConversationPath,
    query: Result<Query<TimelineQuery>, QueryRejection>,
) -> Result<Json<Page<Entry>>, Failure> {
    let Query(query) = query.map_err(page::unreadable_query)?;
    let limit = page::limit(query.limit.as_deref(), USUAL_LIMIT)?;
    let page = Box::pin(api.timeline(&caller, &id, limit, query.cursor.as_deref())).await?;
    Ok(Json(page))
}
