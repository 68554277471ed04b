//! The frame of what changes a conversation: find it, let the rules decide, commit, show it as it is then.

use std::sync::Arc;

use axum::Json;
use futures_util::future::BoxFuture;
use jiff::Timestamp;
use memberline_domain::ConversationId;
use memberline_domain::aggregate::Change;
use memberline_domain::consent::Subscriber;
use memberline_domain::thread::{ResolvedOptOutReview, Thread};
use memberline_http_api::{Failure, Problem};

use crate::api::AgentApi;
use crate::conflict_retry::{Attempted, with_conflict_retry};
use crate::conversations::access::{ConversationPath, LoadedConversation};
use crate::conversations::view::conversation::{Conversation, ConversationView};
use crate::problems::conversation_not_found;
use crate::refusals::Explain;
use memberline_http_api::caller::Caller;

/// A conversation that is to change, as the rules look at it.
pub(crate) struct Changing<'a> {
    pub(crate) thread: &'a Thread,
    pub(crate) subscriber: Option<&'a Subscriber>,
    /// Which conversation of the thread.
    pub(crate) ordinal: u32,
    pub(crate) caller: &'a Caller,
    pub(crate) now: Timestamp,
}

/// What the rules decided.
pub(crate) struct Decided {
    thread: Change<Thread>,
    subscriber: Option<Change<Subscriber>>,
}

impl From<Change<Thread>> for Decided {
    fn from(thread: Change<Thread>) -> Self {
        Self {
            thread,
            subscriber: None,
        }
    }
}

impl From<ResolvedOptOutReview> for Decided {
    fn from(resolved: ResolvedOptOutReview) -> Self {
        Self {
            thread: resolved.thread,
            subscriber: Some(resolved.subscriber),
        }
    }
}

/// Changes a conversation that the caller may see as `decide` says, again after each conflict, and shows it as it is then. When `decide`
/// says `None`, nothing changes.
///
/// It returns a box, as axum cannot tell that a future which holds `decide` may go to another thread.
pub(crate) fn change<D, C, R>(
    (api, caller, ConversationPath(id)): (Arc<AgentApi>, Caller, ConversationPath),
    decide: D,
) -> BoxFuture<'static, Result<Json<Conversation>, Failure>>
where
    D: Fn(Changing<'_>) -> Result<Option<C>, R> + Send + Sync + 'static,
    C: Into<Decided>,
    R: Explain,
{
    let decide = Decide(Arc::new(move |changing: Changing<'_>| {
        let directory = changing.caller.directory();
        let decided = decide(changing).map_err(|refusal| refusal.explain(directory))?;
        Ok(decided.map(Into::into))
    }));
    Box::pin(async {
        let changed = with_conflict_retry((api, caller, id, decide), attempt).await?;
        Ok(Json(changed))
    })
}

type Rules = dyn Fn(Changing<'_>) -> Result<Option<Decided>, Problem> + Send + Sync;

#[derive(Clone)]
struct Decide(Arc<Rules>);

async fn attempt(
    (api, caller, id, decide): (Arc<AgentApi>, Caller, ConversationId, Decide),
) -> Attempted<Conversation> {
    let found = api.find_whole(&caller, &id).await?;
    let found = found.ok_or_else(conversation_not_found)?;
    let now = api.now();
    let decided = (decide.0)(Changing {
        thread: &found.thread.head,
        subscriber: found.subscriber.as_ref().map(|subscriber| &subscriber.head),
        ordinal: id.ordinal,
        caller: &caller,
        now,
    })?;
    let view = match &decided {
        None => found.view(),
        Some(decided) => {
            let mut commit = api.store.begin(now);
            commit.change(&found.thread, &decided.thread)?;
            if let (Some(subscriber), Some(change)) = (&found.subscriber, &decided.subscriber) {
                commit.change(subscriber, change)?;
            }
            api.store.commit(commit).await?;
            after(&found, decided, id.ordinal)
        }
    };
    let shown = view.conversation(caller.directory(), &caller.agent);
    Ok(shown.ok_or_else(conversation_not_found)?)
}

/// The conversation as it is once it has changed.
fn after<'a>(found: &'a LoadedConversation, decided: &'a Decided, ordinal: u32) -> ConversationView<'a> {
    let before = found.view();
    let closes = decided.thread.archive.as_ref();
    ConversationView {
        thread: &decided.thread.head,
        closed: closes
            .filter(|closed| closed.conversation.ordinal == ordinal)
            .or(before.closed),
        subscriber: decided
            .subscriber
            .as_ref()
            .map_or(before.subscriber, |change| Some(&change.head)),
        links: before.links,
    }
}
