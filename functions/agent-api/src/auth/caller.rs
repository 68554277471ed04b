//! Who is asking: the token says who, the directory says what they may do.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use http::request::Parts;
use memberline_domain::directory::{Agent, Directory};
use memberline_domain::{AgentId, OrganisationId, ThreadId};
use memberline_http_api::Failure;
use memberline_http_api::LogFields;
use memberline_http_api::cursor::Cursors;
use memberline_http_api::session::{SessionRefusal, agent_of_token};
use memberline_platform::auth::bearer;
use memberline_platform::presign::Signer;
use memberline_store::Tenant;

use crate::api::AgentApi;
use crate::conversations::view::entry::Viewer;

/// The agent who asks. Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    pub(crate) tenant: Arc<Tenant>,
    pub(crate) agent: Arc<Agent>,
}

impl Caller {
    pub(crate) fn directory(&self) -> &Directory {
        &self.tenant.directory
    }

    pub(crate) fn organisation(&self) -> &OrganisationId {
        self.tenant.id()
    }

    pub(crate) fn id(&self) -> &AgentId {
        &self.agent.id
    }

    /// The cursors of a list as the caller sees it.
    pub(crate) fn cursors<'a>(&'a self, api: &'a AgentApi, list: &'a str) -> Cursors<'a> {
        Cursors {
            store: &api.store,
            tenant: &self.tenant,
            agent: self.id(),
            list,
        }
    }

    /// The caller as who looks at a timeline.
    pub(crate) fn viewer<'a>(&'a self, thread: &'a ThreadId, signer: Option<&'a Signer<'a>>) -> Viewer<'a> {
        Viewer {
            directory: self.directory(),
            agent: &self.agent,
            thread,
            signer,
        }
    }
}

impl AgentApi {
    async fn caller(&self, token: Option<&str>) -> Result<Caller, SessionRefusal> {
        let (organisation, id) = agent_of_token((&self.tokens, &self.store), token, self.now()).await?;
        let tenant = self.store.tenant(&organisation).await?;
        let tenant = tenant.ok_or(SessionRefusal::UnknownAgent)?;
        let agent = tenant.directory.agent(&id).cloned();
        Ok(Caller {
            agent: Arc::new(agent.ok_or(SessionRefusal::UnknownAgent)?),
            tenant,
        })
    }
}

impl FromRequestParts<Arc<AgentApi>> for Caller {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, api: &Arc<AgentApi>) -> Result<Self, Failure> {
        let caller = Box::pin(api.caller(bearer(&parts.headers))).await?;
        if let Some(fields) = parts.extensions.get::<LogFields>() {
            fields.note("organisation", caller.organisation());
            fields.note("agent", caller.id());
        }
        Ok(caller)
    }
}
