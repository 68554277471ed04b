//! The message that a request is about, if the caller may see it.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{FromRequestParts, Path};
use http::request::Parts;
use memberline_domain::MessageId;
use memberline_domain::thread::{Message, Place};
use memberline_platform::{Meaning, Problem};
use memberline_store::{StoreError, StoredMessage, Wanted};

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
    pub(crate) stored: StoredMessage,
    /// Where the conversation belongs that it is of.
    pub(crate) place: Place,
}

impl FoundMessage {
    /// How it stands.
    pub(crate) fn standing(&self) -> BTreeMap<u64, Message> {
        let head = &self.stored.head.head;
        BTreeMap::from([(head.seq, head.clone())])
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
        let wanted = Wanted::of(tenant).thread(id).message(message);
        let (pair, stored) = self.store.load(wanted).await?.of_message(message)?;
        let (Some(thread), Some(stored)) = (pair.thread, stored) else {
            return Ok(None);
        };
        let conversation = stored.head.head.conversation;
        let open = thread.head.conversation.as_ref();
        let place = match open.filter(|open| open.ordinal == conversation) {
            Some(open) => Some(open.place.clone()),
            None if conversation == 0 => caller.directory().number(&thread.head.ours).map(Place::of),
            None => pair.closed.map(|closed| closed.conversation.place),
        };
        let place = place.filter(|place| caller.agent.may_see(&place.team));
        Ok(place.map(|place| FoundMessage { stored, place }))
    }
}
