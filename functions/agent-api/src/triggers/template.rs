//! How a trigger's template reads, and why a trigger is not kept.

use memberline_domain::directory::TriggerRefusal;
use memberline_domain::text::template::{Fields, Template};
use memberline_http_api::Failure;
use memberline_http_api::{Meaning, Problem};
use serde::Serialize;
use utoipa::ToSchema;

use super::view::Trigger;
use crate::auth::caller::Caller;

/// How a template reads for a sample applicant.
#[derive(Debug, Default, Serialize, ToSchema)]
pub(crate) struct TemplatePreview {
    /// The text, with a sample's values; empty when the template cannot be read.
    pub(super) rendered: String,
    /// The segments that the carrier charges for it.
    pub(super) segments: u32,
    /// The text with long names and a long stage.
    pub(super) longest: String,
    /// The segments that the carrier charges for that.
    pub(super) longest_segments: u32,
    /// What keeps it from being saved.
    pub(super) errors: Vec<TemplateProblem>,
    /// The merge fields that there are.
    pub(super) fields: Vec<String>,
}

/// What keeps a template from being saved.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TemplateProblem {
    /// A stable code.
    pub(super) code: &'static str,
    /// What to do about it.
    pub(super) detail: String,
}

/// Why a trigger is not kept.
#[derive(Debug, thiserror::Error)]
pub(super) enum TemplateError {
    #[error(transparent)]
    Trigger(#[from] TriggerRefusal),
    #[error("{1}")]
    Template(&'static str, String),
}

impl From<TemplateError> for Failure {
    fn from(error: TemplateError) -> Self {
        let (code, detail) = match error {
            TemplateError::Trigger(refusal) => {
                (refusal.code(), format!("The trigger cannot be kept: {refusal}."))
            }
            TemplateError::Template(code, detail) => (code, detail),
        };
        Problem::new(Meaning::Unprocessable, code, detail).into()
    }
}

fn sample<'a>(caller: &'a Caller, trigger: &'a Trigger) -> Fields<'a> {
    let organisation = caller.tenant.organisation();
    let journey = trigger
        .journey
        .map_or(memberline_domain::journey::Journey::LoanApplication, Into::into);
    Fields {
        name: Some("Priya Nair"),
        brand: &organisation.brand,
        journey: journey.name(),
        stage: Some(
            trigger
                .stages
                .first()
                .map_or("Income verification", String::as_str),
        ),
        agent: Some(&caller.agent.name),
        help_contact: &organisation.help_contact,
    }
}

pub(super) fn preview(caller: &Caller, trigger: &Trigger) -> Result<TemplatePreview, TemplateError> {
    let template = Template::parse(&trigger.template).map_err(|error| {
        TemplateError::Template(error.code(), format!("The template cannot be read: {error}."))
    })?;
    let level = caller.tenant.organisation().service_level;
    let preview = template.check(level, &sample(caller, trigger)).map_err(|error| {
        TemplateError::Template(error.code(), format!("The template cannot be sent: {error}."))
    })?;
    Ok(TemplatePreview {
        rendered: preview.sample.text,
        segments: preview.sample.segmentation.carrier_segments,
        longest: preview.longest.text,
        longest_segments: preview.longest.segmentation.carrier_segments,
        errors: Vec::new(),
        fields: Vec::new(),
    })
}
