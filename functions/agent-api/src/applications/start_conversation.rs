//! `POST /v1/applications/{id}/people/{person}/conversations` (IN-01).

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use http::StatusCode;
use memberline_domain::directory::{Directory, Number};
use memberline_domain::thread::{StartRefusal, Starting, Thread};
use memberline_http_api::Failure;
use memberline_http_api::Problem;
use memberline_http_api::json::JsonBody;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::AgentApi;
use crate::applications::person::{PersonPath, our_number};
use crate::conflict_retry::{Attempted, with_conflict_retry};
use crate::conversations::view::conversation::{Conversation, ConversationView};
use crate::problems::application_not_found;
use crate::refusals::Explain as _;
use memberline_http_api::caller::Caller;

/// How to start a conversation.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Start {
    /// Our number to text from; the caller's own, or the first of their teams, when left out.
    #[schema(pattern = "^\\+[1-9][0-9]{6,14}$", examples("+15550100001"))]
    number: Option<String>,
}

/// The problem, which names the conversation that stands in the way.
fn refused(refusal: &StartRefusal, thread: &Thread, directory: &Directory) -> Problem {
    let problem = refusal.explain(directory);
    match refusal {
        StartRefusal::ConversationOpen { ordinal } => {
            problem.with("conversation", thread.conversation_id(*ordinal).to_string())
        }
        _ => problem,
    }
}

/// One request to start a conversation.
struct Request {
    api: Arc<AgentApi>,
    caller: Caller,
    of: PersonPath,
    number: Number,
}

async fn attempt(request: Arc<Request>) -> Attempted<Conversation> {
    let Request {
        api,
        caller,
        of,
        number,
    } = request.as_ref();
    let found = api.person(caller, of, Some(&number.number)).await?;
    let tenant = &caller.tenant;
    let fresh = || tenant.new_thread(&number.number, &found.number);
    let thread = api.store.or_new(tenant, found.thread, fresh).await?;
    let (application, subscriber) = (&found.application, &found.subscriber);
    let wish = Starting {
        application: &application.head,
        person: &found.person.id,
        number,
        agent: &caller.agent,
        subscriber: &subscriber.head,
    };
    let now = api.now();
    let started = thread.head.start(wish, now);
    let change = started.map_err(|refusal| refused(&refusal, &thread.head, caller.directory()))?;
    let mut commit = api.store.begin(now);
    commit.change(&thread, &change)?;
    commit.guard(subscriber)?;
    commit.guard(application)?;
    api.store.commit(commit).await?;
    let links = application.head.links().into_iter();
    let links: Vec<_> = links
        .filter(|(of, _)| *of == found.number)
        .map(|(_, link)| link)
        .collect();
    let view = ConversationView {
        thread: &change.head,
        closed: None,
        subscriber: Some(&subscriber.head),
        links: &links,
    };
    let started = view.conversation(caller.directory(), &caller.agent);
    Ok(started.ok_or_else(application_not_found)?)
}

/// Starts a conversation with somebody on an application
///
/// Claimed by the caller. The person must have agreed to texts about the application: green for `service`.
#[utoipa::path(post, path = "/v1/applications/{id}/people/{person}/conversations", tag = "Applications", request_body = Start, params(
    ("id" = String, Path, description = "The application."),
    ("person" = String, Path, description = "Who on it."),
), responses(
    (status = 201, description = "The conversation, claimed by the caller.", body = Conversation),
    (status = 404, description = "`application_not_found`, `person_not_found`"),
    (status = 409, description = "`consent_missing`; `opted_out`; `conversation_open`, with `conversation`; `no_mobile`"),
    (status = 422, description = "`number_not_allowed`"),
))]
pub(crate) async fn start_conversation(
    State(api): State<Arc<AgentApi>>,
    caller: Caller,
    of: PersonPath,
    JsonBody(body): JsonBody<Start>,
) -> Result<(StatusCode, Json<Conversation>), Failure> {
    let number = our_number(&caller, body.number.as_deref())?;
    let request = Request {
        number: number.clone(),
        api,
        caller,
        of,
    };
    let started = with_conflict_retry(Arc::new(request), attempt).await?;
    Ok((StatusCode::CREATED, Json(started)))
}
