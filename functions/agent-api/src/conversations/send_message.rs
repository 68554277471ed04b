//! `POST /v1/conversations/{id}/messages` (EL-04, MC-32, MC-35, MC-51).

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use http::{HeaderMap, StatusCode};
use memberline_domain::aggregate::Entry as StoredEntry;
use memberline_domain::directory::Directory;
use memberline_domain::text::typed::typed;
use memberline_domain::thread::{
    ComposeRefusal, Composing, Message, PictureId, PictureRefusal, Thread, ThreadEvent,
};
use memberline_domain::{ConversationId, MessageId};
use memberline_http_api::Failure;
use memberline_http_api::Problem;
use memberline_http_api::idempotency::key_reused;
use memberline_http_api::json::JsonBody;
use memberline_store::{CommandError, Loaded, Wanted};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::AgentApi;
use crate::conflict_retry::Attempted;
use crate::conversations::access::ConversationPath;
use crate::conversations::view::entry::Entry;
use crate::conversations::view::timeline::entries;
use crate::conversations::view::viewer::Viewer;
use crate::once::{OnceKey, Scope, done_once};
use crate::problems::conversation_not_found;
use crate::refusals::Explain;
use memberline_http_api::caller::Caller;

/// A text to send.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewMessage {
    /// The text: what the organisation's service level allows, which `POST /v1/segments` tells.
    #[schema(examples("Hi, yes it is. You can come in until 5 today."))]
    text: String,
    /// The pictures that go with it, uploaded before: their ids. With pictures the text may be empty.
    #[serde(default)]
    pictures: Vec<String>,
}

/// A refusal that may only follow from what happened after an earlier request with the same key was done.
fn may_come_after_sending(refusal: &ComposeRefusal) -> bool {
    match refusal {
        ComposeRefusal::Text(_) => false,
        // An upload that was sent may be gone by now.
        ComposeRefusal::Pictures(refusal) => *refusal == PictureRefusal::Unknown,
        _ => true,
    }
}

/// The carrier of the thread's number.
pub(crate) fn carrier_of<'a>(directory: &'a Directory, thread: &Thread) -> &'a str {
    directory
        .number(&thread.ours)
        .map_or("", |number| &number.carrier)
}

/// One request to send.
struct Sending {
    api: Arc<AgentApi>,
    caller: Caller,
    id: ConversationId,
    text: String,
    pictures: Vec<PictureId>,
    once: OnceKey,
}

impl Sending {
    fn view(&self, stored: &[StoredEntry<ThreadEvent>], heads: &BTreeMap<u64, Message>) -> Attempted<Entry> {
        let entries = entries(&Viewer::of(&self.caller, &self.id.thread, None), stored, heads);
        let sent = entries
            .into_iter()
            .find(|entry| matches!(entry, Entry::MessageOut(_)));
        Ok(sent.ok_or_else(conversation_not_found)?)
    }

    /// Load, decide, commit.
    async fn attempt(self: Arc<Self>) -> Attempted<Entry> {
        let Self { api, caller, id, .. } = &*self;
        let tenant = &caller.tenant;
        let found = api.find(caller, id).await?.ok_or_else(conversation_not_found)?;
        let (thread, subscriber) = (found.thread, found.subscriber);
        let subscriber = api
            .store
            .or_new(tenant, subscriber, || tenant.new_subscriber(&thread.head.theirs))
            .await?;
        let wish = Composing {
            organisation: tenant.organisation(),
            ordinal: id.ordinal,
            agent: &caller.agent,
            text: &self.text,
            pictures: &self.pictures,
            carrier: carrier_of(caller.directory(), &thread.head),
        };
        let now = api.now();
        let change = match thread.head.compose(wish, &subscriber.head, now) {
            Ok(change) => change,
            Err(refusal) => return Err(self.refused(&thread, refusal).await),
        };
        if !api
            .have_all(caller.organisation(), &id.thread, &self.pictures)
            .await?
        {
            return Err(self.refused(&thread, PictureRefusal::Unknown.into()).await);
        }
        let mut commit = api.store.begin(now);
        let seq = commit
            .change(&thread, &change)?
            .first()
            .copied()
            .unwrap_or_default();
        // A STOP that comes in meanwhile closes the conversation, and this is decided again. One to another of our numbers may come
        // between, and the text is cancelled when it is to go out.
        let message = MessageId {
            thread: id.thread.clone(),
            seq,
        };
        self.once.keep(&mut commit, caller, &message.to_string())?;
        api.store.commit(commit).await?;
        self.view(&change.written(seq, now), &BTreeMap::new())
    }

    /// The refusal, unless the text was sent before: the conversation may have closed since.
    async fn refused(&self, thread: &Loaded<Thread>, refusal: ComposeRefusal) -> CommandError<Problem> {
        let problem = refusal.explain(self.caller.directory());
        if !may_come_after_sending(&refusal) {
            return problem.into();
        }
        self.once
            .unless_done(&self.api, &self.caller, (thread, problem))
            .await
    }

    /// The message that the first request with this key wrote.
    async fn earlier(self: Arc<Self>, reference: String) -> Attempted<Entry> {
        let Self { api, caller, id, .. } = &*self;
        let message: MessageId = reference.parse().map_err(|_| key_reused())?;
        if message.thread != id.thread {
            return Err(key_reused().into());
        }
        let wanted = Wanted::of(&caller.tenant)
            .thread(&message.thread)
            .message(&message);
        let (_, stored) = api.store.load(wanted).await?.of_message(&message)?;
        let stored = stored.ok_or_else(key_reused)?;
        let same = stored.outgoing().is_some_and(|m| {
            let file = |p: &PictureId| p.file(caller.organisation(), &id.thread);
            m.conversation == id.ordinal
                && m.text.is_some_and(|text| text == typed(&self.text))
                && m.pictures == self.pictures.iter().map(file).collect::<Vec<_>>()
        });
        if same {
            let head = stored.head.head.clone();
            self.view(&stored.entries, &BTreeMap::from([(head.seq, head)]))
        } else {
            Err(key_reused().into())
        }
    }
}

/// Sends a text
///
/// The answer comes before the carrier has the text: follow `status` in the timeline. With an `Idempotency-Key` the request
/// can be made again after a lost answer, for good: it is done once, and every repetition is answered with the same message.
#[utoipa::path(post, path = "/v1/conversations/{id}/messages", tag = "Conversations", params(("id" = String, Path, description = "The conversation."), ("Idempotency-Key" = Option<String>, Header, min_length = 1, max_length = 255, pattern = "^[!-~]+$", description = "The caller's own key for this text: 1 to 255 visible ASCII characters, a UUID for instance.")), request_body = NewMessage, responses(
    (status = 202, description = "The text is on its way; the entry's kind is `message_out`.", body = Entry),
    (status = 400, description = "`invalid_idempotency_key`"),
    (status = 404, description = "`conversation_not_found`"),
    (status = 409, description = "`not_claimed`; `claimed_by_other`, with `claimed_by` {id, name}; `opted_out`; `conversation_closed`"),
    (status = 422, description = "`text_empty`; `text_too_long`, with `limit` and `characters`; `unsupported_characters`, with `character`; `idempotency_key_reused`; `pictures_off`, `too_many_pictures`, `picture_too_large`, `picture_not_found`"),
))]
pub(crate) async fn send_message(
    State(api): State<Arc<AgentApi>>,
    caller: Caller,
    ConversationPath(id): ConversationPath,
    headers: HeaderMap,
    JsonBody(message): JsonBody<NewMessage>,
) -> Result<(StatusCode, Json<Entry>), Failure> {
    let once = OnceKey::of(&headers, Scope::Send, &caller)?;
    let pictures: Result<Vec<PictureId>, _> = message.pictures.iter().map(|id| id.parse()).collect();
    let pictures = pictures.map_err(|_| PictureRefusal::Unknown.explain(caller.directory()))?;
    let sending = Arc::new(Sending {
        api,
        caller,
        id,
        text: message.text,
        pictures,
        once,
    });
    let sent = Box::pin(done_once(sending, Sending::attempt, Sending::earlier)).await?;
    Ok((StatusCode::ACCEPTED, Json(sent)))
}

#[cfg(test)]
mod tests {
    use memberline_domain::text::service_level::TextRefusal;

    use super::*;

    #[test]
    fn a_repetition_is_looked_for_when_the_state_may_have_moved_on() {
        assert!(may_come_after_sending(&ComposeRefusal::OptedOut));
        assert!(may_come_after_sending(&ComposeRefusal::Closed));
        assert!(may_come_after_sending(&PictureRefusal::Unknown.into()));
        assert!(!may_come_after_sending(&TextRefusal::Empty.into()));
    }
}
