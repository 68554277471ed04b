//! The message that a request is about, if the caller may see it.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{FromRequestParts, Path};
use http::request::Parts;
use memberline_domain::MessageId;
use memberline_domain::thread::{Assignment, Message};
use memberline_http_api::Failure;
use memberline_http_api::LogFields;
use memberline_store::{StoreError, StoredMessage, Wanted};

use crate::api::AgentApi;
use crate::problems::attachment_not_found;
use memberline_http_api::caller::Caller;

/// The attachment that the path names: its message, and which one of that, from 1.
#[derive(Debug, Clone)]
pub(crate) struct AttachmentPath {
    pub(crate) message: MessageId,
    pub(crate) index: u32,
}

impl FromRequestParts<Arc<AgentApi>> for AttachmentPath {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, api: &Arc<AgentApi>) -> Result<Self, Failure> {
        let path = Path::<(String, String)>::from_request_parts(parts, api).await;
        let Path((message, index)) = path.map_err(|_| attachment_not_found())?;
        let message = message.parse::<MessageId>().map_err(|_| attachment_not_found())?;
        if let Some(fields) = parts.extensions.get::<LogFields>() {
            fields.note("message", &message);
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
pub(crate) struct LoadedMessage {
    pub(crate) stored: StoredMessage,
    /// Where the conversation belongs that it is of.
    pub(crate) place: Assignment,
}

impl LoadedMessage {
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
    ) -> Result<Option<LoadedMessage>, StoreError> {
        let (tenant, id) = (&caller.tenant, &message.thread);
        let wanted = Wanted::of(tenant).thread(id).message(message);
        let (pair, stored) = self.store.load(wanted).await?.of_message(message)?;
        let (Some(thread), Some(stored)) = (pair.thread, stored) else {
            return Ok(None);
        };
        let conversation = stored.head.head.conversation;
        let place = thread
            .head
            .place_of(caller.directory(), conversation, pair.closed.as_ref());
        let place = place.filter(|place| place.visible_to(&caller.agent));
        Ok(place.map(|place| LoadedMessage { stored, place }))
    }
}
