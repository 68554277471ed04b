//! `POST /v1/applications/{id}/people/{person}/conversations` (IN-01).

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use http::StatusCode;
use memberline_domain::directory::Directory;
use memberline_domain::thread::{StartRefusal, Starting, Thread};
use memberline_domain::{ApplicationId, PersonId};
use memberline_platform::{Meaning, Problem};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::AgentApi;
use crate::body::JsonBody;
use crate::caller::Caller;
use crate::conversation::{Declined, settle};
use crate::failure::Failure;
use crate::person::{Of, application_not_found, number_not_allowed, our_number, person_not_found};
use crate::refusals::Explain;
use crate::view::{Conversation, Located};

/// How to start a conversation.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Start {
    /// Our number to text from; the caller's own, or the first of their teams, when left out.
    #[schema(examples("+15550100001"))]
    number: Option<String>,
}

/// Why a conversation is not started.
#[derive(Debug, thiserror::Error)]
enum Unstarted {
    #[error("there is no such application")]
    NoApplication,
    #[error(transparent)]
    Refused(StartRefusal),
}

impl Explain for Unstarted {
    fn explain(&self, _: &Directory) -> Problem {
        let conflict = |code, detail: &str| Problem::new(Meaning::Conflict, code, detail);
        match self {
            Self::NoApplication => application_not_found(),
            Self::Refused(refusal) => match refusal {
                StartRefusal::NotFound => person_not_found(),
                StartRefusal::NoMobile => conflict("no_mobile", "There is no mobile number to text."),
                StartRefusal::NumberNotAllowed => number_not_allowed(),
                StartRefusal::OptedOut => conflict(
                    "opted_out",
                    "The member opted out of texts. They can be texted again once they text first.",
                ),
                StartRefusal::ConsentMissing => conflict(
                    "consent_missing",
                    "The member did not agree to texts about the application. Ask for consent first.",
                ),
                StartRefusal::ConversationOpen { ordinal } => conflict(
                    "conversation_open",
                    "A conversation with this number is open already.",
                )
                .with("ordinal", *ordinal),
            },
        }
    }
}

async fn start(
    (api, caller, (id, person), number): (Arc<AgentApi>, Caller, (ApplicationId, PersonId), Option<String>),
) -> Result<Option<Conversation>, Declined<Unstarted>> {
    let refused = |refusal| Declined::Refused(Unstarted::Refused(refusal));
    let found = api.find_application(&caller, &id).await?;
    let found = found.ok_or(Declined::Refused(Unstarted::NoApplication))?;
    let head = &found.application.head;
    let somebody = head
        .person(&person)
        .ok_or_else(|| refused(StartRefusal::NotFound))?;
    let theirs = somebody
        .mobile
        .as_ref()
        .ok_or_else(|| refused(StartRefusal::NoMobile))?;
    let number = our_number(&caller, number.as_deref());
    let number = number.ok_or_else(|| refused(StartRefusal::NumberNotAllowed))?;
    let tenant = &caller.tenant;
    let thread_id = tenant.thread_id(&number.number, theirs);
    let case = api
        .store
        .application_case(tenant, &id, Some(&thread_id), &[])
        .await?;
    let thread = if let Some(thread) = case.thread {
        thread
    } else {
        let fresh = Thread::new(
            tenant.id().clone(),
            thread_id.clone(),
            number.number.clone(),
            theirs.clone(),
        );
        api.store.new_thread(tenant, fresh).await?
    };
    let known = case.subscribers.into_iter().next();
    let subscriber = api
        .store
        .subscriber_or_new(tenant, known, theirs, &thread_id)
        .await?;
    let wish = Starting {
        application: head,
        person: &person,
        number,
        agent: &caller.agent,
        subscriber: &subscriber.head,
    };
    let now = api.now();
    let change = thread.head.start(wish, now).map_err(refused)?;
    let mut commit = api.store.begin(now);
    commit.change(&thread, &change)?;
    commit.guard(&subscriber)?;
    api.store.commit(commit).await?;
    let links: Vec<_> = head
        .links()
        .into_iter()
        .filter(|(of, _)| of == theirs)
        .map(|(_, link)| link)
        .collect();
    let located = Located {
        thread: &change.head,
        closed: None,
        subscriber: Some(&subscriber.head),
        links: &links,
    };
    Ok(located.conversation(caller.directory(), &caller.agent))
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
    (status = 409, description = "`consent_missing`, `opted_out`, `conversation_open`, `no_mobile`"),
    (status = 422, description = "`number_not_allowed`"),
))]
pub(crate) async fn start_conversation(
    State(api): State<Arc<AgentApi>>,
    caller: Caller,
    Of(id, person): Of,
    JsonBody(body): JsonBody<Start>,
) -> Result<(StatusCode, Json<Conversation>), Failure> {
    let started = settle((api, caller.clone(), (id, person), body.number), start).await;
    let started = started.map_err(|declined| declined.failure(&caller))?;
    let started = started.ok_or_else(application_not_found)?;
    Ok((StatusCode::CREATED, Json(started)))
}
