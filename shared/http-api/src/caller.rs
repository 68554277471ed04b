//! Who is asking: the token says who, the directory says what they may do.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use http::request::Parts;
use jiff::Timestamp;
use memberline_domain::directory::{Agent, AgentStatus, Directory};
use memberline_domain::{AgentId, OrganisationId};
use memberline_platform::auth::{TokenVerifier, bearer};
use memberline_store::{Store, Tenant};

use crate::cursor::Cursors;
use crate::failure::Failure;
use crate::log_fields::LogFields;
use crate::session::{SessionRefusal, agent_of_token};

/// A function that agents call.
pub trait AgentService: Send + Sync + 'static {
    fn store(&self) -> &Store;
    /// Whose tokens are taken.
    fn tokens(&self) -> &TokenVerifier;
    /// The time by the function's clock.
    fn now(&self) -> Timestamp;
}

impl<S: AgentService> AgentService for Arc<S> {
    fn store(&self) -> &Store {
        self.as_ref().store()
    }

    fn tokens(&self) -> &TokenVerifier {
        self.as_ref().tokens()
    }

    fn now(&self) -> Timestamp {
        self.as_ref().now()
    }
}

/// The agent who asks. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Caller {
    pub tenant: Arc<Tenant>,
    pub agent: Arc<Agent>,
    /// When they signed in, as far as their token says so.
    pub signed_in_at: Option<Timestamp>,
}

impl Caller {
    /// The directory of the caller's organisation.
    pub fn directory(&self) -> &Directory {
        &self.tenant.directory
    }

    /// The id of the caller's organisation.
    pub fn organisation(&self) -> &OrganisationId {
        self.tenant.id()
    }

    /// The caller's own id.
    pub fn id(&self) -> &AgentId {
        &self.agent.id
    }

    /// The cursors of a list as the caller sees it.
    pub fn cursors<'a>(&'a self, service: &'a impl AgentService, list: &'a str) -> Cursors<'a> {
        Cursors {
            store: service.store(),
            tenant: &self.tenant,
            agent: self.id(),
            list,
        }
    }

    async fn of(service: &impl AgentService, token: Option<&str>) -> Result<Self, SessionRefusal> {
        let proof = (service.tokens(), service.store());
        let session = agent_of_token(proof, token, service.now()).await?;
        let tenant = service.store().tenant(&session.organisation).await?;
        let tenant = tenant.ok_or(SessionRefusal::UnknownAgent)?;
        let agent = tenant.directory.agent(&session.agent).cloned();
        let agent = agent.ok_or(SessionRefusal::UnknownAgent)?;
        if agent.status == AgentStatus::Suspended {
            return Err(SessionRefusal::Suspended);
        }
        Ok(Self {
            agent: Arc::new(agent),
            tenant,
            signed_in_at: session.signed_in_at,
        })
    }
}

impl<S: AgentService> FromRequestParts<Arc<S>> for Caller {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, service: &Arc<S>) -> Result<Self, Failure> {
        let caller = Box::pin(Self::of(service, bearer(&parts.headers))).await?;
        if let Some(fields) = parts.extensions.get::<LogFields>() {
            fields.note("organisation", caller.organisation());
            fields.note("agent", caller.id());
        }
        Ok(caller)
    }
}
