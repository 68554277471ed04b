//! Somebody on an application.

use serde::{Deserialize, Serialize};

use crate::aggregate::rest::Rest;
use crate::application::PersonRole;
use crate::id::{PartnerId, PersonId};
use crate::phone::{NumberProblem, PhoneNumber};

/// Somebody on an application, as far as the table may read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    #[serde(rename = "id")]
    pub id: PersonId,
    /// What they are on it.
    #[serde(rename = "role")]
    pub role: PersonRole,
    #[serde(rename = "mob", default, skip_serializing_if = "Option::is_none")]
    pub mobile: Option<PhoneNumber>,
    /// What is wrong with the number that was told, when it is none.
    #[serde(rename = "bad", default, skip_serializing_if = "Option::is_none")]
    pub number_problem: Option<NumberProblem>,
    /// The partner that they are, or come from (IN-39).
    #[serde(rename = "par", default, skip_serializing_if = "Option::is_none")]
    pub partner: Option<PartnerId>,
    /// What a later release says of it.
    #[serde(flatten)]
    pub rest: Rest,
}

/// What of somebody on an application is sealed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonDetails {
    /// Their full name.
    #[serde(rename = "name", default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Their email address.
    #[serde(rename = "email", default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The ZIP code that they live in, as it was told.
    #[serde(rename = "zip", default, skip_serializing_if = "Option::is_none")]
    pub zip: Option<String>,
    /// The state that they live in, as it was told, in capitals.
    #[serde(rename = "state", default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// The country that they live in; the US when it is not told.
    #[serde(rename = "country", default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// What was told as their mobile number, where it is none.
    #[serde(rename = "tel", default, skip_serializing_if = "Option::is_none")]
    pub told_number: Option<String>,
    /// What a later release says of it.
    #[serde(flatten)]
    pub rest: Rest,
}
