//! What a telephone number's partition says of the applications that name it: enough to place a text (IN-15..18).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::id::{ApplicationId, PartnerId, PersonId};
use crate::thread::Journey;

/// What somebody is on an application (IN-01).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PersonRole {
    /// The applicant.
    Borrower,
    /// Who applies together with the borrower.
    CoBorrower,
    /// Who answers for the loan.
    Guarantor,
    /// Somebody outside: a realtor, a title company.
    ExternalContact,
    /// Who brought the application.
    Partner,
}

/// How far an application got.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// It is under way.
    #[default]
    Active,
    /// The applicant finished it.
    Completed,
    /// It was given up.
    Withdrawn,
}

/// One person's place on one application, kept beside the consent of their number. It is written with every change of the
/// application that it shows, and says nothing that is sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApplicationLink {
    /// The application.
    pub application: ApplicationId,
    /// What its loan-origination system calls it.
    pub los_id: String,
    /// The person.
    pub person: PersonId,
    /// What they are on it.
    pub role: PersonRole,
    /// What brought them here.
    pub journey: Journey,
    /// How far it got.
    pub status: Status,
    /// The current stage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
    /// When it was entered (EL-07).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage_since: Option<Timestamp>,
    /// When its loan-origination system last changed it: never when we wrote.
    pub updated_at: Timestamp,
    /// The partner that brought it (IN-39).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partner: Option<PartnerId>,
}
