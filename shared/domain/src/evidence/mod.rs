//! The evidence packet of one telephone number: all that was asked, said and sent, with the hash chains that it stands in,
//! so that it can be checked without any access to the tables.
//!
//! Three things are checked. Each timeline's chain covers what is stored, sealed parts as ciphertext. The summary must be what the
//! entries say. The digest covers the whole packet, the opened texts among it, which the chain has as ciphertext only.

mod summary;

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::aggregate::{Entry, Event};
use crate::chain::{self, BrokenChain, Link, StoredLink};
use crate::id::{OrganisationId, SubscriberId, ThreadId};
use crate::phone::PhoneNumber;

pub use summary::{Confirmation, ConsentNow, Message, Stop, Summary};

/// What a packet is, and which version of it.
pub const FORMAT: &str = "memberline.evidence.v1";

/// An entry as it is stored, with its sealed part opened beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChainedEntry {
    /// The sort key.
    pub sk: String,
    /// The place in the timeline, from 1.
    pub seq: u64,
    /// When, as stored.
    pub at: String,
    /// The kind.
    pub kind: String,
    /// The readable part, as stored.
    pub meta: String,
    /// The sealed part as stored, in base 64; empty when there is none.
    pub sealed: String,
    /// The hash of the entry before.
    pub prev: String,
    /// The hash of this entry.
    pub hash: String,
    /// The sealed part, opened; null when there is none, or its key was destroyed.
    pub content: Option<Value>,
}

/// All entries of an aggregate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Timeline {
    /// The partition key.
    pub pk: String,
    /// The place of the last entry, as the head has it; 0 when nothing is stored.
    pub seq: u64,
    /// The hash of the last entry, as the head has it.
    pub hash: String,
    /// The entries, in the order of their places.
    pub entries: Vec<ChainedEntry>,
}

/// What was said between the number and one of ours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exchange {
    /// Our number.
    pub number: PhoneNumber,
    /// The thread.
    pub thread: ThreadId,
    /// Its entries.
    pub timeline: Timeline,
}

/// The evidence packet of one number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Packet {
    /// [`FORMAT`].
    pub format: String,
    /// The organisation.
    pub organisation: OrganisationId,
    /// Its full name.
    pub organisation_name: String,
    /// The number.
    pub number: PhoneNumber,
    /// Under which id its consent is kept.
    pub subscriber: SubscriberId,
    /// When the packet was made.
    pub made_at: Timestamp,
    /// What the entries say, for people.
    pub summary: Summary,
    /// The consent ledger.
    pub ledger: Timeline,
    /// What was said, by our number.
    pub exchanges: Vec<Exchange>,
    /// SHA-256 over the packet with this empty, as compact JSON, in hexadecimal.
    pub digest: String,
}

/// Whose packet it is, and when it is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// The organisation.
    pub organisation: OrganisationId,
    /// Its full name.
    pub organisation_name: String,
    /// The number.
    pub number: PhoneNumber,
    /// Under which id its consent is kept.
    pub subscriber: SubscriberId,
    /// When the packet is made.
    pub made_at: Timestamp,
}

/// What is wrong with a packet.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BrokenPacket {
    /// It is no packet of this version.
    #[error("this is no evidence packet of the form {FORMAT}")]
    Format,
    /// A timeline's chain is broken.
    #[error("{pk}: {link}")]
    Chain {
        /// The timeline.
        pk: String,
        /// Where and how.
        link: BrokenChain,
    },
    /// An entry of a timeline cannot be read.
    #[error("{pk}: entry {seq} cannot be read")]
    Unreadable {
        /// The timeline.
        pk: String,
        /// The entry.
        seq: u64,
    },
    /// The summary does not say what the entries say.
    #[error("the summary does not say what the entries say")]
    Summary,
    /// Something else was changed since the packet was made.
    #[error("the packet was changed after it was made: its digest is another")]
    Digest,
}

/// How much a packet that holds has in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Checked {
    /// How many timelines.
    pub timelines: usize,
    /// How many entries in them.
    pub entries: u64,
}

impl Timeline {
    /// The entries as the rules know them.
    fn read<E: Event>(&self) -> Result<Vec<Entry<E>>, BrokenPacket>
    where
        E::Content: DeserializeOwned,
    {
        let read = |entry: &ChainedEntry| {
            let event: E = serde_json::from_str(&entry.meta).ok()?;
            let content = entry.content.clone().map(serde_json::from_value).transpose();
            Some(Entry {
                seq: entry.seq,
                at: entry.at.parse().ok()?,
                event,
                content: content.ok()?,
            })
        };
        let mut entries = Vec::with_capacity(self.entries.len());
        for entry in &self.entries {
            entries.push(read(entry).ok_or_else(|| self.unreadable(entry.seq))?);
        }
        Ok(entries)
    }

    fn unreadable(&self, seq: u64) -> BrokenPacket {
        BrokenPacket::Unreadable {
            pk: self.pk.clone(),
            seq,
        }
    }

    /// Checks the chain; the number of entries.
    pub fn check(&self) -> Result<u64, BrokenPacket> {
        let mut sealed = Vec::with_capacity(self.entries.len());
        for entry in &self.entries {
            let bytes = STANDARD
                .decode(&entry.sealed)
                .map_err(|_| self.unreadable(entry.seq))?;
            sealed.push(bytes);
        }
        let links = self
            .entries
            .iter()
            .zip(&sealed)
            .map(|(entry, sealed)| StoredLink {
                link: Link {
                    pk: &self.pk,
                    sk: &entry.sk,
                    seq: entry.seq,
                    at: &entry.at,
                    kind: &entry.kind,
                    meta: &entry.meta,
                    sealed,
                },
                prev: &entry.prev,
                hash: &entry.hash,
            });
        // What nothing is stored of has no head, and nothing to check.
        if self.entries.is_empty() && self.seq == 0 && self.hash == chain::GENESIS {
            return Ok(0);
        }
        chain::verify(links, self.seq, &self.hash).map_err(|link| BrokenPacket::Chain {
            pk: self.pk.clone(),
            link,
        })
    }
}

impl Packet {
    /// Makes the packet of a number from all that is stored of it.
    pub fn make(subject: Subject, ledger: Timeline, exchanges: Vec<Exchange>) -> Result<Self, BrokenPacket> {
        let mut packet = Self {
            format: FORMAT.to_owned(),
            organisation: subject.organisation,
            organisation_name: subject.organisation_name,
            number: subject.number,
            subscriber: subject.subscriber,
            made_at: subject.made_at,
            summary: Summary::default(),
            ledger,
            exchanges,
            digest: String::new(),
        };
        packet.summary = packet.summarise()?;
        packet.digest = packet.digest_now();
        Ok(packet)
    }

    /// Checks all of it. Names the first broken link.
    pub fn check(&self) -> Result<Checked, BrokenPacket> {
        if self.format != FORMAT {
            return Err(BrokenPacket::Format);
        }
        let timelines = std::iter::once(&self.ledger).chain(self.exchanges.iter().map(|e| &e.timeline));
        let mut checked = Checked {
            timelines: 0,
            entries: 0,
        };
        for timeline in timelines {
            checked.entries += timeline.check()?;
            checked.timelines += 1;
        }
        if self.summarise()? != self.summary {
            return Err(BrokenPacket::Summary);
        }
        if self.digest_now() != self.digest {
            return Err(BrokenPacket::Digest);
        }
        Ok(checked)
    }

    fn summarise(&self) -> Result<Summary, BrokenPacket> {
        let ledger = self.ledger.read()?;
        let mut exchanges = Vec::with_capacity(self.exchanges.len());
        for exchange in &self.exchanges {
            exchanges.push((&exchange.number, &exchange.thread, exchange.timeline.read()?));
        }
        Ok(Summary::of(
            (&self.organisation, &self.subscriber, &self.number),
            &ledger,
            &exchanges,
        ))
    }

    fn digest_now(&self) -> String {
        let unsigned = Self {
            digest: String::new(),
            ..self.clone()
        };
        let json = serde_json::to_vec(&unsigned).unwrap_or_default();
        let mut hex = String::with_capacity(64);
        for byte in Sha256::digest(&json) {
            let _ = write!(hex, "{byte:02x}");
        }
        hex
    }
}

#[cfg(test)]
mod tests;
