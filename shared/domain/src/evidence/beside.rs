//! What became of a message: the chain that hangs on the message's own entry, and the head that says how it stands.

use serde::{Deserialize, Serialize};

use super::entry::ChainedEntry;
use crate::aggregate::chain::Hash;
use crate::thread::Message;

/// A message's head, and the entries beside the message. Their chain begins with the hash of the message's own entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Beside {
    /// The message's place in the timeline.
    pub message: u64,
    /// The place of the last entry, as the head has it; 0 when nothing became of the message yet.
    pub seq: u64,
    /// The hash of the last entry, as the head has it.
    pub hash: Hash,
    /// What the head says, as stored.
    pub state: String,
    /// The entries, in the order of their places.
    pub entries: Vec<ChainedEntry>,
}

impl Beside {
    /// The head.
    pub(super) fn head(&self) -> Option<Message> {
        let head: Message = serde_json::from_str(&self.state).ok()?;
        (head.seq == self.message).then_some(head)
    }
}
