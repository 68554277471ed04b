//! Whether a trigger may be kept.

use crate::directory::{CONSENT_REQUEST, Directory, MAX_MINUTES, MAX_NUDGES, MAX_TRIGGERS, Trigger};

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
}
