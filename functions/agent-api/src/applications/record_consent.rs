//! `POST /v1/applications/{id}/people/{person}/consents` (IN-38, X-27).

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use memberline_domain::consent::{ConsentRecord, ConsentSource, Scope as DomainScope, Subscriber};
use memberline_domain::text::typed::typed;
use memberline_domain::thread::Thread;
use memberline_http_api::Failure;
use memberline_http_api::json::JsonBody;
use memberline_http_api::{Meaning, Problem};
use memberline_store::Wanted;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::AgentApi;
use crate::applications::person::{PersonPath, RouteError};
use crate::applications::view::abilities::Known;
use crate::applications::view::person::ApplicationPerson;
use crate::conflict_retry::with_conflict_retry;
use crate::view::words::{Category, Channel, Scope};
use memberline_http_api::caller::Caller;

/// What a person said elsewhere than by text.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewConsent {
    /// The category of texts.
    category: Category,
    /// Whether the person wants them.
    granted: bool,
    /// What the person was shown or read, 1 to 2,000 characters: it is kept as evidence.
    #[schema(min_length = 1, max_length = 2000)]
    wording: String,
    /// Where the person said so.
    channel: Channel,
    /// Whose texts it is about; when absent the partner's that brought the application, else the organisation's.
    scope: Option<Scope>,
}

/// The longest wording, in characters.
const LONGEST_WORDING: usize = 2_000;

/// One request to record.
struct Request {
    api: Arc<AgentApi>,
    caller: Caller,
    of: PersonPath,
    said: NewConsent,
}

async fn attempt(request: Arc<Request>) -> Result<ApplicationPerson, RouteError> {
    let Request {
        api,
        caller,
        of,
        said,
    } = request.as_ref();
    let (application, person, number) = api.person(caller, of).await?;
    let (tenant, now) = (&caller.tenant, api.now());
    let about = application.head.about(&person.id);
    let scope = match (said.scope, &about.partner) {
        (None, _) => about.scope(),
        (Some(Scope::Organisation), _) => DomainScope::Organisation,
        (Some(Scope::Application), _) => DomainScope::Application(about.application.clone()),
        (Some(Scope::Partner), Some(partner)) => DomainScope::Partner(partner.clone()),
        (Some(Scope::Partner), None) => {
            return Err(Problem::new(
                Meaning::Unprocessable,
                "no_partner",
                "No partner brought the application.",
            )
            .into());
        }
    };
    let given = ConsentRecord {
        category: said.category.into(),
        scope,
        granted: said.granted,
        at: None,
        wording: Some(said.wording.clone()),
        source: ConsentSource::Agent {
            agent: caller.id().clone(),
            channel: said.channel.into(),
        },
    };
    let id = tenant.subscriber_id(&number);
    let ours = caller.directory().texting_number(&caller.agent, None);
    let thread = ours.map(|ours| tenant.thread_id(&ours.number, &number));
    let wanted = Wanted::of(tenant).head::<Subscriber>(&id);
    let read = api.store.load(wanted.heads::<Thread>(thread.as_slice())).await?;
    let fresh = || tenant.new_subscriber(&number);
    let subscriber = api.store.or_new(tenant, read.get(&id)?, fresh).await?;
    let threads = read.all::<Thread>()?;
    let view = |ledger| {
        ApplicationPerson::of(Known {
            caller,
            application: &application.head,
            person: &person,
            ledger: Some(ledger),
            thread: threads.first().map(|thread| &thread.head),
        })
    };
    let Some(change) = subscriber.head.record([given], now) else {
        return Ok(view(&subscriber.head));
    };
    let mut commit = api.store.begin(now);
    commit.change(&subscriber, &change)?;
    commit.guard(&application)?;
    api.store.commit(commit).await?;
    Ok(view(&change.head))
}

/// Records what a person said about texts
///
/// On the telephone, on paper, face to face or on a web page. What the person says later, anywhere, counts instead of it. It lifts no opt-out: only the person can, by text.
#[utoipa::path(post, path = "/v1/applications/{id}/people/{person}/consents", tag = "Applications", request_body = NewConsent, params(
    ("id" = String, Path, description = "The application."),
    ("person" = String, Path, description = "The person on it."),
), responses(
    (status = 200, description = "The person, with what they agreed to now.", body = ApplicationPerson),
    (status = 404, description = "`application_not_found`, `person_not_found`"),
    (status = 409, description = "`no_mobile`"),
    (status = 422, description = "`invalid_wording`, `no_partner`"),
))]
pub(crate) async fn record_consent(
    State(api): State<Arc<AgentApi>>,
    caller: Caller,
    of: PersonPath,
    JsonBody(said): JsonBody<NewConsent>,
) -> Result<Json<ApplicationPerson>, Failure> {
    let said = NewConsent {
        wording: typed(said.wording.trim()).into_owned(),
        ..said
    };
    let fits = (1..=LONGEST_WORDING).contains(&said.wording.chars().count());
    if !fits || said.wording.chars().any(|c| c.is_control() && c != '\n') {
        return Err(Problem::new(
            Meaning::Unprocessable,
            "invalid_wording",
            "The wording has 1 to 2,000 characters, none of them control characters but tabs and line breaks.",
        )
        .with("limit", LONGEST_WORDING)
        .into());
    }
    let request = Request {
        api,
        caller,
        of,
        said,
    };
    Ok(Json(with_conflict_retry(Arc::new(request), attempt).await?))
}
