//! The message that a request is about, if the caller may see it.

use std::sync::Arc;

use axum::extract::{FromRequestParts, Path};
use http::request::Parts;
use memberline_domain::MessageId;
use memberline_domain::aggregate::Entry;
use memberline_domain::thread::{Place, Thread, ThreadEvent};
use memberline_platform::{Meaning, Problem};
use memberline_store::{Loaded, StoreError};

use crate::AgentApi;
use crate::caller::Caller;
use crate::envelope::Noted;
use crate::failure::Failure;

/// The attachment that the path names: its message, and which one of that, from 1.
#[derive(Debug, Clone)]
pub(crate) struct AtAttachment {
    pub(crate) message: MessageId,
    pub(crate) index: u32,
}

/// The problem of an attachment that does not exist, or that the caller may not know of.
pub(crate) fn attachment_not_found() -> Problem {
    Problem::new(
        Meaning::NotFound,
        "attachment_not_found",
        "There is no such attachment, or it is another team's.",
    )
}

impl FromRequestParts<Arc<AgentApi>> for AtAttachment {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, api: &Arc<AgentApi>) -> Result<Self, Failure> {
        let path = Path::<(String, String)>::from_request_parts(parts, api).await;
        let Path((message, index)) = path.map_err(|_| attachment_not_found())?;
        let message = message.parse::<MessageId>().map_err(|_| attachment_not_found())?;
        if let Some(noted) = parts.extensions.get::<Noted>() {
            noted.note("message", &message);
        }
        // One attachment has one address.
        let written = index.parse::<u32>().ok().filter(|read| read.to_string() == index);
        Ok(Self {
            message,
            index: written.ok_or_else(attachment_not_found)?,
        })
    }
}

/// A message that the caller may see, with all that is about it.
#[derive(Debug)]
pub(crate) struct FoundMessage {
    pub(crate) thread: Loaded<Thread>,
    /// The message's own entry and those about it.
    pub(crate) entries: Vec<Entry<ThreadEvent>>,
    /// The conversation that it belongs to; 0 for none.
    pub(crate) conversation: u32,
    /// Where that belongs.
    pub(crate) place: Place,
}

/// The conversation that the message at `seq` belongs to.
fn conversation_of(entries: &[Entry<ThreadEvent>], seq: u64) -> Option<u32> {
    let entry = entries.iter().find(|entry| entry.seq == seq)?;
    match entry.event {
        ThreadEvent::MessageIn { conversation, .. } | ThreadEvent::MessageOut { conversation, .. } => {
            Some(conversation)
        }
        _ => None,
    }
}

impl AgentApi {
    /// The message, when the caller may see its conversation: two reads at once, and one more if that is closed.
    pub(crate) async fn find_message(
        &self,
        caller: &Caller,
        message: &MessageId,
    ) -> Result<Option<FoundMessage>, StoreError> {
        let (tenant, id) = (&caller.tenant, &message.thread);
        let (pair, entries) = self.store.pair_with_message(tenant, id, message.seq).await?;
        let (Some(thread), Some(conversation)) = (pair.thread, conversation_of(&entries, message.seq)) else {
            return Ok(None);
        };
        let open = thread.head.conversation.as_ref();
        let place = match open.filter(|open| open.ordinal == conversation) {
            Some(open) => Some(open.place.clone()),
            None if conversation == 0 => caller.directory().number(&thread.head.ours).map(Place::of),
            None => {
                let pair = self.store.pair(tenant, id, Some(conversation)).await?;
                pair.closed.map(|closed| closed.conversation.place)
            }
        };
        let place = place.filter(|place| caller.agent.may_see(&place.team));
        Ok(place.map(|place| FoundMessage {
            thread,
            entries,
            conversation,
            place,
        }))
    }
}
