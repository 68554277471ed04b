//! `GET /v1/triggers`, `PUT` and `DELETE /v1/triggers/{id}`, `POST /v1/triggers/preview` (EL-18).

use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use http::StatusCode;
use memberline_domain::TriggerId;
use memberline_domain::directory::Permission;
use memberline_domain::directory::TriggerRefusal;
use memberline_domain::text::template::{Field, Fields, Template};
use memberline_platform::{Meaning, Problem};
use serde::Serialize;
use utoipa::ToSchema;

use crate::AgentApi;
use crate::body::JsonBody;
use crate::caller::Caller;
use crate::failure::Failure;
use crate::view::{Trigger, TriggerRow};

/// All triggers.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Triggers {
    /// They, by id.
    items: Vec<TriggerRow>,
}

/// How a template reads for a sample applicant.
#[derive(Debug, Default, Serialize, ToSchema)]
pub(crate) struct TemplatePreview {
    /// The text, with a sample's values; empty when the template cannot be read.
    rendered: String,
    /// The segments that the carrier charges for it.
    segments: u32,
    /// The text with long names and a long stage.
    longest: String,
    /// The segments that the carrier charges for that.
    longest_segments: u32,
    /// What keeps it from being saved.
    errors: Vec<TemplateProblem>,
    /// The merge fields that there are.
    fields: Vec<String>,
}

/// What keeps a template from being saved.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TemplateProblem {
    /// A stable code.
    code: &'static str,
    /// What to do about it.
    detail: String,
}

/// Why a trigger is not kept.
#[derive(Debug, thiserror::Error)]
enum Unkept {
    #[error(transparent)]
    Trigger(#[from] TriggerRefusal),
    #[error("{1}")]
    Template(&'static str, String),
}

impl From<Unkept> for Failure {
    fn from(unkept: Unkept) -> Self {
        let (code, detail) = match unkept {
            Unkept::Trigger(refusal) => (refusal.code(), format!("The trigger cannot be kept: {refusal}.")),
            Unkept::Template(code, detail) => (code, detail),
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

fn preview(caller: &Caller, trigger: &Trigger) -> Result<TemplatePreview, Unkept> {
    let template = Template::parse(&trigger.template)
        .map_err(|error| Unkept::Template(error.code(), format!("The template cannot be read: {error}.")))?;
    let level = caller.tenant.organisation().service_level;
    let preview = template
        .check(level, &sample(caller, trigger))
        .map_err(|error| Unkept::Template(error.code(), format!("The template cannot be sent: {error}.")))?;
    Ok(TemplatePreview {
        rendered: preview.sample.text,
        segments: preview.sample.segmentation.carrier_segments,
        longest: preview.longest.text,
        longest_segments: preview.longest.segmentation.carrier_segments,
        errors: Vec::new(),
        fields: Vec::new(),
    })
}

/// Lists the triggers
///
/// Each with what it has done. Rates compare the applications that were nudged with those that were left alone.
#[utoipa::path(get, path = "/v1/triggers", tag = "Triggers", responses(
    (status = 200, description = "All triggers.", body = Triggers),
))]
pub(crate) async fn list_triggers(
    State(api): State<Arc<AgentApi>>,
    caller: Caller,
) -> Result<Json<Triggers>, Failure> {
    let triggers = &caller.directory().triggers;
    let tallies = triggers
        .iter()
        .map(|trigger| Box::pin(api.store.tally(&caller.tenant, &trigger.id)));
    let tallies = futures_util::future::try_join_all(tallies).await?;
    let rows = triggers.iter().zip(tallies);
    let items = rows.map(|(trigger, tally)| TriggerRow {
        trigger: trigger.into(),
        statistics: tally.into(),
    });
    Ok(Json(Triggers {
        items: items.collect(),
    }))
}

fn may_change(caller: &Caller) -> Result<(), Problem> {
    if caller.agent.role.permits(Permission::Operate) {
        return Ok(());
    }
    let detail = "Only administrators change triggers.";
    Err(Problem::new(Meaning::Forbidden, "forbidden", detail))
}

fn named(id: Result<Path<String>, PathRejection>) -> Option<TriggerId> {
    id.ok().and_then(|Path(id)| TriggerId::parse(&id).ok())
}

fn not_found(detail: &'static str) -> Problem {
    Problem::new(Meaning::NotFound, "trigger_not_found", detail)
}

/// Writes a trigger
///
/// A new one, or over the one of this id; for administrators. It counts for nudges that are planned from then on, and those that are
/// planned already are decided again by it when they are due.
#[utoipa::path(put, path = "/v1/triggers/{id}", tag = "Triggers", request_body = Trigger, params(("id" = String, Path, description = "The trigger: lower-case letters, digits and hyphens.")), responses(
    (status = 200, description = "The trigger as it is kept.", body = Trigger),
    (status = 403, description = "`forbidden`"),
    (status = 404, description = "`trigger_not_found`: no id looks like this"),
    (status = 422, description = "`trigger_id_reserved`, `invalid_name`, `invalid_stages`, `delay_out_of_range`, `spacing_out_of_range`, `max_nudges_out_of_range`, `holdout_out_of_range`, `unknown_number`, `too_many_triggers`, `template_unknown_field`, `template_too_long`, and others that begin with `template_`"),
))]
pub(crate) async fn put_trigger(
    State(api): State<Arc<AgentApi>>,
    caller: Caller,
    id: Result<Path<String>, PathRejection>,
    JsonBody(asked): JsonBody<Trigger>,
) -> Result<Json<Trigger>, Failure> {
    may_change(&caller)?;
    let id =
        named(id).ok_or_else(|| not_found("An id has 1 to 40 lower-case letters, digits and hyphens."))?;
    preview(&caller, &asked)?;
    let trigger = asked.asked(id).map_err(Unkept::from)?;
    trigger.check(caller.directory()).map_err(Unkept::from)?;
    let shown = Trigger::from(&trigger);
    api.store.put_trigger(caller.organisation(), &trigger).await?;
    Ok(Json(shown))
}

/// Deletes a trigger
///
/// For administrators. Its nudges that are planned or held are not sent any more; histories go on telling its name. A second time it
/// changes nothing. `PUT` with the same id makes it anew, and its counts go on.
#[utoipa::path(delete, path = "/v1/triggers/{id}", tag = "Triggers", params(("id" = String, Path, description = "The trigger.")), responses(
    (status = 204, description = "It is deleted."),
    (status = 403, description = "`forbidden`"),
    (status = 404, description = "`trigger_not_found`"),
))]
pub(crate) async fn delete_trigger(
    State(api): State<Arc<AgentApi>>,
    caller: Caller,
    id: Result<Path<String>, PathRejection>,
) -> Result<StatusCode, Failure> {
    may_change(&caller)?;
    let unknown = || not_found("There is no such trigger.");
    let id = named(id).ok_or_else(unknown)?;
    if !api.store.delete_trigger(caller.organisation(), &id).await? {
        return Err(unknown().into());
    }
    Ok(StatusCode::NO_CONTENT)
}

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
        Err(Unkept::Template(code, detail)) => TemplatePreview {
            errors: vec![TemplateProblem { code, detail }],
            ..TemplatePreview::default()
        },
        Err(unkept @ Unkept::Trigger(_)) => return Err(unkept.into()),
    };
    shown.fields = Field::ALL.iter().map(|field| field.name().to_owned()).collect();
    Ok(Json(shown))
}
