//! Whose token a request brings.

use jiff::Timestamp;
use memberline_domain::{AgentId, OrganisationId};
use memberline_platform::auth::{TokenRefusal, TokenVerifier};
use memberline_store::{Store, StoreError};

use crate::failure::Failure;
use crate::problem::{Meaning, Problem};

/// Why nobody is known to be signed in.
#[derive(Debug, thiserror::Error)]
pub enum SessionRefusal {
    /// No token came.
    #[error("no token")]
    NoToken,
    /// The token is not accepted, or its issuer does not answer.
    #[error(transparent)]
    Token(#[from] TokenRefusal),
    /// The token is good, and its subject is in no directory.
    #[error("the token's subject is no agent of any organisation")]
    UnknownAgent,
    /// The agent was suspended.
    #[error("the agent is suspended")]
    Suspended,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<SessionRefusal> for Failure {
    fn from(refusal: SessionRefusal) -> Self {
        match refusal {
            SessionRefusal::NoToken => Problem::new(
                Meaning::Unauthenticated,
                "token_missing",
                "Send a bearer token in the Authorization header.",
            )
            .into(),
            SessionRefusal::Token(refusal @ TokenRefusal::Unavailable) => Self {
                problem: issuer_unavailable(refusal),
                cause: Some(refusal.to_string()),
            },
            SessionRefusal::Token(refusal) => Problem::new(
                Meaning::Unauthenticated,
                refusal.code(),
                format!("The token is not accepted: {refusal}."),
            )
            .into(),
            SessionRefusal::UnknownAgent => Problem::new(
                Meaning::Forbidden,
                "unknown_agent",
                "You are signed in, and not an agent here. Ask your administrator to add you.",
            )
            .into(),
            SessionRefusal::Suspended => Problem::new(
                Meaning::Forbidden,
                "agent_suspended",
                "You are suspended here. Ask your administrator.",
            )
            .into(),
            SessionRefusal::Store(error) => error.into(),
        }
    }
}

/// The problem of an issuer of tokens that does not answer.
pub fn issuer_unavailable(refusal: TokenRefusal) -> Problem {
    Problem::new(
        Meaning::Unavailable,
        refusal.code(),
        "The issuer of tokens did not answer. Try again in a moment.",
    )
}

/// Whom a token stands for.
#[derive(Debug, Clone)]
pub struct Session {
    pub organisation: OrganisationId,
    pub agent: AgentId,
    /// When they signed in, as far as the token says so.
    pub signed_in_at: Option<Timestamp>,
}

/// The agent whom the token stands for, and their organisation.
pub async fn agent_of_token(
    (tokens, store): (&TokenVerifier, &Store),
    token: Option<&str>,
    now: Timestamp,
) -> Result<Session, SessionRefusal> {
    let token = token.ok_or(SessionRefusal::NoToken)?;
    let verified = tokens.verify(token, now).await?;
    let known = store.agent_of(&verified.subject).await?;
    let (organisation, agent) = known.ok_or(SessionRefusal::UnknownAgent)?;
    Ok(Session {
        organisation,
        agent,
        signed_in_at: verified.signed_in_at,
    })
}
