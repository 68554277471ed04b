//! The link that a token is of, with whoever comes with it.

use std::sync::Arc;

use jiff::Timestamp;

use memberline_domain::directory::Agent;
use memberline_domain::download::{Visit, Visitor};
use memberline_domain::thread::Assignment;
use memberline_domain::{AgentId, MessageId, OrganisationId};
use memberline_http_api::session::{SessionRefusal, agent_of_token};
use memberline_platform::auth::TokenRefusal;
use memberline_platform::telemetry::LogLine;
use memberline_store::{CommandError, DownloadLink, StoredMessage, Tenant, Wanted};

use crate::SecureDownload;
use crate::refusal::Refusal;
use crate::request::LinkRequest;

/// Who is signed in.
#[derive(Debug, Clone)]
pub(crate) enum Session {
    Nobody,
    /// Somebody who is no agent of any organisation.
    Stranger,
    Agent(OrganisationId, AgentId),
}

/// A link, and who comes with it.
#[derive(Debug)]
pub(crate) struct ResolvedLink {
    pub(crate) link: DownloadLink,
    /// What the link is known by.
    pub(crate) id: String,
    pub(crate) tenant: Arc<Tenant>,
    session: Session,
}

/// The message that a link leads to, as it is now.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) message: StoredMessage,
    place: Assignment,
}

/// How often reads that do not fit together are made again.
const READS: u32 = 3;

impl SecureDownload {
    /// Who is signed in. A session that is not accepted is none: where one is needed, the answer is to sign in.
    async fn session(&self, token: Option<&str>, now: Timestamp) -> Result<Session, CommandError<Refusal>> {
        match agent_of_token((&self.tokens, &self.store), token, now).await {
            Ok(known) => Ok(Session::Agent(known.organisation, known.agent)),
            Err(SessionRefusal::UnknownAgent | SessionRefusal::Suspended) => Ok(Session::Stranger),
            Err(SessionRefusal::Token(refusal @ TokenRefusal::Unavailable)) => {
                Err(Refusal::Issuer(refusal).into())
            }
            Err(SessionRefusal::NoToken | SessionRefusal::Token(_)) => Ok(Session::Nobody),
            Err(SessionRefusal::Store(error)) => Err(error.into()),
        }
    }

    /// The link that the token is of: two reads at once, and the organisation's directory.
    pub(crate) async fn resolve(
        &self,
        request: &LinkRequest,
        now: Timestamp,
        log: &mut LogLine,
    ) -> Result<ResolvedLink, CommandError<Refusal>> {
        let link = async { Ok(self.store.download_link(&request.token).await?) };
        let (link, session) = tokio::try_join!(link, self.session(request.session.as_deref(), now))?;
        let link = link.ok_or(Refusal::NotFound)?;
        let tenant = self.store.tenant(&link.organisation).await?;
        let tenant = tenant.ok_or(Refusal::NotFound)?;
        log.note("organisation", link.organisation.as_str());
        log.note("message", format!("{}.{}", link.thread, link.message));
        if let Session::Agent(_, agent) = &session {
            log.note("agent", agent.as_str());
        }
        Ok(ResolvedLink {
            link,
            id: request.token.link(),
            tenant,
            session,
        })
    }

    /// What the link leads to, as it is now: two reads at once.
    pub(crate) async fn find(&self, resolved: &ResolvedLink) -> Result<Found, CommandError<Refusal>> {
        let ResolvedLink { link, tenant, .. } = resolved;
        let closed = (link.conversation > 0).then_some(link.conversation);
        let id = MessageId {
            thread: link.thread.clone(),
            seq: link.message,
        };
        for _ in 0..READS {
            let wanted = Wanted::of(tenant).thread(&id.thread).message(&id);
            let wanted = match closed {
                Some(ordinal) => wanted.closed(&id.thread, ordinal),
                None => wanted,
            };
            let read = self.store.load(wanted).await?;
            let pair = read.of_thread(&id.thread, closed)?;
            let message = read.message(&id, pair.thread.as_ref())?;
            let (Some(thread), Some(message)) = (pair.thread, message) else {
                break;
            };
            // Neither open nor closed: it closed between the reads.
            let place = thread
                .head
                .place_of(&tenant.directory, link.conversation, pair.closed.as_ref());
            if let Some(place) = place {
                return Ok(Found { message, place });
            }
        }
        Err(Refusal::NotFound.into())
    }
}

impl ResolvedLink {
    fn agent(&self) -> Option<&Agent> {
        match &self.session {
            Session::Agent(organisation, agent) if organisation == self.tenant.id() => {
                self.tenant.directory.active_agent(agent)
            }
            _ => None,
        }
    }

    /// The visit that the rules decide on.
    pub(crate) fn visit<'a>(&'a self, found: &'a Found) -> Visit<'a> {
        Visit {
            directory: &self.tenant.directory,
            place: &found.place,
            asked_by: &self.link.agent,
            medium: (self.link.message, self.link.index),
            link: &self.id,
            expires_at: self.link.expires_at,
            visitor: match (&self.session, self.agent()) {
                (Session::Nobody, _) => Visitor::Nobody,
                (_, Some(agent)) => Visitor::Agent(agent),
                (_, None) => Visitor::Stranger,
            },
        }
    }
}
