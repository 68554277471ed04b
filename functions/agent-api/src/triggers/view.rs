//! Triggers, and what they have done.

use memberline_domain::application::Tally;
use memberline_domain::directory::{self, TriggerRefusal};
use memberline_domain::text::typed::typed;
use memberline_domain::{PhoneNumber, TriggerId};
use memberline_http_api::json::whole;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::view::words::Journey;
use crate::view::words::{Category, TriggerKind};

/// A rule of when automation texts (EL-14, EL-17..19).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Trigger {
    /// Its id: lower-case letters, digits and hyphens. In a request the path names it.
    #[serde(default)]
    #[schema(examples("income-stalled"))]
    pub(crate) id: String,
    /// Its name, 1 to 80 characters.
    pub(crate) name: String,
    /// What sets it off: an applicant who has not left a stage, or the creation of the application.
    pub(crate) kind: TriggerKind,
    /// The journey that it is about; null for all.
    pub(crate) journey: Option<Journey>,
    /// The stages that it is about, at most 20; none for all.
    #[serde(default)]
    pub(crate) stages: Vec<String>,
    /// The Delay Time, 0 to 525600 minutes: how long the applicant has been in the stage.
    #[schema(minimum = 0, maximum = 525_600)]
    #[serde(deserialize_with = "whole")]
    pub(crate) delay_minutes: i64,
    /// What it says, with merge fields: `Hi {first_name|there}`.
    pub(crate) template: String,
    /// What consent it takes.
    pub(crate) category: Category,
    /// The most nudges about one stage.
    #[schema(minimum = 1, maximum = 10)]
    #[serde(deserialize_with = "whole")]
    pub(crate) max_nudges: i64,
    /// Minutes between two of them.
    #[schema(minimum = 1, maximum = 525_600)]
    #[serde(deserialize_with = "whole")]
    pub(crate) spacing_minutes: i64,
    /// Of a hundred applications, how many get none, to compare with.
    #[schema(minimum = 0, maximum = 100)]
    #[serde(deserialize_with = "whole")]
    pub(crate) holdout_percent: i64,
    /// Our number that it texts from, E.164.
    #[schema(pattern = "^\\+[1-9][0-9]{6,14}$", examples("+15550100001"))]
    pub(crate) number: String,
    /// Whether it is on.
    pub(crate) enabled: bool,
}

impl From<&directory::Trigger> for Trigger {
    fn from(trigger: &directory::Trigger) -> Self {
        Self {
            id: trigger.id.to_string(),
            name: trigger.name.clone(),
            kind: trigger.kind.into(),
            journey: trigger.journey.map(Journey::from),
            stages: trigger.stages.clone(),
            delay_minutes: trigger.delay_minutes.into(),
            template: trigger.template.clone(),
            category: trigger.category.into(),
            max_nudges: trigger.max_nudges.into(),
            spacing_minutes: trigger.spacing_minutes.into(),
            holdout_percent: trigger.holdout_percent.into(),
            number: trigger.number.to_string(),
            enabled: trigger.enabled,
        }
    }
}

impl Trigger {
    /// The trigger that it asks for. What no number of the domain can hold is out of its range.
    pub(crate) fn asked(self, id: TriggerId) -> Result<directory::Trigger, TriggerRefusal> {
        let fits = |number: i64, refusal| u32::try_from(number).map_err(|_| refusal);
        Ok(directory::Trigger {
            id,
            name: self.name,
            kind: self.kind.into(),
            journey: self.journey.map(Into::into),
            stages: self.stages,
            delay_minutes: fits(self.delay_minutes, TriggerRefusal::DelayOutOfRange)?,
            template: typed(&self.template).into_owned(),
            category: self.category.into(),
            max_nudges: fits(self.max_nudges, TriggerRefusal::NudgesOutOfRange)?,
            spacing_minutes: fits(self.spacing_minutes, TriggerRefusal::SpacingOutOfRange)?,
            holdout_percent: u8::try_from(self.holdout_percent)
                .map_err(|_| TriggerRefusal::HoldoutOutOfRange)?,
            number: PhoneNumber::parse(&self.number).map_err(|_| TriggerRefusal::UnknownNumber)?,
            enabled: self.enabled,
        })
    }
}

/// A trigger with what it has done.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct TriggerRow {
    /// The trigger.
    #[serde(flatten)]
    pub(crate) trigger: Trigger,
    /// What it has done.
    pub(crate) statistics: Statistics,
}

/// What a trigger has done. Rates are shares from 0 to 1.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct Statistics {
    /// Nudges that became due.
    due: i64,
    /// Nudges sent.
    sent: i64,
    /// Applications that got at least one.
    nudged: i64,
    /// Applications with a reply after one.
    replied: i64,
    /// Applications completed after one.
    completed: i64,
    /// Applications that got none, to compare with.
    withheld: i64,
    /// Those of them that were completed.
    withheld_completed: i64,
    /// The share of nudged applications that were completed; null when there are none.
    completion_rate: Option<f64>,
    /// The share of the others that were completed; null when there are none.
    holdout_completion_rate: Option<f64>,
    /// The difference of the two; null while one is.
    lift: Option<f64>,
}

impl From<Tally> for Statistics {
    fn from(tally: Tally) -> Self {
        Self {
            due: tally.due,
            sent: tally.sent,
            nudged: tally.nudged,
            replied: tally.replied,
            completed: tally.completed,
            withheld: tally.withheld,
            withheld_completed: tally.withheld_completed,
            completion_rate: tally.completion_rate(),
            holdout_completion_rate: tally.holdout_completion_rate(),
            lift: tally.lift(),
        }
    }
}
