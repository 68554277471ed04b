//! The hash chain that ties a timeline's entries together.
//!
//! Each entry's hash covers what is stored, sealed parts as ciphertext, so that the chain can be checked without a key
//! and still holds after a key was destroyed.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

/// The hash before the first entry.
pub const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// An entry as stored, as far as its hash covers it.
#[derive(Debug, Clone, Copy)]
pub struct Link<'a> {
    /// The partition key: the aggregate.
    pub pk: &'a str,
    /// The sort key.
    pub sk: &'a str,
    /// The place in the timeline, from 1.
    pub seq: u64,
    /// When, as stored.
    pub at: &'a str,
    /// The entry's kind.
    pub kind: &'a str,
    /// The readable part, as stored.
    pub meta: &'a str,
    /// The sealed part, as stored; empty when there is none.
    pub sealed: &'a [u8],
}

impl Link<'_> {
    /// The entry's hash in lower-case hexadecimal, given that of the entry before it.
    pub fn hash(&self, prev: &str) -> String {
        let seq = self.seq.to_string();
        let parts: [&[u8]; 9] = [
            b"memberline.entry.v1",
            self.pk.as_bytes(),
            self.sk.as_bytes(),
            seq.as_bytes(),
            self.at.as_bytes(),
            self.kind.as_bytes(),
            self.meta.as_bytes(),
            self.sealed,
            prev.as_bytes(),
        ];
        let mut hash = Sha256::new();
        for part in parts {
            hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            hash.update(part);
        }
        hash.finalize()
            .iter()
            .fold(String::with_capacity(64), |mut hex, byte| {
                let _ = write!(hex, "{byte:02x}");
                hex
            })
    }
}

/// A stored entry with the hashes written beside it.
#[derive(Debug, Clone, Copy)]
pub struct StoredLink<'a> {
    /// What the hash covers.
    pub link: Link<'a>,
    /// The stored hash of the entry before.
    pub prev: &'a str,
    /// The stored hash of this entry.
    pub hash: &'a str,
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
    head_hash: &str,
) -> Result<u64, BrokenChain> {
    let mut last = 0;
    let mut prev = GENESIS;
    for StoredLink {
        link,
        prev: named,
        hash,
    } in entries
    {
        if link.seq != last + 1 {
            return Err(BrokenChain::Missing {
                expected: last + 1,
                found: link.seq,
            });
        }
        if named != prev {
            return Err(BrokenChain::Unlinked(link.seq));
        }
        if link.hash(prev) != hash {
            return Err(BrokenChain::Altered(link.seq));
        }
        last = link.seq;
        prev = hash;
    }
    if head_seq != last || head_hash != prev {
        return Err(BrokenChain::Head { head: head_seq, last });
    }
    Ok(last)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[derive(Debug, Clone)]
    struct Owned {
        sk: String,
        seq: u64,
        meta: String,
        sealed: Vec<u8>,
        prev: String,
        hash: String,
    }

    impl Owned {
        fn link(&self) -> Link<'_> {
            Link {
                pk: "T#o#t",
                sk: &self.sk,
                seq: self.seq,
                at: "2026-11-22T10:00:00Z",
                kind: "message_in",
                meta: &self.meta,
                sealed: &self.sealed,
            }
        }
    }

    fn chain(metas: &[String]) -> Vec<Owned> {
        let mut prev = GENESIS.to_owned();
        (1..)
            .zip(metas)
            .map(|(seq, meta)| {
                let mut entry = Owned {
                    sk: format!("E#{seq:010}"),
                    seq,
                    meta: meta.clone(),
                    sealed: meta.as_bytes().to_vec(),
                    prev: prev.clone(),
                    hash: String::new(),
                };
                entry.hash = entry.link().hash(&prev);
                prev.clone_from(&entry.hash);
                entry
            })
            .collect()
    }

    fn check(entries: &[Owned], head: (u64, &str)) -> Result<u64, BrokenChain> {
        verify(
            entries.iter().map(|e| StoredLink {
                link: e.link(),
                prev: &e.prev,
                hash: &e.hash,
            }),
            head.0,
            head.1,
        )
    }

    proptest! {
        #[test]
        fn any_alteration_names_its_entry(metas in prop::collection::vec(".{0,20}", 1..12), pick in 0..12_usize, how in 0..5) {
            let good = chain(&metas);
            let head = good.last().map(|e| (e.seq, e.hash.clone())).unwrap_or_default();
            prop_assert_eq!(check(&good, (head.0, &head.1)), Ok(head.0));
            let mut bad = good.clone();
            let at = pick % bad.len();
            let seq = bad[at].seq;
            let broken = match how {
                0 => { bad[at].meta.push('x'); BrokenChain::Altered(seq) }
                1 => { bad[at].sealed.push(0); BrokenChain::Altered(seq) }
                2 => { bad[at].prev = "f".repeat(64); BrokenChain::Unlinked(seq) }
                3 => {
                    bad.remove(at);
                    if at == bad.len() { BrokenChain::Head { head: head.0, last: seq - 1 } } else { BrokenChain::Missing { expected: seq, found: seq + 1 } }
                }
                _ => {
                    bad[at].meta.push('y');
                    let prev = bad[at].prev.clone();
                    bad[at].hash = bad[at].link().hash(&prev);
                    if at + 1 == bad.len() { BrokenChain::Head { head: head.0, last: seq } } else { BrokenChain::Unlinked(seq + 1) }
                }
            };
            prop_assert_eq!(check(&bad, (head.0, &head.1)), Err(broken));
        }
    }
}
