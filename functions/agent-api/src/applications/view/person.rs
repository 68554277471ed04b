//! People on applications, and what they agreed to (IN-33, IN-37..39).

use jiff::Timestamp;
use memberline_domain::application::routing;
use memberline_domain::application::{ApplicationLink, Person};
use memberline_domain::consent::{About, Category as DomainCategory, Scope as DomainScope, Subscriber};
use memberline_domain::{ApplicationId, PersonId, PhoneNumber};
use serde::Serialize;
use utoipa::ToSchema;

use super::abilities::Known;
use crate::view::ability::Ability;
use crate::view::words::Journey;
use crate::view::words::{ApplicationStatus, Colour, PersonRole, Scope};

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

/// Somebody on an application (IN-33).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct ApplicationPerson {
    /// Their id, as the loan-origination system has it.
    #[schema(examples("p-1"))]
    pub(crate) id: String,
    /// As whom they are on it.
    pub(crate) role: PersonRole,
    /// Their name; null when it was not told, or its key was destroyed.
    pub(crate) name: Option<String>,
    /// Their mobile number, E.164.
    #[schema(examples("+15552010001"))]
    pub(crate) number: Option<String>,
    /// Why what was told as their mobile number is none: `not_a_number`, `too_short`, `too_long`, `unassignable` or, when the
    /// application has as many people with a number as it may have, `too_many`.
    pub(crate) number_problem: Option<String>,
    /// What was told as their mobile number, when it is none.
    #[schema(examples("call after six"))]
    pub(crate) told_number: Option<String>,
    /// Their email address.
    pub(crate) email: Option<String>,
    /// Who else on the application has the number (IN-17, X-06).
    pub(crate) shared_with: Vec<String>,
    /// Whether they opted out of texts.
    pub(crate) opted_out: bool,
    /// What they agreed to.
    pub(crate) consent: ConsentColours,
    /// Whether the caller may start a conversation with them, from the number that they text from.
    pub(crate) can_text: Ability,
    /// Whether the caller may ask them for consent, to some category at least.
    pub(crate) can_request_consent: Ability,
    /// Whether the caller may record what they said elsewhere.
    pub(crate) can_record_consent: Ability,
}

impl ApplicationPerson {
    /// Somebody on an application, as the caller sees them.
    pub(crate) fn of(known: Known<'_>) -> Self {
        let Known {
            application,
            person,
            ledger,
            ..
        } = known;
        let details = application.details(&person.id);
        let has_the_number = |other: &&Person| other.id != person.id && other.mobile == person.mobile;
        let shared = application.people().iter().filter(|_| person.mobile.is_some());
        Self {
            id: person.id.to_string(),
            role: person.role.into(),
            name: details.name,
            number: person.mobile.as_ref().map(PhoneNumber::to_string),
            number_problem: person.number_problem.map(|problem| problem.code().to_owned()),
            told_number: details.told_number,
            email: details.email,
            shared_with: shared
                .filter(has_the_number)
                .map(|other| other.id.to_string())
                .collect(),
            opted_out: ledger.is_some_and(|ledger| !ledger.opt_outs.is_empty()),
            consent: ConsentColours::of(ledger, &application.about(&person.id)),
            can_text: known.can_text(),
            can_request_consent: known.can_request_consent(),
            can_record_consent: known.can_record_consent(),
        }
    }
}

/// The stage that an application is in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Stage {
    /// Its name, as the loan-origination system has it.
    pub(crate) name: String,
    /// When it was entered.
    pub(crate) since: Option<Timestamp>,
}

/// The application that a conversation is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct ConversationApplication {
    /// Its id.
    #[schema(examples("0123456789abcdef"))]
    id: String,
    /// What its loan-origination system calls it.
    #[schema(examples("LA-2041"))]
    los_id: String,
    /// What it is for.
    journey: Journey,
    /// How far it is.
    status: ApplicationStatus,
    /// The stage that it is in.
    stage: Option<Stage>,
    /// Who of its people the conversation is with.
    person: String,
    /// As whom.
    role: PersonRole,
    /// Who else on it has the number (IN-17, X-06).
    shared_with: Vec<String>,
}

impl ConversationApplication {
    /// The application as the links of the number tell of it, with the link of the person shown.
    pub(crate) fn of<'a>(
        links: &'a [ApplicationLink],
        application: &ApplicationId,
    ) -> Option<(Self, &'a ApplicationLink)> {
        let (link, shared) = routing::on(links, application)?;
        let shown = Self {
            id: link.application.to_string(),
            los_id: link.los_id.clone(),
            journey: link.journey.into(),
            status: link.status.into(),
            stage: link.stage.clone().map(|name| Stage {
                name,
                since: link.stage_since,
            }),
            person: link.person.to_string(),
            role: link.role.into(),
            shared_with: shared.iter().map(PersonId::to_string).collect(),
        };
        Some((shown, link))
    }
}
