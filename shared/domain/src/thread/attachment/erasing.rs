//! Erasure at the carrier, once all that is worth keeping is here.

use crate::aggregate::{Change, Entry, own_entry};
use crate::thread::{AttachmentState, Message, ThreadContent, ThreadEvent, attachments};

/// What the carrier is to erase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erasing {
    pub carrier: String,
    pub carrier_message_id: String,
    /// Where the media are.
    pub media: Vec<String>,
}

/// Whether the carrier was told to erase the message, and answered.
pub fn erased<'a>(entries: impl IntoIterator<Item = &'a Entry<ThreadEvent>>, message: u64) -> bool {
    entries
        .into_iter()
        .any(|e| matches!(&e.event, ThreadEvent::Erased { message: of, .. } if *of == message))
}

/// What the carrier is to erase of the message now, if it is: a message that was marked for it when it came in, that was not
/// erased yet, and none of whose media may still have to be fetched. One that failed is left at the carrier, so that it can be
/// asked for again.
pub fn to_erase(entries: &[Entry<ThreadEvent>], message: u64) -> Option<Erasing> {
    if erased(entries, message) {
        return None;
    }
    let entry = own_entry(entries, message)?;
    let ThreadEvent::MessageIn {
        carrier,
        carrier_message_id,
        erase: true,
        ..
    } = &entry.event
    else {
        return None;
    };
    let needed = |state: &AttachmentState| match state {
        AttachmentState::Fetching { .. } | AttachmentState::Scanning(_) | AttachmentState::Failed { .. } => {
            true
        }
        AttachmentState::Ready { .. }
        | AttachmentState::Blocked { .. }
        | AttachmentState::Withheld { .. } => false,
    };
    if attachments(entries, message).iter().any(|m| needed(&m.state)) {
        return None;
    }
    let media = match &entry.content {
        Some(ThreadContent::Message { media, .. }) => media.iter().map(|m| m.url.clone()).collect(),
        _ => Vec::new(),
    };
    Some(Erasing {
        carrier: carrier.clone(),
        carrier_message_id: carrier_message_id.clone(),
        media,
    })
}

impl Message {
    /// Notes what the carrier erased of the message, or its code when it refused.
    pub fn note_erasure(&self, media: u32, text: bool, refused: Option<String>) -> Change<Self> {
        let erased = ThreadEvent::Erased {
            message: self.seq,
            media,
            text,
            refused,
        };
        Change::one(self.clone(), erased)
    }
}
