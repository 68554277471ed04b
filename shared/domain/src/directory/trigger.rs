//! Triggers: when automation texts an applicant, and what (EL-14, EL-17..19).

use serde::{Deserialize, Serialize};

use crate::directory::{Directory, NumberOwner};
use crate::id::TriggerId;
use crate::phone::PhoneNumber;
use crate::consent::Category;
use crate::thread::Journey;

/// The longest Delay Time and the longest spacing: a year.
pub const MAX_MINUTES: u32 = 365 * 24 * 60;

/// The most nudges about one stage.
pub const MAX_NUDGES: u32 = 10;

/// The most triggers of an organisation: an application is planned for all of them in one transaction.
pub const MAX_TRIGGERS: usize = 20;

/// The id of the trigger that asks for consent, which no other may have.
pub const CONSENT_REQUEST: &str = "consent-request";

/// What that one is called.
const CONSENT_REQUEST_NAME: &str = "Consent request";

/// A rule of when automation texts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trigger {
    /// Its id.
    #[serde(rename = "id")]
    pub id: TriggerId,
    /// Its name.
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

/// Why a trigger is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TriggerRefusal {
    /// The id is the product's own.
    #[error("the id {CONSENT_REQUEST} is reserved")]
    ReservedId,
    /// The name is empty, too long or holds a control character.
    #[error("a name has 1 to 80 characters")]
    InvalidName,
    /// Too many stages, or one that is no stage name.
    #[error("up to 20 stages of 1 to 80 characters")]
    InvalidStages,
    /// The Delay Time is longer than a year.
    #[error("the delay is 0 to {MAX_MINUTES} minutes")]
    DelayOutOfRange,
    /// The spacing is none, or longer than a year.
    #[error("the spacing is 1 to {MAX_MINUTES} minutes")]
    SpacingOutOfRange,
    /// No nudge, or too many.
    #[error("there are 1 to {MAX_NUDGES} nudges")]
    NudgesOutOfRange,
    /// More than all are held out.
    #[error("the hold-out is 0 to 100 percent")]
    HoldoutOutOfRange,
    /// The number is none of ours.
    #[error("the number is none of the organisation's")]
    UnknownNumber,
    /// There are as many triggers as there may be.
    #[error("there are {MAX_TRIGGERS} triggers already")]
    TooMany,
}

impl TriggerRefusal {
    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::ReservedId => "trigger_id_reserved",
            Self::InvalidName => "invalid_name",
            Self::InvalidStages => "invalid_stages",
            Self::DelayOutOfRange => "delay_out_of_range",
            Self::SpacingOutOfRange => "spacing_out_of_range",
            Self::NudgesOutOfRange => "max_nudges_out_of_range",
            Self::HoldoutOutOfRange => "holdout_out_of_range",
            Self::UnknownNumber => "unknown_number",
            Self::TooMany => "too_many_triggers",
        }
    }
}

fn is_name(text: &str) -> bool {
    (1..=80).contains(&text.chars().count()) && !text.chars().any(char::is_control) && !text.trim().is_empty()
}

impl Trigger {
    /// Whether the trigger may be kept, as far as its template is not concerned.
    pub fn check(&self, directory: &Directory) -> Result<(), TriggerRefusal> {
        let others = directory.triggers.iter().filter(|t| t.id != self.id).count();
        let refusals = [
            (self.id.as_str() == CONSENT_REQUEST, TriggerRefusal::ReservedId),
            (!is_name(&self.name), TriggerRefusal::InvalidName),
            (
                self.stages.len() > 20 || !self.stages.iter().all(|stage| is_name(stage)),
                TriggerRefusal::InvalidStages,
            ),
            (self.delay_minutes > MAX_MINUTES, TriggerRefusal::DelayOutOfRange),
            (
                !(1..=MAX_MINUTES).contains(&self.spacing_minutes),
                TriggerRefusal::SpacingOutOfRange,
            ),
            (
                !(1..=MAX_NUDGES).contains(&self.max_nudges),
                TriggerRefusal::NudgesOutOfRange,
            ),
            (self.holdout_percent > 100, TriggerRefusal::HoldoutOutOfRange),
            (
                directory.number(&self.number).is_none(),
                TriggerRefusal::UnknownNumber,
            ),
            (others >= MAX_TRIGGERS, TriggerRefusal::TooMany),
        ];
        let refused = refusals.into_iter().find(|(refused, _)| *refused);
        refused.map_or(Ok(()), |(_, refusal)| Err(refusal))
    }

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

impl Directory {
    /// A trigger's record.
    pub fn trigger(&self, id: &TriggerId) -> Option<&Trigger> {
        self.triggers.iter().find(|trigger| trigger.id == *id)
    }

    /// What a trigger is or was called, one that was deleted too.
    pub fn trigger_name(&self, id: &TriggerId) -> Option<&str> {
        if id.as_str() == CONSENT_REQUEST {
            return Some(CONSENT_REQUEST_NAME);
        }
        let all = self.triggers.iter().chain(&self.deleted_triggers);
        let mut known = all.filter(|trigger| trigger.id == *id);
        known.next().map(|trigger| trigger.name.as_str())
    }

    /// Everything that automation does by itself: the triggers, and the question for consent if the organisation has it
    /// asked.
    pub fn automations(&self) -> Vec<Trigger> {
        let mut automations = self.triggers.clone();
        automations.extend(self.consent_request());
        automations
    }

    /// The trigger of this id, or the one that asks for consent.
    pub fn automation(&self, id: &TriggerId) -> Option<Trigger> {
        self.trigger(id)
            .cloned()
            .or_else(|| self.consent_request().filter(|request| request.id == *id))
    }

    fn consent_request(&self) -> Option<Trigger> {
        let settings = &self.organisation.automation;
        if !settings.request_consent {
            return None;
        }
        Some(Trigger {
            id: TriggerId::parse(CONSENT_REQUEST).ok()?,
            name: CONSENT_REQUEST_NAME.to_owned(),
            kind: TriggerKind::Created,
            journey: None,
            stages: Vec::new(),
            delay_minutes: 0,
            template: String::new(),
            category: Category::Automation,
            max_nudges: 1,
            spacing_minutes: MAX_MINUTES,
            holdout_percent: 0,
            number: settings.number.clone().or_else(|| self.dedicated_number())?,
            enabled: true,
        })
    }

    /// The organisation's dedicated number (EL-15): its own before that of a campaign, never an agent's; the first of several.
    fn dedicated_number(&self) -> Option<PhoneNumber> {
        let rank = |owner: &NumberOwner| match owner {
            NumberOwner::Organisation => Some(0),
            NumberOwner::Campaign { .. } => Some(1),
            NumberOwner::User { .. } => None,
        };
        let numbers = self.numbers.iter();
        numbers
            .filter_map(|number| Some((rank(&number.owner)?, &number.number)))
            .min()
            .map(|(_, number)| number.clone())
    }
}
