//! Why an event of a loan-origination system is refused.

use memberline_domain::application::{LosRefusal, MAX_EVENT_BYTES, NotJson};
use memberline_http_api::gateway::BodyRefusal;
use memberline_http_api::{Failure, Meaning, Problem};
use memberline_store::Rejection;

/// How far the signed time may be from ours, in seconds.
pub(crate) const TOLERANCE: i64 = 300;

/// Why an event is not taken in, apart from the store.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// It is not known to come from the organisation's system, or there is no such organisation.
    #[error("the signature is not valid")]
    NotVerified,
    /// It was signed too long ago, or ahead of time.
    #[error("the signed time is too far from ours")]
    Stale,
    /// The body is too large.
    #[error("the body is too large")]
    TooLarge,
    /// The body is no JSON.
    #[error("the body is not JSON")]
    NotJson(#[from] NotJson),
    /// It is no event that is understood.
    #[error(transparent)]
    NotUnderstood(#[from] LosRefusal),
}

impl Rejection for Refusal {}

impl From<BodyRefusal> for Refusal {
    fn from(refusal: BodyRefusal) -> Self {
        match refusal {
            BodyRefusal::TooLarge => Self::TooLarge,
            BodyRefusal::NotBase64 => Self::NotVerified,
        }
    }
}

/// As the system, or a stranger, may see it.
impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        refusal.problem().into()
    }
}

impl Refusal {
    fn problem(&self) -> Problem {
        match self {
            Self::NotVerified => Problem::new(
                Meaning::Unauthenticated,
                "signature_invalid",
                "The event is not signed with a secret of this organisation.",
            ),
            Self::Stale => Problem::new(
                Meaning::Unauthenticated,
                "timestamp_stale",
                format!(
                    "The event was signed more than {TOLERANCE} seconds from now. Sign it anew for each attempt."
                ),
            ),
            Self::TooLarge => Problem::new(
                Meaning::TooLarge,
                "body_too_large",
                format!("An event has at most {MAX_EVENT_BYTES} bytes."),
            )
            .with("limit", MAX_EVENT_BYTES),
            Self::NotJson(_) => Problem::new(Meaning::Malformed, "malformed_json", "The body is not JSON."),
            Self::NotUnderstood(refusal) => Problem::new(
                Meaning::Unprocessable,
                refusal.code,
                format!("The event cannot be taken in: {refusal}."),
            )
            .with("path", refusal.path.as_str()),
        }
    }
}
