//! `GET /v1/conversations/{id}/timeline` (EL-08, MC-17).

use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use memberline_domain::ConversationId;
use memberline_domain::aggregate::{Entry as StoredEntry, Event as _};
use memberline_domain::thread::ThreadEvent;
use memberline_platform::presign::Signer;
use memberline_store::{StoreError, TimelinePage, keys};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::AgentApi;
use crate::caller::Caller;
use crate::conversation::{At, not_found, visible};
use crate::cursor::CursorError;
use crate::failure::Failure;
use crate::paging;
use crate::view::{Entry, Page, entries};

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

/// What stops a timeline from being shown.
#[derive(Debug, thiserror::Error)]
enum Unshown {
    #[error("there is no such conversation")]
    NotFound,
    #[error(transparent)]
    Cursor(#[from] CursorError),
}

impl From<StoreError> for Unshown {
    fn from(error: StoreError) -> Self {
        Self::Cursor(error.into())
    }
}

impl From<Unshown> for Failure {
    fn from(unshown: Unshown) -> Self {
        match unshown {
            Unshown::NotFound => not_found().into(),
            Unshown::Cursor(error) => error.into(),
        }
    }
}

/// Whether not even one message came with all that is about it.
fn is_cut_short(page: &TimelinePage) -> bool {
    page.next.is_some() && page.entries.iter().all(|entry| entry.event.about().is_some())
}

/// The first `limit` entries with what is about them, and where the rest begins.
fn cut(page: TimelinePage, limit: u16) -> (Vec<StoredEntry<ThreadEvent>>, Option<String>) {
    let TimelinePage { mut entries, next } = page;
    let own = entries
        .iter()
        .enumerate()
        .filter(|(_, e)| e.event.about().is_none());
    let last = own.map(|(at, _)| at).nth(usize::from(limit.saturating_sub(1)));
    match last {
        Some(last) if last + 1 < entries.len() => {
            entries.truncate(last + 1);
            let next = entries.last().map(|entry| keys::entry(entry.seq, None));
            (entries, next)
        }
        _ => (entries, next),
    }
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
    ) -> Result<Page<Entry>, Unshown> {
        let list = format!("timeline {}", id.thread);
        let after = self.after(caller, &list, cursor).await?;
        let mut read = limit.max(FEWEST_READ);
        loop {
            let asked = (Some(id.ordinal), read, after.as_deref());
            let (pair, page) = self.store.timeline(&caller.tenant, &id.thread, asked).await?;
            match visible(pair, id.ordinal, &caller.agent) {
                Ok(found) => found.ok_or(Unshown::NotFound)?,
                // It closed in this moment: its row is there now.
                Err(_) => self.find(caller, id).await?.ok_or(Unshown::NotFound)?,
            };
            if is_cut_short(&page) && read < MOST_READ {
                read = (read * 4).min(MOST_READ);
                continue;
            }
            let (stored, next) = cut(page, limit);
            let signer = self.signer_for(&stored).await;
            let viewer = caller.viewer(&id.thread, signer.as_ref());
            return Ok(self.paged(caller, &list, entries(&viewer, &stored), next).await?);
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
    At(id): At,
    query: Result<Query<TimelineQuery>, QueryRejection>,
) -> Result<Json<Page<Entry>>, Failure> {
    let Query(query) = query.map_err(paging::unreadable)?;
    let limit = paging::limit(query.limit.as_deref(), USUAL_LIMIT)?;
    let page = Box::pin(api.timeline(&caller, &id, limit, query.cursor.as_deref())).await?;
    Ok(Json(page))
}

#[cfg(test)]
mod tests {
    use memberline_domain::AgentId;
    use memberline_domain::thread::Journey;

    use super::*;

    fn entry(seq: u64, about: Option<u64>) -> StoredEntry<ThreadEvent> {
        let event = match about {
            Some(message) => ThreadEvent::Notice {
                message,
                recipients: Vec::new(),
                request: None,
            },
            None => ThreadEvent::Named {
                by: memberline_domain::thread::Actor::Agent {
                    agent: AgentId::parse("maria").unwrap(),
                },
                journey: Journey::ElleChat,
            },
        };
        StoredEntry {
            seq,
            at: crate::view::samples::at("2026-11-22T10:00:00Z"),
            event,
            content: None,
        }
    }

    fn page(next: Option<&str>) -> TimelinePage {
        TimelinePage {
            entries: vec![
                entry(7, None),
                entry(6, Some(3)),
                entry(5, Some(3)),
                entry(3, None),
                entry(2, None),
            ],
            next: next.map(str::to_owned),
        }
    }

    #[test]
    fn a_page_ends_with_an_entry_and_all_that_is_about_it() {
        let cut_at = |limit| {
            let (entries, next) = cut(page(Some("E#0000000002")), limit);
            (entries.iter().map(|e| e.seq).collect::<Vec<_>>(), next)
        };
        assert_eq!(cut_at(1), (vec![7], Some("E#0000000007".to_owned())));
        assert_eq!(cut_at(2), (vec![7, 6, 5, 3], Some("E#0000000003".to_owned())));
        assert_eq!(cut_at(3), (vec![7, 6, 5, 3, 2], Some("E#0000000002".to_owned())));
        assert_eq!(cut_at(9), (vec![7, 6, 5, 3, 2], Some("E#0000000002".to_owned())));
        assert_eq!(cut(page(None), 3).1, None, "the last page");
    }

    #[test]
    fn a_page_of_nothing_but_deliveries_is_too_short() {
        let only = |next: Option<&str>| TimelinePage {
            entries: vec![entry(9, Some(3))],
            next: next.map(str::to_owned),
        };
        assert!(is_cut_short(&only(Some("E#0000000003#0000000009"))));
        assert!(!is_cut_short(&only(None)));
        assert!(!is_cut_short(&page(Some("E#0000000002"))));
    }
}
