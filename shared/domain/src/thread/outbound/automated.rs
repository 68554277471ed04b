//! What a text of automation is about.

use serde::{Deserialize, Serialize};

use crate::application::Stamp;
use crate::consent::Category;
use crate::id::{ApplicationId, PersonId, TriggerId};

/// What a text of automation is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Automated {
    #[serde(rename = "application")]
    pub application: ApplicationId,
    #[serde(rename = "trigger")]
    pub trigger: TriggerId,
    /// What consent it takes.
    #[serde(rename = "category")]
    pub category: Category,
    /// Which of the trigger's nudges it is, from 1.
    #[serde(rename = "number")]
    pub number: u32,
    /// Who on the application gets it.
    #[serde(rename = "person")]
    pub person: PersonId,
    /// The entry into a stage, or the creation, that it counts from.
    #[serde(rename = "basis")]
    pub anchor: Stamp,
    /// Whether the application never got one of the trigger before.
    #[serde(rename = "first", default, skip_serializing_if = "std::ops::Not::not")]
    pub first: bool,
}
