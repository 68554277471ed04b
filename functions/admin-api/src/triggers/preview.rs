//! `POST /v1/directory/triggers/preview` (EL-18).

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use memberline_administration::{Form as _, TriggerForm};
use memberline_domain::directory::administration::{FieldProblem, Record, Records, problems};
use memberline_domain::directory::{Organisation, Trigger};
use memberline_domain::text::template::{Field, Rendered, Template};
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
#[utoipa::path(post, path = "/v1/directory/triggers/preview", tag = "Administration", request_body = TriggerForm, responses(
    (status = 200, description = "The text for a sample applicant.", body = TriggerPreview),
    (status = 403, description = "`forbidden`"),
))]
pub(crate) async fn preview_trigger(
    State(api): State<Arc<AdminApi>>,
    Require { caller, .. }: Require<Administer>,
    JsonBody(form): JsonBody<TriggerForm>,
) -> Result<Json<TriggerPreview>, Failure> {
    let records = Box::pin(api.store.records(caller.organisation())).await?;
    let mut shown = match form.record() {
        Ok(record) => preview(record, &records, caller.tenant.organisation()),
        Err(problems) => TriggerPreview {
            problems: problems.into_iter().map(Into::into).collect(),
            ..TriggerPreview::default()
        },
    };
    shown.fields = Field::ALL.iter().map(|field| field.name()).collect();
    Ok(Json(shown))
}

fn preview(record: Record, records: &Records, organisation: &Organisation) -> TriggerPreview {
    let found = problems(&record, records).into_iter().map(Into::into).collect();
    let mut shown = TriggerPreview {
        problems: found,
        ..TriggerPreview::default()
    };
    if let Record::Trigger(trigger) = &record {
        render(trigger, organisation, &mut shown);
    }
    shown
}

/// Renders the template, if it can be read and sent.
fn render(trigger: &Trigger, organisation: &Organisation, shown: &mut TriggerPreview) {
    let Ok(template) = Template::parse(&trigger.template) else {
        return;
    };
    let Ok(preview) = template.check(organisation.service_level, &trigger.sample(organisation)) else {
        return;
    };
    let segments = |rendered: &Rendered| rendered.segmentation.carrier_segments;
    shown.segments = segments(&preview.sample);
    shown.longest_segments = segments(&preview.longest);
    shown.rendered = preview.sample.text;
    shown.longest = preview.longest.text;
}
