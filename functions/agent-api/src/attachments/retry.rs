//! `POST /v1/messages/{message}/attachments/{index}/retry` (EL-20, lesson 34).

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use http::StatusCode;
use memberline_domain::aggregate::Entry as StoredEntry;
use memberline_domain::directory::Directory;
use memberline_domain::thread::RetryRefusal;
use memberline_http_api::{Meaning, Problem};

use crate::api::AgentApi;
use crate::attachments::access::{AtAttachment, attachment_not_found};
use crate::auth::caller::Caller;
use crate::conversations::access::{Declined, settle};
use crate::conversations::view::entry::{Entry, entries};
use crate::refusals::Explain;
use memberline_http_api::Failure;

impl Explain for RetryRefusal {
    fn explain(&self, _: &Directory) -> Problem {
        let conflict = |code, detail| Problem::new(Meaning::Conflict, code, detail);
        match self {
            Self::NotFound => attachment_not_found(),
            Self::NotFailed => conflict(
                "attachment_not_failed",
                "The file did not fail, so there is nothing to try again.",
            ),
            Self::PicturesOff => conflict("pictures_off", "Picture messages are switched off."),
            Self::Erased => conflict(
                "attachment_erased",
                "The carrier erased the file. Ask the member to send it once more.",
            ),
        }
    }
}

async fn retry(
    (api, caller, at): (Arc<AgentApi>, Caller, AtAttachment),
) -> Result<Option<Entry>, Declined<RetryRefusal>> {
    let found = api.find_message(&caller, &at.message).await?;
    let mut found = found.ok_or(Declined::Refused(RetryRefusal::NotFound))?;
    let now = api.now();
    let medium = (at.message.seq, at.index);
    let asked = found.stored.head.head.retry_attachment(
        caller.tenant.organisation(),
        &found.stored.entries,
        medium,
        caller.id(),
    );
    let change = asked.map_err(Declined::Refused)?;
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
    let viewer = caller.viewer(&at.message.thread, None);
    let shown = entries(&viewer, &found.stored.entries, &found.standing());
    Ok(shown
        .into_iter()
        .find(|entry| matches!(entry, Entry::MessageIn(_))))
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
    at: AtAttachment,
) -> Result<(StatusCode, Json<Entry>), Failure> {
    let shown = settle((api, caller.clone(), at), retry).await;
    let shown = shown.map_err(|declined| declined.failure(&caller))?;
    let shown = shown.ok_or_else(attachment_not_found)?;
    Ok((StatusCode::ACCEPTED, Json(shown)))
}
