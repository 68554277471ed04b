//! Whether the caller may do something now, by the rule that doing it would meet.

use memberline_http_api::Problem;
use serde::Serialize;
use utoipa::ToSchema;

/// Whether the caller may do something now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Ability {
    /// Whether they may.
    allowed: bool,
    /// The code that it would be refused with.
    #[schema(examples("not_claimed"))]
    code: Option<String>,
    /// The same for people.
    detail: Option<String>,
}

impl Ability {
    /// Allowed, unless the rules say otherwise.
    pub(crate) fn unless(refusal: Option<Problem>) -> Self {
        Self {
            allowed: refusal.is_none(),
            code: refusal.as_ref().map(|refusal| refusal.code.to_owned()),
            detail: refusal.map(|refusal| refusal.detail),
        }
    }
}
