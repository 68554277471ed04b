//! The link that a token is of, with whoever comes with it.

use std::sync::Arc;

use jiff::Timestamp;
use memberline_domain::directory::Agent;
use memberline_domain::download::{Visit, Visitor};
use memberline_domain::thread::{ClosedConversation, Thread};
use memberline_domain::{AgentId, MessageId, OrganisationId, TeamId};
use memberline_platform::auth::TokenRefusal;
use memberline_platform::telemetry::LogLine;
use memberline_store::{DownloadLink, StoredMessage, Tenant, Wanted};

use crate::SecureDownload;
use crate::refusal::Refusal;
use crate::request::Ask;

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
pub(crate) struct Held {
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
    team: TeamId,
}

/// The team that a conversation of the thread belongs to; one that is none, to that of the number.
fn team_of(
    tenant: &Tenant,
    thread: &Thread,
    closed: Option<&ClosedConversation>,
    ordinal: u32,
) -> Option<TeamId> {
    let open = thread.conversation.as_ref();
    let mut known = open.into_iter().chain(closed.map(|closed| &closed.conversation));
    if ordinal == 0 {
        return tenant
            .directory
            .number(&thread.ours)
            .map(|number| number.team.clone());
    }
    known.find(|c| c.ordinal == ordinal).map(|c| c.place.team.clone())
}

/// How often reads that do not fit together are made again.
const READS: u32 = 3;

impl SecureDownload {
    /// Who is signed in. A session that is not accepted is none: where one is needed, the answer is to sign in.
    async fn session(&self, token: Option<&str>, now: Timestamp) -> Result<Session, Refusal> {
        let Some(token) = token else {
            return Ok(Session::Nobody);
        };
        let subject = match self.tokens.verify(token, now).await {
            Ok(subject) => subject,
            Err(refusal @ TokenRefusal::Unavailable) => return Err(Refusal::Issuer(refusal)),
            Err(_) => return Ok(Session::Nobody),
        };
        let known = self.store.agent_of(&subject).await?;
        Ok(known.map_or(Session::Stranger, |(organisation, agent)| {
            Session::Agent(organisation, agent)
        }))
    }

    /// The link that the token is of: two reads at once, and the organisation's directory.
    pub(crate) async fn held(&self, ask: &Ask, now: Timestamp, log: &mut LogLine) -> Result<Held, Refusal> {
        let link = async { Ok(self.store.download_link(&ask.token).await?) };
        let (link, session) = tokio::try_join!(link, self.session(ask.session.as_deref(), now))?;
        let link = link.ok_or(Refusal::NotFound)?;
        let tenant = self.store.tenant(&link.organisation).await?;
        let tenant = tenant.ok_or(Refusal::NotFound)?;
        log.note("organisation", link.organisation.as_str());
        log.note("message", format!("{}.{}", link.thread, link.message));
        if let Session::Agent(_, agent) = &session {
            log.note("agent", agent.as_str());
        }
        Ok(Held {
            link,
            id: ask.token.link(),
            tenant,
            session,
        })
    }

    /// What the link leads to, as it is now: two reads at once.
    pub(crate) async fn find(&self, held: &Held) -> Result<Found, Refusal> {
        let Held { link, tenant, .. } = held;
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
            if let Some(team) = team_of(tenant, &thread.head, pair.closed.as_ref(), link.conversation) {
                return Ok(Found { message, team });
            }
        }
        Err(Refusal::NotFound)
    }
}

impl Held {
    fn agent(&self) -> Option<&Agent> {
        match &self.session {
            Session::Agent(organisation, agent) if organisation == self.tenant.id() => {
                self.tenant.directory.agent(agent)
            }
            _ => None,
        }
    }

    /// The visit that the rules decide on.
    pub(crate) fn visit<'a>(&'a self, found: &'a Found) -> Visit<'a> {
        Visit {
            directory: &self.tenant.directory,
            team: &found.team,
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
