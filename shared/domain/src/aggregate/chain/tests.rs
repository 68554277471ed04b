use proptest::prelude::*;

use super::*;

#[derive(Debug, Clone)]
struct Owned {
    sk: String,
    seq: u64,
    meta: String,
    sealed: Vec<u8>,
    salted: Option<Hash>,
    owner: Option<Hash>,
    prev: Hash,
    hash: Hash,
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
            salted: self.salted,
            owner: self.owner,
        }
    }
}

fn salt() -> Hash {
    Hash::of(&[b"salt"])
}

fn chain(first_prev: Hash, metas: &[String]) -> Vec<Owned> {
    let mut prev = first_prev;
    (1..)
        .zip(metas)
        .map(|(seq, meta)| {
            let mut entry = Owned {
                sk: format!("E#{seq:010}"),
                seq,
                meta: meta.clone(),
                sealed: meta.as_bytes().to_vec(),
                salted: Some(salted(&salt(), meta.as_bytes())),
                owner: (seq == 1).then(|| owner(&salt(), "+15552010001")),
                prev,
                hash: GENESIS,
            };
            entry.hash = entry.link().hash(prev);
            prev = entry.hash;
            entry
        })
        .collect()
}

fn check(first_prev: Hash, entries: &[Owned], head: (u64, Hash)) -> Result<u64, BrokenChain> {
    let links = entries.iter().map(|e| StoredLink {
        link: e.link(),
        prev: e.prev,
        hash: e.hash,
    });
    verify_from(first_prev, links, head.0, head.1)
}

proptest! {
    #[test]
    fn any_alteration_names_its_entry(
        metas in prop::collection::vec(".{0,20}", 1..12), pick in 0..12_usize, how in 0..8, hangs in any::<bool>()
    ) {
        let first_prev = if hangs { Hash::of(&[b"an entry of another chain"]) } else { GENESIS };
        let good = chain(first_prev, &metas);
        let head = good.last().map(|e| (e.seq, e.hash)).unwrap();
        prop_assert_eq!(check(first_prev, &good, head), Ok(head.0));
        prop_assert_eq!(check(Hash::of(&[b"elsewhere"]), &good, head), Err(BrokenChain::Unlinked(1)));
        let mut bad = good.clone();
        let at = pick % bad.len();
        let seq = bad[at].seq;
        let other = Hash::of(&[b"other"]);
        let broken = match how {
            0 => { bad[at].meta.push('x'); BrokenChain::Altered(seq) }
            1 => { bad[at].sealed.push(0); BrokenChain::Altered(seq) }
            2 => { bad[at].prev = other; BrokenChain::Unlinked(seq) }
            3 => {
                bad.remove(at);
                if at == bad.len() { BrokenChain::Head { head: head.0, last: seq - 1 } } else { BrokenChain::Missing { expected: seq, found: seq + 1 } }
            }
            4 => { bad[at].salted = None; BrokenChain::Altered(seq) }
            5 => { bad[at].salted = Some(other); BrokenChain::Altered(seq) }
            6 => { bad[at].owner = Some(other); BrokenChain::Altered(seq) }
            _ => {
                bad[at].meta.push('y');
                let prev = bad[at].prev;
                bad[at].hash = bad[at].link().hash(prev);
                if at + 1 == bad.len() { BrokenChain::Head { head: head.0, last: seq } } else { BrokenChain::Unlinked(seq + 1) }
            }
        };
        prop_assert_eq!(check(first_prev, &bad, head), Err(broken));
    }

    #[test]
    fn a_digest_has_one_spelling(bytes in any::<[u8; 32]>(), text in ".{0,70}") {
        let hash = Hash::from_bytes(bytes);
        prop_assert_eq!(Hash::parse(&hash.to_string()), Ok(hash));
        prop_assert_eq!(Hash::try_from(hash.as_bytes()), Ok(hash));
        let upper = hash.to_string().to_uppercase();
        prop_assert!(upper == hash.to_string() || Hash::parse(&upper).is_err());
        if let Ok(read) = Hash::parse(&text) {
            prop_assert_eq!(read.to_string(), text);
        }
        prop_assert!(Hash::try_from(&bytes[1..]).is_err());
    }
}

#[test]
fn the_hash_of_an_entry_is_this() {
    let link = Link {
        pk: "S#lakeside#0123456789abcdef",
        sk: "E#0000000001",
        seq: 1,
        at: "2026-11-22T10:00:00Z",
        kind: "opted_out",
        meta: "{}",
        sealed: &[1, 2, 3],
        salted: Some(salted(&salt(), b"{}")),
        owner: Some(owner(&salt(), "+15552010001")),
    };
    let hex = [
        link.hash(GENESIS).to_string(),
        salted(&salt(), b"{}").to_string(),
        owner(&salt(), "+15552010001").to_string(),
    ];
    assert_eq!(hex, KNOWN, "what was written stays checkable");
}

/// Computed apart from this code, as docs/data-model.md describes.
const KNOWN: [&str; 3] = [
    "01f283b3f4e7fab78a78dcf213386bade9d22b8d766bb906bcac3f1da8c7b627",
    "4ba8624bc845e4be9c73c073b3b9d0ca656150b55cceea979522e55637e6f2f9",
    "6700c171e154d334452c39cf623b589c6632bb7d5503f3abd7fe54b38df7d8b6",
];
