//! What people agreed to (IN-37).

use jiff::Timestamp;
use memberline_domain::consent::{About, Category as DomainCategory, Scope as DomainScope, Subscriber};
use serde::Serialize;
use utoipa::ToSchema;

use super::words::{Colour, Scope};

/// How consent to one category of texts stands (IN-37).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct ConsentColour {
    /// The colour.
    pub(crate) colour: Colour,
    /// Since when; null when nothing was ever asked or said.
    pub(crate) since: Option<Timestamp>,
    /// Whose texts it is about; null for an opt-out, which is about all, and when nothing was ever asked or said.
    pub(crate) scope: Option<Scope>,
}

/// How consent stands, by category.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct ConsentColours {
    /// Texts about the application.
    pub(crate) service: ConsentColour,
    /// Automatic reminders of it.
    pub(crate) automation: ConsentColour,
    /// Offers.
    pub(crate) marketing: ConsentColour,
}

impl ConsentColours {
    /// How the consent of a number stands; of a number that nothing is known of, if there is no ledger.
    pub(crate) fn of(ledger: Option<&Subscriber>, about: &About) -> Self {
        let colour = |category| match ledger.map(|l| l.standing(category, about)) {
            Some(standing) => ConsentColour {
                colour: standing.colour.into(),
                since: standing.since,
                scope: standing.scope.as_ref().map(Scope::from),
            },
            None => ConsentColour {
                colour: Colour::Red,
                since: None,
                scope: None,
            },
        };
        Self {
            service: colour(DomainCategory::Service),
            automation: colour(DomainCategory::Automation),
            marketing: colour(DomainCategory::Marketing),
        }
    }
}

impl From<&DomainScope> for Scope {
    fn from(scope: &DomainScope) -> Self {
        match scope {
            DomainScope::Organisation => Self::Organisation,
            DomainScope::Application(_) => Self::Application,
            DomainScope::Partner(_) => Self::Partner,
        }
    }
}
