//! `POST /v1/conversations/{id}/opt-out-question`.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use memberline_domain::ConversationId;
use memberline_domain::thread::CloseRefusal;
use memberline_http_api::Failure;
use memberline_http_api::json::JsonBody;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::AgentApi;
use crate::command_error::CommandError;
use crate::conflict_retry::with_conflict_retry;
use crate::conversations::access::ConversationPath;
use crate::conversations::view::conversation::{Conversation, ConversationView};
use crate::problems::conversation_not_found;
use memberline_http_api::caller::Caller;

/// What a text means that looks like an opt-out or a wrong number.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Verdict {
    /// What the member meant.
    answer: Meant,
}

/// What a member meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Meant {
    /// No more texts, or not to this number: counts like a STOP.
    OptOut,
    /// Something else: automation goes on.
    Continue,
}

async fn answer(
    (api, caller, id, meant): (Arc<AgentApi>, Caller, ConversationId, Meant),
) -> Result<Option<Conversation>, CommandError<CloseRefusal>> {
    let found = api
        .find_whole(&caller, &id)
        .await?
        .ok_or(CommandError::NotFound)?;
    let now = api.now();
    let settled = found.subscriber.as_ref().and_then(|subscriber| {
        let (thread, organisation) = (&found.thread.head, caller.tenant.organisation());
        let opt_out = meant == Meant::OptOut;
        let settled =
            thread.resolve_opt_out_review(organisation, &subscriber.head, &caller.agent, opt_out, now);
        Some((subscriber, settled?))
    });
    let Some((subscriber, settled)) = &settled else {
        // Somebody answered before, or there was no question.
        return Ok(found.view().conversation(caller.directory(), &caller.agent));
    };
    let mut commit = api.store.begin(now);
    commit.change(&found.thread, &settled.thread)?;
    commit.change(subscriber, &settled.subscriber)?;
    api.store.commit(commit).await?;
    let archive = settled.thread.archive.as_ref();
    let view = ConversationView {
        thread: &settled.thread.head,
        closed: archive
            .filter(|closed| closed.conversation.ordinal == id.ordinal)
            .or(found.closed.as_ref()),
        subscriber: Some(&settled.subscriber.head),
        links: &found.links,
    };
    Ok(view.conversation(caller.directory(), &caller.agent))
}

/// Says whether a text is an opt-out
///
/// Of a text that looks like one, or says that the number is somebody else's, which `task` names. An opt-out, and a number that is
/// not the member's, count like a STOP: texts end and the conversation closes. Otherwise automation goes on. Where there is nothing
/// to decide any more, nothing changes.
#[utoipa::path(post, path = "/v1/conversations/{id}/opt-out-question", operation_id = "settle_opt_out_question", tag = "Conversations", request_body = Verdict, params(("id" = String, Path, description = "The conversation.")), responses(
    (status = 200, description = "The conversation as it is then.", body = Conversation),
    (status = 404, description = "`conversation_not_found`"),
))]
pub(crate) async fn resolve_opt_out_review(
    State(api): State<Arc<AgentApi>>,
    caller: Caller,
    ConversationPath(id): ConversationPath,
    JsonBody(verdict): JsonBody<Verdict>,
) -> Result<Json<Conversation>, Failure> {
    let resolved = with_conflict_retry((api, caller.clone(), id, verdict.answer), answer).await;
    let resolved = resolved.map_err(|declined| declined.failure(&caller))?;
    Ok(Json(resolved.ok_or_else(conversation_not_found)?))
}
