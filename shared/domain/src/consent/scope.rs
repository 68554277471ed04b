//! What a consent is to: a category of texts, and whose texts they are (IN-37, IN-39, X-26, X-27).

use serde::{Deserialize, Serialize};

use crate::id::{ApplicationId, PartnerId};

/// What a text is for, which consent is given to one by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Category {
    /// A person answers or asks about the application.
    #[serde(rename = "service")]
    Service,
    /// Automation reminds of the application (EL-17).
    #[serde(rename = "automation")]
    Automation,
    /// Something is offered.
    #[serde(rename = "marketing")]
    Marketing,
}

impl Category {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Service, Self::Automation, Self::Marketing];
}

/// Whose texts a consent is about. By X-27 consent belongs to the partner and the number, or, where there is no partner, to
/// the organisation and the number; one that was given for a single application stays with that.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "of", content = "id")]
pub enum Scope {
    /// All texts of the organisation.
    #[serde(rename = "organisation")]
    Organisation,
    /// Texts about one application.
    #[serde(rename = "application")]
    Application(ApplicationId),
    /// Texts about all applications of a partner (IN-39).
    #[serde(rename = "partner")]
    Partner(PartnerId),
}

/// What a text would be about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    pub application: ApplicationId,
    /// The partner that brought it.
    pub partner: Option<PartnerId>,
}

impl About {
    /// Whose texts a consent to it is about, unless it is said otherwise (IN-39, X-27).
    pub fn scope(&self) -> Scope {
        match &self.partner {
            Some(partner) => Scope::Partner(partner.clone()),
            None => Scope::Organisation,
        }
    }

    pub(crate) fn is_within(&self, scope: &Scope) -> bool {
        match scope {
            Scope::Organisation => true,
            Scope::Application(application) => *application == self.application,
            Scope::Partner(partner) => self.partner.as_ref() == Some(partner),
        }
    }
}
