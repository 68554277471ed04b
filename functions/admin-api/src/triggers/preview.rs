//! `POST /v1/directory/trigger-previews` (EL-18).

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use memberline_administration::{Form as _, TriggerForm};
use memberline_domain::directory::Organisation;
use memberline_domain::directory::administration::{FieldProblem, applicant, problems};
use memberline_domain::text::template::{Field, Template};
use memberline_domain::text::typed::typed;
use memberline_http_api::Failure;
use memberline_http_api::json::JsonBody;
use memberline_http_api::require::{Administer, Require};
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::AdminApi;

/// How a trigger's template reads for a sample applicant.
#[derive(Debug, Default, Serialize, ToSchema)]
pub(crate) struct TriggerPreview {
    /// The text, with a sample's values; empty when the template cannot be read.
    rendered: String,
    /// The segments that the carrier charges for it.
    segments: u32,
    /// The text with long names and a long stage.
    longest: String,
    /// The segments that the carrier charges for that.
    longest_segments: u32,
    /// What keeps the trigger from being saved.
    problems: Vec<PreviewProblem>,
    /// The merge fields that there are.
    fields: Vec<&'static str>,
}

/// What keeps a trigger from being saved.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PreviewProblem {
    /// The field, as a JSON pointer.
    field: String,
    /// A stable code.
    code: &'static str,
    /// What to do about it.
    detail: String,
}

impl From<FieldProblem> for PreviewProblem {
    fn from(problem: FieldProblem) -> Self {
        Self {
            field: problem.field,
            code: problem.code,
            detail: problem.detail,
        }
    }
}

/// Shows how a trigger's template reads
///
/// For administrators. Nothing is kept. What keeps the trigger from being saved is in `problems`.
#[utoipa::path(post, path = "/v1/directory/trigger-previews", tag = "Administration", request_body = TriggerForm, responses(
    (status = 200, description = "The text for a sample applicant.", body = TriggerPreview),
))]
pub(crate) async fn preview_trigger(
    State(api): State<Arc<AdminApi>>,
    Require { caller, .. }: Require<Administer>,
    JsonBody(form): JsonBody<TriggerForm>,
) -> Result<Json<TriggerPreview>, Failure> {
    let records = Box::pin(api.store.records(caller.organisation())).await?;
    let mut shown = rendered(&form, caller.tenant.organisation());
    let found = match form.record() {
        Ok(record) => problems(&record, &records),
        Err(problems) => problems,
    };
    shown.problems = found.into_iter().map(Into::into).collect();
    shown.fields = Field::ALL.iter().map(|field| field.name()).collect();
    Ok(Json(shown))
}

/// How the template reads, if it can be read and sent; whatever else is wrong with the trigger.
fn rendered(form: &TriggerForm, organisation: &Organisation) -> TriggerPreview {
    let stage = form.stages.first().map(String::as_str);
    let sample = applicant(organisation, form.journey.map(Into::into), stage);
    let template = Template::parse(&typed(&form.template)).ok();
    let Some(preview) =
        template.and_then(|template| template.check(organisation.service_level, &sample).ok())
    else {
        return TriggerPreview::default();
    };
    TriggerPreview {
        segments: preview.sample.segmentation.carrier_segments,
        longest_segments: preview.longest.segmentation.carrier_segments,
        rendered: preview.sample.text,
        longest: preview.longest.text,
        ..TriggerPreview::default()
    }
}
