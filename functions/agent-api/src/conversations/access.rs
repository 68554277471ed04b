//! The conversation that a request is about, if the caller may see it.

use std::sync::Arc;

use axum::extract::{FromRequestParts, Path};
use http::request::Parts;
use memberline_domain::ConversationId;
use memberline_domain::application::ApplicationLink;
use memberline_domain::consent::Subscriber;
use memberline_domain::directory::Agent;
use memberline_domain::thread::{ClosedConversation, Conversation, Thread};
use memberline_http_api::Failure;
use memberline_http_api::LogFields;
use memberline_store::{Loaded, StoreError, ThreadSnapshot, Wanted};

use crate::api::AgentApi;
use crate::conversations::view::conversation::ConversationView;
use crate::problems::conversation_not_found;
use memberline_http_api::caller::Caller;

/// The conversation that the path names.
#[derive(Debug, Clone)]
pub(crate) struct ConversationPath(pub(crate) ConversationId);

impl FromRequestParts<Arc<AgentApi>> for ConversationPath {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, api: &Arc<AgentApi>) -> Result<Self, Failure> {
        let path = Path::<String>::from_request_parts(parts, api).await;
        let id = path.ok().and_then(|Path(id)| id.parse::<ConversationId>().ok());
        let id = id.ok_or_else(conversation_not_found)?;
        if let Some(fields) = parts.extensions.get::<LogFields>() {
            fields.note("conversation", &id);
        }
        Ok(Self(id))
    }
}

/// A conversation that the caller may see, with its thread and the subscriber at the other end.
#[derive(Debug)]
pub(crate) struct LoadedConversation {
    pub(crate) thread: Loaded<Thread>,
    pub(crate) subscriber: Option<Loaded<Subscriber>>,
    pub(crate) closed: Option<ClosedConversation>,
    /// The applications that the member's number is on, where they were read.
    pub(crate) links: Vec<ApplicationLink>,
}

impl LoadedConversation {
    /// What callers see of it.
    pub(crate) fn view(&self) -> ConversationView<'_> {
        ConversationView {
            thread: &self.thread.head,
            closed: self.closed.as_ref(),
            subscriber: self.subscriber.as_ref().map(|subscriber| &subscriber.head),
            links: &self.links,
        }
    }
}

/// What was read of a conversation.
#[derive(Debug, PartialEq, Eq)]
enum Visibility<'a> {
    Here(&'a Conversation),
    /// There is none.
    Nothing,
    /// It closed between the reads, see [`InconsistentRead`].
    Inconsistent,
}

fn visibility<'a>(
    thread: &'a Thread,
    closed: Option<&'a ClosedConversation>,
    ordinal: u32,
) -> Visibility<'a> {
    let open = thread.conversation.as_ref().filter(|c| c.ordinal == ordinal);
    match open.or(closed.map(|closed| &closed.conversation)) {
        Some(conversation) => Visibility::Here(conversation),
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
) -> Result<Option<LoadedConversation>, InconsistentRead> {
    let Some(thread) = &pair.thread else {
        return Ok(None);
    };
    let seen = match visibility(&thread.head, pair.closed.as_ref(), ordinal) {
        Visibility::Here(conversation) => conversation.visible_to(agent),
        Visibility::Nothing => false,
        Visibility::Inconsistent => return Err(InconsistentRead),
    };
    Ok(pair.thread.filter(|_| seen).map(|thread| LoadedConversation {
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

/// How often reads that do not fit together are made again.
const READS: u32 = 3;

impl AgentApi {
    /// The conversation, when the caller may see it: one read.
    pub(crate) async fn find(
        &self,
        caller: &Caller,
        id: &ConversationId,
    ) -> Result<Option<LoadedConversation>, StoreError> {
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
    ) -> Result<Option<LoadedConversation>, StoreError> {
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
        assert!(matches!(visibility(&thread, None, 2), Visibility::Here(_)));
        assert!(matches!(
            visibility(&thread, Some(&closed), 1),
            Visibility::Here(_)
        ));
        assert_eq!(visibility(&thread, None, 1), Visibility::Inconsistent);
        assert_eq!(visibility(&thread, None, 3), Visibility::Nothing);
    }
}
