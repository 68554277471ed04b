//! Why a request is not done, and how that is said.

use memberline_domain::download::{OpenRefusal, Unready};
use memberline_http_api::failure::{method_not_allowed, no_such_route};
use memberline_http_api::session::issuer_unavailable;
use memberline_http_api::{Failure, Meaning, Problem};
use memberline_platform::auth::TokenRefusal;
use memberline_platform::presign::PresignError;
use memberline_store::Rejection;

/// Why a request is not done, apart from the store.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Refusal {
    /// Nothing is at this path.
    #[error("there is nothing at this address")]
    NoSuchRoute,
    /// Only `POST` asks anything.
    #[error("only POST asks anything")]
    Method,
    /// The content type is not JSON.
    #[error("the content type is not JSON")]
    ContentType,
    /// The body is too large.
    #[error("the body is too large")]
    TooLarge,
    /// The body is not of the form that is read.
    #[error("the body is malformed")]
    Malformed,
    /// There is no such link, as far as the visitor may know.
    #[error("there is no such link")]
    NotFound,
    /// The rules are against it.
    #[error(transparent)]
    Open(OpenRefusal),
    /// The issuer of tokens did not answer.
    #[error(transparent)]
    Issuer(TokenRefusal),
    /// The URL was not signed.
    #[error(transparent)]
    Presign(#[from] PresignError),
}

impl Rejection for Refusal {}

impl From<OpenRefusal> for Refusal {
    fn from(refusal: OpenRefusal) -> Self {
        match refusal {
            OpenRefusal::NotFound => Self::NotFound,
            other => Self::Open(other),
        }
    }
}

fn unready(unready: Unready) -> Problem {
    let detail = match unready {
        Unready::NotReady => "The file is being scanned again. Try again in a moment.",
        Unready::Blocked => "The file was blocked since the link was sent, and nobody can download it.",
        Unready::Failed => "The file could not be scanned again. Have it fetched again first.",
        Unready::Withheld => "The file is not here, as pictures are switched off.",
    };
    Problem::new(Meaning::Conflict, unready.code(), detail)
}

impl Refusal {
    /// The problem as the visitor may see it.
    pub(crate) fn problem(&self) -> Problem {
        let problem = |meaning, code, detail: &str| Problem::new(meaning, code, detail);
        match self {
            Self::NoSuchRoute => no_such_route(),
            Self::Method => method_not_allowed(),
            Self::ContentType => problem(
                Meaning::UnsupportedType,
                "unsupported_content_type",
                "Send the body as application/json.",
            ),
            Self::TooLarge => problem(
                Meaning::TooLarge,
                "body_too_large",
                "A body has at most 4096 bytes.",
            ),
            Self::Malformed => problem(
                Meaning::Malformed,
                "malformed_body",
                "Send the link's token as {\"token\": \"…\"}.",
            ),
            Self::NotFound | Self::Open(OpenRefusal::NotFound) => problem(
                Meaning::NotFound,
                "link_not_found",
                "There is no such link, or it is somebody else's.",
            ),
            Self::Open(OpenRefusal::Expired) => problem(
                Meaning::Gone,
                "link_expired",
                "The link worked for 60 minutes. Press Secure Download again for a new one.",
            ),
            Self::Open(OpenRefusal::SessionNeeded) => problem(
                Meaning::Unauthenticated,
                "session_needed",
                "Sign in as the agent whom the link was sent to.",
            ),
            Self::Open(OpenRefusal::UsedTooOften) => problem(
                Meaning::Conflict,
                "link_used_too_often",
                "The link was opened too often. Press Secure Download again for a new one.",
            ),
            Self::Open(OpenRefusal::Unready(reason)) => unready(*reason),
            Self::Issuer(refusal) => issuer_unavailable(*refusal),
            Self::Presign(_) => problem(
                Meaning::Unavailable,
                "unavailable",
                "A service that this needs did not answer. Try again in a moment.",
            ),
        }
    }

    /// What only operators may know of it; nothing personal.
    fn cause(&self) -> Option<String> {
        matches!(self, Self::Issuer(_) | Self::Presign(_)).then(|| self.to_string())
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self {
            problem: refusal.problem(),
            cause: refusal.cause(),
        }
    }
}
