//! An entry as a packet has it.

use serde::{Deserialize, Serialize};

use crate::aggregate::chain::{Hash, Link, StoredLink};

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
    pub kind: String,
    /// The readable part, as stored.
    pub meta: String,
    /// The sealed part as stored, in base 64 (RFC 4648, section 4, with padding); empty when there is none.
    pub sealed: String,
    /// The salted hash of what is sealed; null when nothing is.
    pub salted: Option<Hash>,
    /// The salted hash of the number that the timeline is about; null for all but the first entry of a ledger.
    pub owner: Option<Hash>,
    /// The hash of the entry before.
    pub prev: Hash,
    /// The hash of this entry.
    pub hash: Hash,
    /// What is sealed, opened, to the byte; null when nothing is, or its key was destroyed.
    pub content: Option<String>,
    /// The salt of `salted`; null when the content is.
    pub salt: Option<Hash>,
    /// The salt of `owner`; null when there is none, or the key was destroyed.
    pub owner_salt: Option<Hash>,
}

/// The entries as links of a chain.
pub(super) fn links<'a>(
    pk: &'a str,
    entries: &'a [ChainedEntry],
    sealed: &'a [Vec<u8>],
) -> impl Iterator<Item = StoredLink<'a>> {
    entries.iter().zip(sealed).map(move |(entry, sealed)| StoredLink {
        link: Link {
            pk,
            sk: &entry.sk,
            seq: entry.seq,
            at: &entry.at,
            kind: &entry.kind,
            meta: &entry.meta,
            sealed,
            salted: entry.salted,
            owner: entry.owner,
        },
        prev: entry.prev,
        hash: entry.hash,
    })
}
