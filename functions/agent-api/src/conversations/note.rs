//! `POST /v1/conversations/{id}/notes` (MC-34).

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use http::{HeaderMap, StatusCode};
use memberline_domain::aggregate::Entry as StoredEntry;
use memberline_domain::thread::{NoteRefusal, Thread, ThreadEvent, is_note_of};
use memberline_domain::{ConversationId, MessageId};
use memberline_http_api::idempotency::key_reused;
use memberline_http_api::json::JsonBody;
use memberline_http_api::{Failure, Problem};
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
use crate::refusals::Explain as _;
use memberline_http_api::caller::Caller;

/// Something to write down.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewNote {
    /// The text: 1 to 4,000 characters. White space around it is dropped.
    #[schema(min_length = 1, max_length = 4000, examples("Prefers to be called after 4."))]
    text: String,
}

/// One request to write a note.
struct Writing {
    api: Arc<AgentApi>,
    caller: Caller,
    id: ConversationId,
    text: String,
    once: OnceKey,
}

impl Writing {
    fn view(&self, written: &[StoredEntry<ThreadEvent>]) -> Attempted<Entry> {
        let viewer = Viewer::of(&self.caller, &self.id.thread, None);
        let shown = entries(&viewer, written, &BTreeMap::new()).into_iter().next();
        Ok(shown.ok_or_else(conversation_not_found)?)
    }

    /// Load, decide, commit.
    async fn attempt(self: Arc<Self>) -> Attempted<Entry> {
        let Self { api, caller, id, .. } = &*self;
        let found = api.find(caller, id).await?.ok_or_else(conversation_not_found)?;
        let thread = &found.thread;
        let change = match thread.head.note(id.ordinal, &caller.agent, &self.text) {
            Ok(change) => change,
            Err(refusal) => return Err(self.refused(thread, refusal).await),
        };
        let now = api.now();
        let mut commit = api.store.begin(now);
        commit.change(thread, &change)?;
        let note = MessageId {
            thread: id.thread.clone(),
            seq: thread.seq + 1,
        };
        self.once.keep(&mut commit, caller, &note.to_string())?;
        api.store.commit(commit).await?;
        self.view(&change.written(note.seq, now))
    }

    /// The refusal, unless the note was written before: the conversation may have closed since.
    async fn refused(&self, thread: &Loaded<Thread>, refusal: NoteRefusal) -> CommandError<Problem> {
        let problem = refusal.explain(self.caller.directory());
        match refusal {
            NoteRefusal::Empty | NoteRefusal::TooLong => problem.into(),
            NoteRefusal::NotFound | NoteRefusal::Closed => {
                let refused = (thread, problem);
                self.once.unless_done(&self.api, &self.caller, refused).await
            }
        }
    }

    /// The note that the first request with this key wrote.
    async fn earlier(self: Arc<Self>, reference: String) -> Attempted<Entry> {
        let Self { api, caller, id, .. } = &*self;
        let note: MessageId = reference.parse().map_err(|_| key_reused())?;
        if note.thread != id.thread {
            return Err(key_reused().into());
        }
        let wanted = Wanted::of(&caller.tenant).thread(&id.thread).message(&note);
        let read = api.store.load(wanted).await?;
        let thread = read.get::<Thread>(&id.thread)?.ok_or_else(key_reused)?;
        let written = read.own_entry(&note, &thread)?;
        let same = written.filter(|entry| is_note_of(entry, (id.ordinal, caller.id()), &self.text));
        self.view(&[same.ok_or_else(key_reused)?])
    }
}

/// Writes a note
///
/// Colleagues who may see the conversation find it in the timeline. The member gets nothing, and nothing counts as answered. It takes no
/// claim. With an `Idempotency-Key` the request can be made again after a lost answer, for good: it is done once, and every repetition
/// is answered with the same note.
#[utoipa::path(post, path = "/v1/conversations/{id}/notes", tag = "Conversations", params(("id" = String, Path, description = "The conversation."), ("Idempotency-Key" = Option<String>, Header, min_length = 1, max_length = 255, pattern = "^[!-~]+$", description = "The caller's own key for this note: 1 to 255 visible ASCII characters, a UUID for instance.")), request_body = NewNote, responses(
    (status = 201, description = "The note, as the timeline shows it.", body = Entry),
    (status = 400, description = "`invalid_idempotency_key`"),
    (status = 404, description = "`conversation_not_found`"),
    (status = 409, description = "`conversation_closed`"),
    (status = 422, description = "`note_empty`, `note_too_long`, `idempotency_key_reused`"),
))]
pub(crate) async fn write_note(
    State(api): State<Arc<AgentApi>>,
    caller: Caller,
    ConversationPath(id): ConversationPath,
    headers: HeaderMap,
    JsonBody(note): JsonBody<NewNote>,
) -> Result<(StatusCode, Json<Entry>), Failure> {
    let once = OnceKey::of(&headers, Scope::Note, &caller)?;
    let writing = Arc::new(Writing {
        api,
        caller,
        id,
        text: note.text,
        once,
    });
    let written = Box::pin(done_once(writing, Writing::attempt, Writing::earlier)).await?;
    Ok((StatusCode::CREATED, Json(written)))
}
