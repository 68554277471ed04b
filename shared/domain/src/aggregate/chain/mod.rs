//! The hash chain that ties a timeline's entries together.
//!
//! Each entry's hash covers what is stored, sealed parts as ciphertext and as a salted hash of what they hold, so that the chain can
//! be checked without a key, still holds after a key was destroyed, and binds the opened text once its salt is shown.

mod hash;

pub use hash::{Hash, InvalidHash};

/// The hash before the first entry.
pub const GENESIS: Hash = Hash::ZERO;

/// What a key adds to a plaintext before and after it is sealed: version, the key's id, nonce, tag, in bytes.
pub const SEALED_OVERHEAD: usize = 1 + 4 + 12 + 16;

/// An entry as stored, as far as its hash covers it.
#[derive(Debug, Clone, Copy)]
pub struct Link<'a> {
    /// The partition key: the aggregate.
    pub pk: &'a str,
    /// The sort key.
    pub sk: &'a str,
    /// The place in the chain, from 1.
    pub seq: u64,
    /// When, as stored.
    pub at: &'a str,
    /// The entry's kind.
    pub kind: &'a str,
    /// The readable part, as stored.
    pub meta: &'a str,
    /// The sealed part, as stored; empty when there is none.
    pub sealed: &'a [u8],
    /// The [`salted`] hash of what is sealed; `None` when nothing is.
    pub salted: Option<Hash>,
    /// The [`owner`] of the chain, which its first entry may name; `None` for all others.
    pub owner: Option<Hash>,
}

impl Link<'_> {
    /// The entry's hash, given that of the entry before it.
    pub fn hash(&self, prev: Hash) -> Hash {
        fn bytes(hash: Option<&Hash>) -> &[u8] {
            hash.map_or(&[], Hash::as_bytes)
        }
        Hash::of(&[
            b"memberline.entry.v2",
            self.pk.as_bytes(),
            self.sk.as_bytes(),
            self.seq.to_string().as_bytes(),
            self.at.as_bytes(),
            self.kind.as_bytes(),
            self.meta.as_bytes(),
            self.sealed,
            bytes(self.salted.as_ref()),
            bytes(self.owner.as_ref()),
            prev.as_bytes(),
        ])
    }
}

/// What an entry says of the plaintext of its sealed part: nothing, to whoever lacks the salt.
pub fn salted(salt: &Hash, plain: &[u8]) -> Hash {
    Hash::of(&[b"memberline.content.v1", salt.as_bytes(), plain])
}

/// What the first entry of a consent ledger says of the telephone number that it is about: nothing, to whoever lacks the salt.
pub fn owner(salt: &Hash, number: &str) -> Hash {
    Hash::of(&[b"memberline.owner.v1", salt.as_bytes(), number.as_bytes()])
}

/// An entry with the hashes written beside it.
#[derive(Debug, Clone, Copy)]
pub struct StoredLink<'a> {
    /// What the hash covers.
    pub link: Link<'a>,
    /// The stored hash of the entry before.
    pub prev: Hash,
    /// The stored hash of this entry.
    pub hash: Hash,
}

/// Where and how a chain is broken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BrokenChain {
    /// An entry is not where the one before says the next is.
    #[error("entry {expected} is missing: entry {found} follows the one before it")]
    Missing {
        /// The place expected.
        expected: u64,
        /// The place found.
        found: u64,
    },
    /// An entry does not name the hash of the one before it.
    #[error("entry {0} does not follow from the entry before it")]
    Unlinked(u64),
    /// An entry's content is not what its hash was made of.
    #[error("entry {0} was altered after it was written")]
    Altered(u64),
    /// The head does not name the last entry.
    #[error("the head names entry {head}, the last entry is {last}")]
    Head {
        /// The place that the head names.
        head: u64,
        /// The place of the last entry.
        last: u64,
    },
}

/// Checks the entries of one timeline, in the order of their places, against each other and against the head's place
/// and hash. Names the first broken link.
pub fn verify<'a>(
    entries: impl IntoIterator<Item = StoredLink<'a>>,
    head_seq: u64,
    head_hash: Hash,
) -> Result<u64, BrokenChain> {
    verify_from(GENESIS, entries, head_seq, head_hash)
}

/// The same for a chain that begins with another hash than [`GENESIS`], as one does that hangs on an entry of another chain.
pub fn verify_from<'a>(
    first_prev: Hash,
    entries: impl IntoIterator<Item = StoredLink<'a>>,
    head_seq: u64,
    head_hash: Hash,
) -> Result<u64, BrokenChain> {
    let (mut last, mut prev) = (0, first_prev);
    for stored in entries {
        let link = stored.link;
        if link.seq != last + 1 {
            return Err(BrokenChain::Missing {
                expected: last + 1,
                found: link.seq,
            });
        }
        if stored.prev != prev {
            return Err(BrokenChain::Unlinked(link.seq));
        }
        if link.hash(prev) != stored.hash {
            return Err(BrokenChain::Altered(link.seq));
        }
        (last, prev) = (link.seq, stored.hash);
    }
    if head_seq != last || head_hash != prev {
        return Err(BrokenChain::Head { head: head_seq, last });
    }
    Ok(last)
}

#[cfg(test)]
mod tests;
