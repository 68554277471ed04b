//! `POST /v1/applications/{id}/people/{person}/consents` (IN-38, X-27).

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use memberline_domain::consent::{ConsentRecord, ConsentSource, Scope as DomainScope};
use memberline_domain::text::typed::typed;
use memberline_http_api::Failure;
use memberline_http_api::json::JsonBody;
use memberline_http_api::{Meaning, Problem};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::AgentApi;
use crate::applications::person::PersonPath;
use crate::applications::view::person::ApplicationPerson;
use crate::conflict_retry::{Attempted, with_conflict_retry};
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

async fn attempt(request: Arc<Request>) -> Attempted<ApplicationPerson> {
    let Request {
        api,
        caller,
        of,
        said,
    } = request.as_ref();
    let ours = caller.directory().texting_number(&caller.agent, None);
    let found = api.person(caller, of, ours.map(|ours| &ours.number)).await?;
    let about = found.application.head.about(&found.person.id);
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
    let now = api.now();
    let Some(change) = found.subscriber.head.record([given], now) else {
        return Ok(found.view(caller, &found.subscriber.head));
    };
    let mut commit = api.store.begin(now);
    commit.change(&found.subscriber, &change)?;
    commit.guard(&found.application)?;
    api.store.commit(commit).await?;
    Ok(found.view(caller, &change.head))
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
