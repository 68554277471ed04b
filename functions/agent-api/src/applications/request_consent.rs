//! `POST /v1/applications/{id}/people/{person}/consent-requests` (IN-38, X-26).

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use http::{HeaderMap, StatusCode};
use memberline_domain::PhoneNumber;
use memberline_domain::actor::Actor;
use memberline_domain::thread::{self, ConsentRequest as DomainConsentRequest};
use memberline_http_api::Failure;
use memberline_http_api::idempotency::key_reused;
use memberline_http_api::json::JsonBody;
use memberline_store::CommitError;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::AgentApi;
use crate::applications::person::{PersonPath, our_number};
use crate::applications::view::person::ApplicationPerson;
use crate::conflict_retry::{Attempted, with_conflict_retry};
use crate::once::{OnceKey, Scope};
use crate::refusals::Explain as _;
use crate::view::words::Category;
use memberline_http_api::caller::Caller;

/// What to ask a person for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConsentRequest {
    /// The categories of texts. Those that the person agreed to already are left out.
    #[schema(min_items = 1)]
    categories: Vec<Category>,
    /// Which of our numbers asks, E.164; the caller's own, or the first of their teams, when absent.
    #[schema(pattern = "^\\+[1-9][0-9]{6,14}$", examples("+15550100001"))]
    number: Option<String>,
}

/// One request to ask.
struct Request {
    api: Arc<AgentApi>,
    caller: Caller,
    of: PersonPath,
    categories: Vec<Category>,
    ours: PhoneNumber,
    once: OnceKey,
}

async fn attempt(request: Arc<Request>) -> Attempted<ApplicationPerson> {
    let Request {
        api,
        caller,
        of,
        categories,
        ours,
        once,
    } = request.as_ref();
    let found = api.person(caller, of, Some(ours)).await?;
    let (tenant, now) = (&caller.tenant, api.now());
    let fresh = || tenant.new_thread(ours, &found.number);
    let thread = api.store.or_new(tenant, found.thread.clone(), fresh).await?;
    let categories: Vec<_> = categories.iter().map(|c| (*c).into()).collect();
    let by = Actor::Agent {
        agent: caller.id().clone(),
    };
    let wish = DomainConsentRequest {
        organisation: tenant.organisation(),
        thread: &thread.head,
        subscriber: &found.subscriber.head,
        categories: &categories,
        about: &found.application.head.about(&found.person.id),
        by: &by,
    };
    let asked = thread::request_consent(wish, now).map_err(|refusal| refusal.explain(caller.directory()))?;
    let mut commit = api.store.begin(now);
    commit.change(&thread, &asked.thread)?;
    commit.change(&found.subscriber, &asked.subscriber)?;
    commit.guard(&found.application)?;
    let reference = format!("{}/{} {ours}", of.0, of.1);
    once.keep(&mut commit, caller, &reference)?;
    match api.store.commit(commit).await {
        Ok(()) => Ok(found.view(caller, &asked.subscriber.head)),
        // The person was asked by the request before.
        Err(CommitError::AlreadyDone { reference: before }) if before == reference => {
            Ok(found.view(caller, &found.subscriber.head))
        }
        Err(CommitError::AlreadyDone { .. }) => Err(key_reused().into()),
        Err(error) => Err(error.into()),
    }
}

/// Asks a person for consent
///
/// By text. The person answers YES or NO; until then the colour is yellow. A person may be asked again, by a person. Who opted out is not
/// asked, and nobody while a text of theirs looks like an opt-out or a wrong number.
#[utoipa::path(post, path = "/v1/applications/{id}/people/{person}/consent-requests", tag = "Applications", request_body = ConsentRequest, params(
    ("id" = String, Path, description = "The application."),
    ("person" = String, Path, description = "The person on it."),
    ("Idempotency-Key" = Option<String>, Header, min_length = 1, max_length = 255, pattern = "^[!-~]+$", description = "The caller's own key for this question: 1 to 255 visible ASCII characters, a UUID for instance."),
), responses(
    (status = 400, description = "`invalid_idempotency_key`"),
    (status = 202, description = "The question is on its way.", body = ApplicationPerson),
    (status = 404, description = "`application_not_found`, `person_not_found`"),
    (status = 409, description = "`no_mobile`, `opted_out`, `automation_held`, `already_granted`"),
    (status = 422, description = "`number_not_allowed`, `no_category`, `idempotency_key_reused`"),
))]
pub(crate) async fn request_consent(
    State(api): State<Arc<AgentApi>>,
    caller: Caller,
    of: PersonPath,
    headers: HeaderMap,
    JsonBody(wish): JsonBody<ConsentRequest>,
) -> Result<(StatusCode, Json<ApplicationPerson>), Failure> {
    let once = OnceKey::of(&headers, Scope::Ask, &caller)?;
    let ours = our_number(&caller, wish.number.as_deref())?;
    let ours = ours.number.clone();
    let request = Request {
        api,
        caller,
        of,
        categories: wish.categories,
        ours,
        once,
    };
    let person = with_conflict_retry(Arc::new(request), attempt).await?;
    Ok((StatusCode::ACCEPTED, Json(person)))
}
