//! `POST /v1/applications/{id}/people/{person}/consent-requests` (IN-38, X-26).

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use http::StatusCode;
use memberline_domain::PhoneNumber;
use memberline_domain::thread::{Actor, Asking, Thread, ask};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::AgentApi;
use crate::body::JsonBody;
use crate::caller::Caller;
use crate::conversation::settle;
use crate::failure::Failure;
use crate::person::{Of, Undone, our_number};
use crate::refusals::Explain as _;
use crate::view::Category;
use crate::view::contact::{Contact, about};

/// What to ask a person for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConsentRequest {
    /// The categories of texts. Those that the person agreed to already are left out.
    #[schema(min_items = 1)]
    categories: Vec<Category>,
    /// Which of our numbers asks, E.164; the organisation's own when absent.
    #[schema(examples("+15550100001"))]
    number: Option<String>,
}

/// One request to ask.
struct Request {
    api: Arc<AgentApi>,
    caller: Caller,
    of: Of,
    categories: Vec<Category>,
    ours: PhoneNumber,
}

async fn attempt(request: Arc<Request>) -> Result<Contact, Undone> {
    let Request {
        api,
        caller,
        of,
        categories,
        ours,
    } = request.as_ref();
    let (application, person, theirs) = api.person(caller, of).await?;
    let (tenant, now) = (&caller.tenant, api.now());
    let id = tenant.thread_id(ours, &theirs);
    let pair = api.store.pair(tenant, &id, None).await?;
    let thread = if let Some(thread) = pair.thread {
        thread
    } else {
        let fresh = Thread::new(tenant.id().clone(), id.clone(), ours.clone(), theirs.clone());
        api.store.new_thread(tenant, fresh).await?
    };
    let subscriber = api
        .store
        .subscriber_or_new(tenant, pair.subscriber, &theirs, &id)
        .await?;
    let categories: Vec<_> = categories.iter().map(|c| (*c).into()).collect();
    let by = Actor::Agent {
        agent: caller.id().clone(),
    };
    let wish = Asking {
        organisation: tenant.organisation(),
        thread: &thread.head,
        subscriber: &subscriber.head,
        categories: &categories,
        about: &about(&application.head, &person),
        by: &by,
    };
    let asked = ask(wish, now).map_err(|refusal| refusal.explain(caller.directory()))?;
    let mut commit = api.store.begin(now);
    commit.change(&thread, &asked.thread)?;
    commit.change(&subscriber, &asked.subscriber)?;
    api.store.commit(commit).await?;
    Ok(Contact::of(
        &application.head,
        &person,
        Some(&asked.subscriber.head),
    ))
}

/// Asks a person for consent
///
/// By text. The person answers YES or NO; until then the colour is yellow. A person may be asked again, by a person. Who opted out is not
/// asked, and nobody while a text of theirs looks like an opt-out.
#[utoipa::path(post, path = "/v1/applications/{id}/people/{person}/consent-requests", tag = "Applications", params(
    ("id" = String, Path, description = "The application."),
    ("person" = String, Path, description = "The person on it."),
), responses(
    (status = 202, description = "The question is on its way.", body = Contact),
    (status = 404, description = "`application_not_found`, `person_not_found`"),
    (status = 409, description = "`no_mobile`, `opted_out`, `automation_held`, `already_granted`"),
    (status = 422, description = "`unknown_number`, `no_category`"),
))]
pub(crate) async fn request_consent(
    State(api): State<Arc<AgentApi>>,
    caller: Caller,
    of: Of,
    JsonBody(wish): JsonBody<ConsentRequest>,
) -> Result<(StatusCode, Json<Contact>), Failure> {
    let ours = our_number(&caller, wish.number.as_deref())?;
    let request = Request {
        api,
        caller,
        of,
        categories: wish.categories,
        ours,
    };
    let contact = settle(Arc::new(request), attempt).await?;
    Ok((StatusCode::ACCEPTED, Json(contact)))
}
