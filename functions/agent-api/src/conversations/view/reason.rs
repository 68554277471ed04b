//! Why something is held up, by a code and in words.

use memberline_domain::reason::Reason as DomainReason;
use serde::Serialize;
use utoipa::ToSchema;

/// Why a message is not on its way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Reason {
    /// The stable code: the carrier's with its name before it, or ours.
    #[schema(examples("twilio_21610"))]
    code: String,
    /// The same for people.
    detail: String,
}

impl Reason {
    pub(super) fn new(reason: &DomainReason) -> Self {
        Self::of(&reason.code, &reason.detail)
    }

    pub(super) fn of(code: &str, detail: &str) -> Self {
        Self {
            code: code.to_owned(),
            detail: detail.to_owned(),
        }
    }
}
