//! Triggers: when automation texts an applicant, and what (EL-14, EL-17..19).

use serde::{Deserialize, Serialize};

use crate::consent::Category;
use crate::id::TriggerId;
use crate::journey::Journey;
use crate::phone::PhoneNumber;

/// The longest Delay Time and the longest spacing: a year.
pub const MAX_MINUTES: u32 = 365 * 24 * 60;

/// The most nudges about one stage.
pub const MAX_NUDGES: u32 = 10;

/// The most triggers of an organisation: an application is planned for all of them in one transaction.
pub const MAX_TRIGGERS: usize = 20;

/// The id of the trigger that asks for consent, which no other may have.
pub const CONSENT_REQUEST: &str = "consent-request";

/// A rule of when automation texts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trigger {
    #[serde(rename = "id")]
    pub id: TriggerId,
    #[serde(rename = "name")]
    pub name: String,
    /// What sets it off.
    #[serde(rename = "kind")]
    pub kind: TriggerKind,
    /// The journey that it is about; all when `None`.
    #[serde(rename = "journey", default, skip_serializing_if = "Option::is_none")]
    pub journey: Option<Journey>,
    /// The stages that it is about, whatever their case; all when there are none.
    #[serde(rename = "stages", default)]
    pub stages: Vec<String>,
    /// The Delay Time in minutes, up to a year: how long the applicant has been in the stage (EL-19), or since when the
    /// application exists.
    #[serde(rename = "delay_minutes")]
    pub delay_minutes: u32,
    /// What it says (EL-18).
    #[serde(rename = "template")]
    pub template: String,
    /// What consent it takes.
    #[serde(rename = "category")]
    pub category: Category,
    /// The most nudges about one stage.
    #[serde(rename = "max_nudges")]
    pub max_nudges: u32,
    /// Minutes between two nudges about one stage.
    #[serde(rename = "spacing_minutes")]
    pub spacing_minutes: u32,
    /// Of a hundred applications, how many get none, to compare with.
    #[serde(rename = "holdout_percent", default)]
    pub holdout_percent: u8,
    /// Our number that it texts from, where replies go to (EL-15).
    #[serde(rename = "number")]
    pub number: PhoneNumber,
    /// Whether it is on.
    #[serde(rename = "enabled")]
    pub enabled: bool,
}

/// What sets a trigger off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum TriggerKind {
    /// The applicant has not left a stage for the Delay Time (EL-17).
    #[serde(rename = "stalled")]
    Stalled,
    /// The application was created: the first message (EL-14).
    #[serde(rename = "created")]
    Created,
}

impl Trigger {
    /// Whether the stage is one that the trigger is about.
    pub fn is_about_stage(&self, stage: &str) -> bool {
        let stage = stage.trim().to_lowercase();
        self.stages.is_empty()
            || self
                .stages
                .iter()
                .any(|about| about.trim().to_lowercase() == stage)
    }
}
