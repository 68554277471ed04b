//! `POST /v1/messages/{message}/attachments/{index}/retry` (EL-20, lesson 34).

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use http::StatusCode;
use memberline_domain::aggregate::Entry as StoredEntry;
use memberline_http_api::Failure;

use crate::api::AgentApi;
use crate::attachments::access::AttachmentPath;
use crate::conflict_retry::{Attempted, with_conflict_retry};
use crate::conversations::view::entry::Entry;
use crate::conversations::view::timeline::entries;
use crate::conversations::view::viewer::Viewer;
use crate::problems::attachment_not_found;
use crate::refusals::Explain as _;
use memberline_http_api::caller::Caller;

async fn retry((api, caller, at): (Arc<AgentApi>, Caller, AttachmentPath)) -> Attempted<Entry> {
    let found = api.find_message(&caller, &at.message).await?;
    let mut found = found.ok_or_else(attachment_not_found)?;
    let now = api.now();
    let medium = (at.message.seq, at.index);
    let asked = found.stored.head.head.retry_attachment(
        caller.tenant.organisation(),
        &found.stored.entries,
        medium,
        caller.id(),
    );
    let change = asked.map_err(|refusal| refusal.explain(caller.directory()))?;
    let mut commit = api.store.begin(now);
    let places = commit.change(&found.stored.head, &change)?;
    api.store.commit(commit).await?;
    let written = places.into_iter().zip(change.entries);
    found
        .stored
        .entries
        .extend(written.map(|(seq, entry)| StoredEntry {
            seq,
            at: now,
            event: entry.event,
            content: entry.content,
        }));
    let viewer = Viewer::of(&caller, &at.message.thread, None);
    let shown = entries(&viewer, &found.stored.entries, &found.standing());
    let mut shown = shown.into_iter();
    let message = shown.find(|entry| matches!(entry, Entry::MessageIn(_)));
    Ok(message.ok_or_else(attachment_not_found)?)
}

/// Fetches an attachment again
///
/// For one that failed, or that was not fetched while pictures were switched off. What becomes of it is told by the message.
#[utoipa::path(post, path = "/v1/messages/{message}/attachments/{index}/retry", tag = "Conversations", params(("message" = String, Path, description = "The message: the id of its entry."), ("index" = u32, Path, description = "Which attachment of it, from 1.")), responses(
    (status = 202, description = "It is fetched again. The message, of kind `message_in`.", body = Entry),
    (status = 404, description = "`attachment_not_found`"),
    (status = 409, description = "`attachment_not_failed`, `attachment_erased`, `pictures_off`"),
))]
pub(crate) async fn retry_attachment(
    State(api): State<Arc<AgentApi>>,
    caller: Caller,
    at: AttachmentPath,
) -> Result<(StatusCode, Json<Entry>), Failure> {
    let shown = with_conflict_retry((api, caller, at), retry).await?;
    Ok((StatusCode::ACCEPTED, Json(shown)))
}
