//! A timeline as a packet has it: what is stored, and what of it was opened.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::entry::{ChainedEntry, links};
use super::{Beside, BrokenPacket, EntryFault};
use crate::aggregate::chain::{self, Hash};
use crate::aggregate::{Entry, Event};

/// All entries of an aggregate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Timeline {
    /// The partition key.
    pub pk: String,
    /// The place of the last entry, as the head has it; 0 when nothing is stored.
    pub seq: u64,
    /// The hash of the last entry, as the head has it.
    pub hash: Hash,
    /// What the head says, as stored; null when nothing is.
    pub state: Option<String>,
    /// The entries, in the order of their places.
    pub entries: Vec<ChainedEntry>,
    /// What became of its messages, in the order of their places.
    pub messages: Vec<Beside>,
}

impl Timeline {
    /// A timeline of which nothing is stored.
    pub fn empty(pk: String) -> Self {
        Self {
            pk,
            seq: 0,
            hash: chain::GENESIS,
            state: None,
            entries: Vec::new(),
            messages: Vec::new(),
        }
    }

    /// Whether nothing is stored of it.
    pub fn is_empty(&self) -> bool {
        self.seq == 0
            && self.hash == chain::GENESIS
            && self.state.is_none()
            && self.entries.is_empty()
            && self.messages.is_empty()
    }

    pub(super) fn fault(&self, seq: u64, fault: EntryFault) -> BrokenPacket {
        BrokenPacket::Entry {
            pk: self.pk.clone(),
            seq,
            fault,
        }
    }

    /// The entries as the rules know them.
    pub(super) fn read<E: Event>(&self) -> Result<Vec<Entry<E>>, BrokenPacket>
    where
        E::Content: DeserializeOwned,
    {
        let read = |entry: &ChainedEntry| {
            let event = E::read(&entry.sk, &entry.kind, &entry.meta).ok()?;
            let content = entry.content.as_deref().filter(|_| event.is_known());
            Some(Entry {
                seq: entry.seq,
                at: entry.at.parse().ok()?,
                content: content.map(serde_json::from_str).transpose().ok()?,
                event,
            })
        };
        self.all()
            .map(|entry| read(entry).ok_or_else(|| self.fault(entry.seq, EntryFault::Unreadable)))
            .collect()
    }

    /// Its own entries, then those beside its messages.
    pub(super) fn all(&self) -> impl Iterator<Item = &ChainedEntry> {
        let beside = self.messages.iter().flat_map(|message| &message.entries);
        self.entries.iter().chain(beside)
    }

    /// The sealed parts of entries, in their order.
    pub(super) fn sealed<'a>(
        &self,
        entries: impl IntoIterator<Item = &'a ChainedEntry>,
    ) -> Result<Vec<Vec<u8>>, BrokenPacket> {
        let decoded = |entry: &ChainedEntry| {
            let bytes = STANDARD.decode(&entry.sealed);
            bytes.map_err(|_| self.fault(entry.seq, EntryFault::Unreadable))
        };
        entries.into_iter().map(decoded).collect()
    }

    /// Checks the chain, and those of what became of its messages; the number of entries.
    pub fn check(&self) -> Result<u64, BrokenPacket> {
        // What nothing is stored of has no head, and nothing to check.
        if self.is_empty() {
            return Ok(0);
        }
        let sealed = self.sealed(&self.entries)?;
        let links = links(&self.pk, &self.entries, &sealed);
        let own = chain::verify(links, self.seq, self.hash).map_err(|link| BrokenPacket::Chain {
            pk: self.pk.clone(),
            link,
        })?;
        Ok(own + self.check_messages()?)
    }
}
