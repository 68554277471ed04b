//! Who is asking: the token says who, the directory says what they may do.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use http::request::Parts;
use memberline_domain::directory::{Agent, Directory, Permission};
use memberline_domain::{AgentId, OrganisationId, ThreadId};
use memberline_platform::auth::{TokenRefusal, bearer};
use memberline_platform::presign::Signer;
use memberline_platform::{Meaning, Problem};
use memberline_store::{StoreError, Tenant};

use crate::api::AgentApi;
use crate::conversations::view::entry::Viewer;
use crate::envelope::Noted;
use crate::failure::Failure;

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

/// Why a caller is not let in.
#[derive(Debug, thiserror::Error)]
enum Rejection {
    #[error("no token")]
    NoToken,
    #[error(transparent)]
    Token(#[from] TokenRefusal),
    #[error("the token's subject is no agent of any organisation")]
    UnknownAgent,
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<Rejection> for Failure {
    fn from(rejection: Rejection) -> Self {
        match rejection {
            Rejection::NoToken => Problem::new(
                Meaning::Unauthenticated,
                "token_missing",
                "Send a bearer token in the Authorization header.",
            )
            .into(),
            Rejection::Token(refusal @ TokenRefusal::Unavailable) => Self {
                problem: Problem::new(
                    Meaning::Unavailable,
                    refusal.code(),
                    "The issuer of tokens did not answer. Try again in a moment.",
                ),
                cause: Some(refusal.to_string()),
            },
            Rejection::Token(refusal) => Problem::new(
                Meaning::Unauthenticated,
                refusal.code(),
                format!("The token is not accepted: {refusal}."),
            )
            .into(),
            Rejection::UnknownAgent => Problem::new(
                Meaning::Forbidden,
                "unknown_agent",
                "You are signed in, and not an agent here. Ask your administrator to add you.",
            )
            .into(),
            Rejection::Store(error) => error.into(),
        }
    }
}

impl AgentApi {
    async fn caller(&self, token: Option<&str>) -> Result<Caller, Rejection> {
        let token = token.ok_or(Rejection::NoToken)?;
        let subject = self.tokens.verify(token, self.now()).await?;
        let (organisation, id) = self
            .store
            .agent_of(&subject)
            .await?
            .ok_or(Rejection::UnknownAgent)?;
        let tenant = self.store.tenant(&organisation).await?;
        let tenant = tenant.ok_or(Rejection::UnknownAgent)?;
        let agent = tenant.directory.agent(&id).cloned();
        Ok(Caller {
            agent: Arc::new(agent.ok_or(Rejection::UnknownAgent)?),
            tenant,
        })
    }
}

impl FromRequestParts<Arc<AgentApi>> for Caller {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, api: &Arc<AgentApi>) -> Result<Self, Failure> {
        let caller = Box::pin(api.caller(bearer(&parts.headers))).await?;
        if let Some(noted) = parts.extensions.get::<Noted>() {
            noted.note("organisation", caller.organisation());
            noted.note("agent", caller.id());
        }
        Ok(caller)
    }
}

/// A caller who may run the deployment.
#[derive(Debug, Clone)]
pub(crate) struct Operator(pub(crate) Caller);

impl FromRequestParts<Arc<AgentApi>> for Operator {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, api: &Arc<AgentApi>) -> Result<Self, Failure> {
        let caller = Caller::from_request_parts(parts, api).await?;
        if caller.agent.role.permits(Permission::Operate) {
            return Ok(Self(caller));
        }
        Err(Problem::new(
            Meaning::Forbidden,
            "forbidden",
            "Only administrators list and replay what could not be processed.",
        )
        .into())
    }
}
