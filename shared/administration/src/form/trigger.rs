//! Triggers as files and the API write them.

use memberline_domain::directory::Trigger;
use memberline_domain::directory::administration::{FieldProblem, Record};
use memberline_domain::text::typed::typed;
use memberline_domain::{PhoneNumber, TriggerId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::reading::{Form, Reading, counted};
use super::words::{CategoryWord, JourneyWord, TriggerKindWord};

/// A rule of when automation texts (EL-14, EL-17..19).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Trigger)]
pub struct TriggerForm {
    /// Lower-case letters, digits and hyphens.
    #[schema(pattern = "^[a-z0-9-]{1,40}$", examples("income-stalled"))]
    pub id: String,
    /// 1 to 80 characters.
    pub name: String,
    /// What sets it off: an applicant who has not left a stage, or the creation of the application.
    pub kind: TriggerKindWord,
    /// The journey that it is about; null or absent for all.
    #[serde(default)]
    pub journey: Option<JourneyWord>,
    /// The stages that it is about, at most 20; none for all.
    #[serde(default)]
    pub stages: Vec<String>,
    /// The Delay Time, 0 to 525600 minutes: how long the applicant has been in the stage.
    #[schema(minimum = 0, maximum = 525_600)]
    #[serde(deserialize_with = "memberline_domain::whole_number::whole")]
    pub delay_minutes: i64,
    /// What it says, with merge fields: `Hi {first_name|there}`.
    pub template: String,
    /// What consent it takes.
    pub category: CategoryWord,
    /// The most nudges about one stage.
    #[schema(minimum = 1, maximum = 10)]
    #[serde(deserialize_with = "memberline_domain::whole_number::whole")]
    pub max_nudges: i64,
    /// Minutes between two of them.
    #[schema(minimum = 1, maximum = 525_600)]
    #[serde(deserialize_with = "memberline_domain::whole_number::whole")]
    pub spacing_minutes: i64,
    /// Of a hundred applications, how many get none, to compare with.
    #[schema(minimum = 0, maximum = 100)]
    #[serde(default, deserialize_with = "memberline_domain::whole_number::whole")]
    pub holdout_percent: i64,
    /// Our number that it texts from, E.164.
    #[schema(pattern = "^\\+[1-9][0-9]{6,14}$", examples("+13195550100"))]
    pub number: String,
    /// Whether it is on.
    pub enabled: bool,
}

impl From<&Trigger> for TriggerForm {
    fn from(trigger: &Trigger) -> Self {
        Self {
            id: trigger.id.to_string(),
            name: trigger.name.clone(),
            kind: trigger.kind.into(),
            journey: trigger.journey.map(Into::into),
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

impl Form for TriggerForm {
    fn record(self) -> Result<Record, Vec<FieldProblem>> {
        let mut reading = Reading::default();
        let id = reading.id("/id", TriggerId::parse(&self.id));
        let number = reading.field("/number", "invalid_number", PhoneNumber::parse(&self.number));
        reading.end(id.zip(number).map(|(id, number)| {
            Record::Trigger(Trigger {
                id,
                name: self.name,
                kind: self.kind.into(),
                journey: self.journey.map(Into::into),
                stages: self.stages,
                delay_minutes: counted(self.delay_minutes, u32::MAX),
                template: typed(&self.template).into_owned(),
                category: self.category.into(),
                max_nudges: counted(self.max_nudges, u32::MAX),
                spacing_minutes: counted(self.spacing_minutes, u32::MAX),
                holdout_percent: counted(self.holdout_percent, u8::MAX),
                number,
                enabled: self.enabled,
            })
        }))
    }
}
