//! `POST /v1/triggers/preview` (EL-18).

use axum::Json;
use memberline_domain::text::template::Field;
use memberline_http_api::Failure;
use memberline_http_api::json::JsonBody;

use super::template::{TemplateError, TemplatePreview, TemplateProblem, preview};
use super::view::Trigger;
use crate::auth::caller::Caller;

/// Shows how a template reads
///
/// Nothing is kept. What keeps it from being saved is in `errors`.
#[utoipa::path(post, path = "/v1/triggers/preview", tag = "Triggers", request_body = Trigger, responses(
    (status = 200, description = "The text for a sample applicant.", body = TemplatePreview),
))]
pub(crate) async fn preview_trigger(
    caller: Caller,
    JsonBody(trigger): JsonBody<Trigger>,
) -> Result<Json<TemplatePreview>, Failure> {
    let mut shown = match preview(&caller, &trigger) {
        Ok(shown) => shown,
        Err(TemplateError::Template(code, detail)) => TemplatePreview {
            errors: vec![TemplateProblem { code, detail }],
            ..TemplatePreview::default()
        },
        Err(error @ TemplateError::Trigger(_)) => return Err(error.into()),
    };
    shown.fields = Field::ALL.iter().map(|field| field.name().to_owned()).collect();
    Ok(Json(shown))
}
