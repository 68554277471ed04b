//! `POST /v1/messages/{message}/attachments/{index}/downloads` (EL-21, EL-22, EL-24).

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use http::StatusCode;
use jiff::Timestamp;
use memberline_domain::directory::Directory;
use memberline_domain::download::{DownloadRequest, LIFETIME, RequestRefusal, Unready};
use memberline_http_api::Failure;
use memberline_http_api::{Meaning, Problem};
use memberline_store::DownloadLink;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::AgentApi;
use crate::attachments::access::AttachmentPath;
use crate::conflict_retry::{Attempted, with_conflict_retry};
use crate::problems::attachment_not_found;
use crate::refusals::Explain;
use memberline_http_api::caller::Caller;

/// A link is on its way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct LinkSent {
    /// Where it is sent, as far as its owner recognises it.
    #[schema(examples("m•••@lakeside.example"))]
    email: String,
    /// When the link stops working.
    expires_at: Timestamp,
}

/// An email address that only its owner recognises: the first character, and the domain.
fn masked(email: &str) -> String {
    let (name, domain) = email.split_once('@').unwrap_or((email, ""));
    let first: String = name.chars().take(1).collect();
    format!("{first}•••@{domain}")
}

impl Explain for RequestRefusal {
    fn explain(&self, _: &Directory) -> Problem {
        match self {
            Self::NotFound => attachment_not_found(),
            Self::NotShown => Problem::new(
                Meaning::Forbidden,
                "pictures_not_shown",
                "Pictures and files are not shown to you. Ask your administrator.",
            ),
            Self::MailStopped => Problem::new(
                Meaning::Conflict,
                "mail_stopped",
                "No email reaches you: your mailbox refused one, or marked one as spam. Ask your administrator.",
            ),
            Self::Unready(unready) => Problem::new(
                Meaning::Conflict,
                unready.code(),
                match unready {
                    Unready::NotReady => "The file is still being fetched or scanned. Try again in a moment.",
                    Unready::Blocked => "The file is blocked, and nobody can download it.",
                    Unready::Failed => "The file could not be fetched. Have it fetched again first.",
                    Unready::Withheld => "The file was not fetched, as pictures are switched off.",
                },
            ),
        }
    }
}

async fn request((api, caller, at): (Arc<AgentApi>, Caller, AttachmentPath)) -> Attempted<LinkSent> {
    let found = api.find_message(&caller, &at.message).await?;
    let found = found.ok_or_else(attachment_not_found)?;
    let (head, now) = (&found.stored.head, api.now());
    // The entry's place makes the token; if another entry takes that place first, this is decided again.
    let token = head.link_token(head.seq + 1)?;
    let asking = DownloadRequest {
        organisation: caller.tenant.organisation(),
        agent: &caller.agent,
        place: &found.place,
        medium: (at.message.seq, at.index),
        link: &token.link(),
    };
    let asked = head.head.request_download(asking, &found.stored.entries, now);
    let change = asked.map_err(|refusal| refusal.explain(caller.directory()))?;
    let expires_at = now + LIFETIME;
    let link = DownloadLink {
        organisation: caller.organisation().clone(),
        thread: at.message.thread.clone(),
        conversation: head.head.conversation,
        message: at.message.seq,
        index: at.index,
        agent: caller.id().clone(),
        issued_at: now,
        expires_at,
    };
    let mut commit = api.store.begin(now);
    commit.change(head, &change)?;
    commit.link(&token, &link)?;
    api.store.commit(commit).await?;
    Ok(LinkSent {
        email: masked(&caller.agent.email),
        expires_at,
    })
}

/// Sends a link to download an attachment
///
/// It goes by email to the caller, works for 60 minutes, as often as needed, and for nobody else unless the organisation says
/// so. Asking again sends another one.
#[utoipa::path(post, path = "/v1/messages/{message}/attachments/{index}/downloads", tag = "Conversations", params(("message" = String, Path, description = "The message: the id of its entry."), ("index" = u32, Path, description = "Which attachment of it, from 1.")), responses(
    (status = 202, description = "The email is on its way.", body = LinkSent),
    (status = 403, description = "`pictures_not_shown`"),
    (status = 404, description = "`attachment_not_found`"),
    (status = 409, description = "`attachment_not_ready`, `attachment_blocked`, `attachment_failed`, `attachment_withheld`, `mail_stopped`"),
))]
pub(crate) async fn request_download(
    State(api): State<Arc<AgentApi>>,
    caller: Caller,
    at: AttachmentPath,
) -> Result<(StatusCode, Json<LinkSent>), Failure> {
    let sent = with_conflict_retry((api, caller, at), request).await?;
    Ok((StatusCode::ACCEPTED, Json(sent)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::samples;

    #[test]
    fn an_address_is_masked() {
        for (email, shown) in [
            ("maria@lakeside.example", "m•••@lakeside.example"),
            ("é@x.example", "é•••@x.example"),
            ("@x.example", "•••@x.example"),
            ("nothing", "n•••@"),
        ] {
            assert_eq!(masked(email), shown);
        }
    }

    #[test]
    fn every_refusal_has_its_own_code_and_status() {
        for (refusal, status, code) in [
            (RequestRefusal::NotFound, 404, "attachment_not_found"),
            (RequestRefusal::NotShown, 403, "pictures_not_shown"),
            (RequestRefusal::MailStopped, 409, "mail_stopped"),
            (Unready::NotReady.into(), 409, "attachment_not_ready"),
            (Unready::Blocked.into(), 409, "attachment_blocked"),
            (Unready::Failed.into(), 409, "attachment_failed"),
            (Unready::Withheld.into(), 409, "attachment_withheld"),
        ] {
            let problem = refusal.explain(&samples::directory());
            assert_eq!((problem.meaning.status(), problem.code), (status, code));
        }
    }
}
