//! People on applications (IN-33, IN-37..39).

use memberline_domain::PhoneNumber;
use memberline_domain::application::Person;
use serde::Serialize;
use utoipa::ToSchema;

use super::abilities::Known;
use crate::view::ability::Ability;
use crate::view::consent::ConsentColours;
use crate::view::words::PersonRole;

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
