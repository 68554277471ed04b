//! Noting what became of a medium, and fetching one again that failed or was withheld.

use crate::aggregate::{Change, Entry, NewEntry};
use crate::directory::Organisation;
use crate::id::AgentId;
use crate::thread::{
    Attachment, AttachmentState, Medium, Message, ThreadContent, ThreadEvent, attachments, erased, withheld,
};

/// Why a medium is not fetched again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RetryRefusal {
    /// There is no such medium.
    #[error("there is no such attachment")]
    NotFound,
    /// It did not fail.
    #[error("the attachment did not fail, so there is nothing to try again")]
    NotFailed,
    /// The organisation takes or shows no pictures.
    #[error("pictures are switched off")]
    PicturesOff,
    /// The carrier erased it.
    #[error("the carrier erased the file")]
    Erased,
}

impl Medium {
    fn fetched_again(&self, by: Option<AgentId>) -> AttachmentState {
        AttachmentState::Fetching {
            by,
            round: self.round + 1,
        }
    }

    /// Whether it can be fetched again: it failed, or was withheld before pictures were switched on. `entries` are its message's.
    pub fn may_retry(
        &self,
        organisation: &Organisation,
        entries: &[Entry<ThreadEvent>],
    ) -> Result<(), RetryRefusal> {
        if !self.may_become(&self.fetched_again(None)) {
            return Err(RetryRefusal::NotFailed);
        }
        if withheld(organisation).is_some() {
            return Err(RetryRefusal::PicturesOff);
        }
        if erased(entries, self.message) {
            return Err(RetryRefusal::Erased);
        }
        Ok(())
    }
}

impl Message {
    /// Notes what became of a medium. `None` when that is not on its way: a fetch or a verdict that is late or doubled.
    pub fn note_attachment(
        &self,
        medium: &Medium,
        state: AttachmentState,
        name: Option<String>,
    ) -> Option<Change<Self>> {
        if !medium.may_become(&state) {
            return None;
        }
        let entry = NewEntry {
            event: ThreadEvent::Attachment(Attachment {
                message: medium.message,
                index: medium.index,
                state,
            }),
            content: name.map(|name| ThreadContent::File { name }),
        };
        Some(Change::one(self.clone(), entry))
    }

    /// Has a medium fetched again that failed, or that was withheld before pictures were switched on.
    pub fn retry_attachment(
        &self,
        organisation: &Organisation,
        entries: &[Entry<ThreadEvent>],
        (message, index): (u64, u32),
        by: &AgentId,
    ) -> Result<Change<Self>, RetryRefusal> {
        let media = attachments(entries, message);
        let medium = media
            .iter()
            .find(|m| m.index == index)
            .ok_or(RetryRefusal::NotFound)?;
        medium.may_retry(organisation, entries)?;
        self.note_attachment(medium, medium.fetched_again(Some(by.clone())), None)
            .ok_or(RetryRefusal::NotFailed)
    }
}
