//! The conversation that a request is about, if the caller may see it.

use std::pin::Pin;
use std::sync::Arc;

use axum::extract::{FromRequestParts, Path};
use http::request::Parts;
use memberline_domain::ConversationId;
use memberline_domain::application::ApplicationLink;
use memberline_domain::consent::Subscriber;
use memberline_domain::directory::Agent;
use memberline_domain::thread::{ClosedConversation, Place, Thread};
use memberline_platform::{Meaning, Problem};
use memberline_store::{
    CommitError, Loaded, MayConflict, StoreError, ThreadSnapshot, Wanted, retry_conflicts,
};

use crate::AgentApi;
use crate::caller::Caller;
use crate::envelope::Noted;
use crate::failure::Failure;
use crate::refusals::Explain;
use crate::view::Located;

/// The conversation that the path names.
#[derive(Debug, Clone)]
pub(crate) struct At(pub(crate) ConversationId);

/// The problem of a conversation that does not exist, or that the caller may not know of.
pub(crate) fn not_found() -> Problem {
    Problem::new(
        Meaning::NotFound,
        "conversation_not_found",
        "There is no such conversation, or it is another team's.",
    )
}

impl FromRequestParts<Arc<AgentApi>> for At {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, api: &Arc<AgentApi>) -> Result<Self, Failure> {
        let path = Path::<String>::from_request_parts(parts, api).await;
        let id = path.ok().and_then(|Path(id)| id.parse::<ConversationId>().ok());
        let id = id.ok_or_else(not_found)?;
        if let Some(noted) = parts.extensions.get::<Noted>() {
            noted.note("conversation", &id);
        }
        Ok(Self(id))
    }
}

/// A conversation that the caller may see, with its thread and the subscriber at the other end.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) thread: Loaded<Thread>,
    pub(crate) subscriber: Option<Loaded<Subscriber>>,
    pub(crate) closed: Option<ClosedConversation>,
    /// The applications that the member's number is on, where they were read.
    pub(crate) links: Vec<ApplicationLink>,
}

impl Found {
    /// What callers see of it.
    pub(crate) fn located(&self) -> Located<'_> {
        Located {
            thread: &self.thread.head,
            closed: self.closed.as_ref(),
            subscriber: self.subscriber.as_ref().map(|subscriber| &subscriber.head),
            links: &self.links,
        }
    }
}

/// Why an operation on a conversation is not done: `R` is what the rules say against it.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Declined<R: std::error::Error + 'static> {
    /// There is no such conversation, as far as the caller may know.
    #[error("there is no such conversation")]
    NotFound,
    /// A rule is against it.
    #[error(transparent)]
    Refused(R),
    /// The store failed, or others were always first.
    #[error(transparent)]
    Commit(CommitError),
}

impl<R: std::error::Error> From<CommitError> for Declined<R> {
    fn from(error: CommitError) -> Self {
        Self::Commit(error)
    }
}

impl<R: std::error::Error> From<StoreError> for Declined<R> {
    fn from(error: StoreError) -> Self {
        Self::Commit(error.into())
    }
}

impl<R: std::error::Error> MayConflict for Declined<R> {
    fn is_conflict(&self) -> bool {
        matches!(self, Self::Commit(error) if error.is_conflict())
    }
}

impl<R: std::error::Error + Explain> Declined<R> {
    /// The failure as `caller` may see it.
    pub(crate) fn failure(self, caller: &Caller) -> Failure {
        match self {
            Self::NotFound => not_found().into(),
            Self::Refused(refusal) => refusal.explain(caller.directory()).into(),
            Self::Commit(error) => error.into(),
        }
    }
}

/// What was read of a conversation.
#[derive(Debug, PartialEq, Eq)]
enum Visibility<'a> {
    /// Where it belongs.
    At(&'a Place),
    /// There is none.
    Nothing,
    /// It closed between the reads, see [`InconsistentRead`].
    Inconsistent,
}

fn sight<'a>(thread: &'a Thread, closed: Option<&'a ClosedConversation>, ordinal: u32) -> Visibility<'a> {
    let open = thread.conversation.as_ref().filter(|c| c.ordinal == ordinal);
    match open.or(closed.map(|closed| &closed.conversation)) {
        Some(conversation) => Visibility::At(&conversation.place),
        None if ordinal <= thread.conversations => Visibility::Inconsistent,
        None => Visibility::Nothing,
    }
}

/// The conversation closed between the reads of its thread and of its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct InconsistentRead;

/// The thread and its conversation, when `agent` may see it.
pub(crate) fn visible(
    pair: ThreadSnapshot,
    ordinal: u32,
    agent: &Agent,
) -> Result<Option<Found>, InconsistentRead> {
    let Some(thread) = &pair.thread else {
        return Ok(None);
    };
    let seen = match sight(&thread.head, pair.closed.as_ref(), ordinal) {
        Visibility::At(place) => agent.may_see(&place.team),
        Visibility::Nothing => false,
        Visibility::Inconsistent => return Err(InconsistentRead),
    };
    Ok(pair.thread.filter(|_| seen).map(|thread| Found {
        // Read before the head, as the case may be.
        closed: pair.closed.filter(|_| !is_open(&thread.head, ordinal)),
        thread,
        subscriber: pair.subscriber,
        links: pair.links,
    }))
}

fn is_open(thread: &Thread, ordinal: u32) -> bool {
    thread.conversation.as_ref().is_some_and(|c| c.ordinal == ordinal)
}

/// Makes an attempt (load, decide, commit) again as long as it meets a conflict.
///
/// It owns what it works with: of a future that borrows, the compiler cannot tell through the retries that it may go to
/// another thread, as axum wants of its handlers.
pub(crate) async fn settle<A, T, E, F>(with: A, attempt: fn(A) -> F) -> Result<T, E>
where
    A: Clone,
    E: MayConflict,
    F: Future<Output = Result<T, E>> + Send + 'static,
{
    let again = move || -> Attempt<T, E> { Box::pin(attempt(with.clone())) };
    retry_conflicts(again).await
}

type Attempt<T, E> = Pin<Box<dyn Future<Output = Result<T, E>> + Send>>;

/// How often reads that do not fit together are made again.
const READS: u32 = 3;

impl AgentApi {
    /// The conversation, when the caller may see it: one read.
    pub(crate) async fn find(
        &self,
        caller: &Caller,
        id: &ConversationId,
    ) -> Result<Option<Found>, StoreError> {
        for _ in 0..READS {
            let wanted = Wanted::of(&caller.tenant).thread(&id.thread);
            let read = self.store.load(wanted.closed(&id.thread, id.ordinal)).await?;
            let pair = read.of_thread(&id.thread, Some(id.ordinal))?;
            if let Ok(found) = visible(pair, id.ordinal, &caller.agent) {
                return Ok(found);
            }
        }
        Ok(None)
    }

    /// The conversation with the applications that the member's number is on, when the caller may see it: one round of reads.
    pub(crate) async fn find_whole(
        &self,
        caller: &Caller,
        id: &ConversationId,
    ) -> Result<Option<Found>, StoreError> {
        for _ in 0..READS {
            let wanted = Wanted::of(&caller.tenant).thread(&id.thread);
            let wanted = wanted
                .closed(&id.thread, id.ordinal)
                .links(&id.thread.subscriber());
            let read = Box::pin(self.store.load(wanted)).await?;
            let pair = read.of_thread(&id.thread, Some(id.ordinal))?;
            if let Ok(found) = visible(pair, id.ordinal, &caller.agent) {
                return Ok(found);
            }
        }
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::samples;

    #[test]
    fn a_conversation_is_open_in_the_head_or_closed_in_its_row() {
        let (thread, closed) = (samples::thread(2), samples::closed(1));
        assert!(matches!(sight(&thread, None, 2), Visibility::At(_)));
        assert!(matches!(sight(&thread, Some(&closed), 1), Visibility::At(_)));
        assert_eq!(sight(&thread, None, 1), Visibility::Inconsistent);
        assert_eq!(sight(&thread, None, 3), Visibility::Nothing);
    }
}
