//! `POST /v1/conversations/{id}/opt-out-question`.

use std::convert::Infallible;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use memberline_http_api::Failure;
use memberline_http_api::json::JsonBody;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::AgentApi;
use crate::conversations::access::ConversationPath;
use crate::conversations::change::change;
use crate::conversations::view::conversation::Conversation;
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
    path: ConversationPath,
    JsonBody(verdict): JsonBody<Verdict>,
) -> Result<Json<Conversation>, Failure> {
    let opt_out = verdict.answer == Meant::OptOut;
    change((api, caller, path), move |of| {
        let organisation = of.caller.tenant.organisation();
        let resolved = of.subscriber.and_then(|subscriber| {
            of.thread
                .resolve_opt_out_review(organisation, subscriber, &of.caller.agent, opt_out, of.now)
        });
        // `None`: somebody answered before, or there was no question.
        Ok::<_, Infallible>(resolved)
    })
    .await
}
