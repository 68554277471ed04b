//! What a telephone number's partition says of the applications that name it: enough to place a text (IN-15..18).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::consent::About;
use crate::id::{ApplicationId, PartnerId, PersonId};
use crate::journey::Journey;

/// What somebody is on an application (IN-01).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum PersonRole {
    /// The applicant.
    #[serde(rename = "borrower")]
    Borrower,
    /// Who applies together with the borrower.
    #[serde(rename = "co_borrower")]
    CoBorrower,
    /// Who answers for the loan.
    #[serde(rename = "guarantor")]
    Guarantor,
    /// Somebody outside: a realtor, a title company.
    #[serde(rename = "external_contact")]
    ExternalContact,
    /// Who brought the application.
    #[serde(rename = "partner")]
    Partner,
}

/// How far an application got.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Status {
    /// It is under way.
    #[default]
    #[serde(rename = "active")]
    Active,
    /// The applicant finished it.
    #[serde(rename = "completed")]
    Completed,
    /// It was given up.
    #[serde(rename = "withdrawn")]
    Withdrawn,
}

/// One person's place on one application, kept beside the consent of their number. It is written with every change of the
/// application that it shows, and says nothing that is sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApplicationLink {
    #[serde(rename = "app")]
    pub application: ApplicationId,
    /// What its loan-origination system calls it.
    #[serde(rename = "los")]
    pub los_id: String,
    #[serde(rename = "who")]
    pub person: PersonId,
    /// What they are on it.
    #[serde(rename = "role")]
    pub role: PersonRole,
    /// What brought them here.
    #[serde(rename = "jny")]
    pub journey: Journey,
    /// How far it got.
    #[serde(rename = "is")]
    pub status: Status,
    /// The current stage.
    #[serde(rename = "stg", default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
    /// When it was entered (EL-07).
    #[serde(rename = "since", default, skip_serializing_if = "Option::is_none")]
    pub stage_since: Option<Timestamp>,
    /// When its loan-origination system last changed it: never when we wrote.
    #[serde(rename = "upd")]
    pub updated_at: Timestamp,
    /// The partner that brought it (IN-39).
    #[serde(rename = "par", default, skip_serializing_if = "Option::is_none")]
    pub partner: Option<PartnerId>,
}

impl From<&ApplicationLink> for About {
    fn from(link: &ApplicationLink) -> Self {
        Self {
            application: link.application.clone(),
            partner: link.partner.clone(),
        }
    }
}
