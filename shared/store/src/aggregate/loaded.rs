//! Aggregates as they are read, with what a commit needs to build on them.

use aws_sdk_dynamodb::types::AttributeValue;
use memberline_domain::aggregate::chain::{GENESIS, Hash};
use memberline_domain::aggregate::{Aggregate, Archive as _};

use crate::error::StoreError;
use crate::item::{
    Item, NO_KEY, VERSION, b, bytes, check_version, hash, json, n, number, of_hash, open, s, seal, text,
    to_json,
};
use crate::keys;
use crate::seal::keyring::{HeadKeys, Keyring};

/// An aggregate as it was read, or as it begins, with what a commit needs to build on it.
#[derive(Debug, Clone)]
pub struct Loaded<A: Aggregate> {
    pub head: A,
    /// The place of its last entry; 0 when it has none.
    pub seq: u64,
    pub(crate) pk: String,
    /// The hash of its last entry; of what it hangs on, or none, when it has no entry.
    pub(crate) hash: Hash,
    /// How often its head was written, which is the version that a commit expects; 0 when nothing is stored.
    pub(crate) rev: u64,
    /// How often what others depend on has changed in it.
    pub(crate) fence: u64,
    /// What its entries are sealed under; none where they were not to be opened.
    keys: Keyring,
    /// What its head keeps of the keys; absent in the head of what hangs on another's entry, and is sealed under that one's.
    head_keys: Option<HeadKeys>,
    /// The head's sealed part as stored, to be written back as it is while what is in it does not change: a new
    /// ciphertext would cost a write in every index.
    pub(crate) sealed: Option<Vec<u8>>,
    /// The head's attributes that not every head has: those of a later release, and what is noted of an application's links.
    rest: Item,
}

/// The attributes of a head that are written anew each time, besides those of the lists.
const OF_HEADS: [&str; 11] = [
    "pk",
    "sk",
    "v",
    "seq",
    "rev",
    "fence",
    "hash",
    "state",
    "sealed",
    "wrapped_key",
    "part_key",
];

/// What a head has that not every head has.
fn rest_of(item: &Item) -> Item {
    let listed = |name: &str| {
        keys::List::OF_HEADS
            .iter()
            .any(|l| l.pk() == name || l.sk() == name)
    };
    item.iter()
        .filter(|(name, _)| !OF_HEADS.contains(&name.as_str()) && !listed(name))
        .filter(|(name, _)| !keys::UNSETTLED.contains(&name.as_str()))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

impl<A: Aggregate> Loaded<A> {
    /// An aggregate of which nothing is stored yet.
    pub(crate) fn new(pk: String, head: A, keys: HeadKeys) -> Self {
        Self {
            head_keys: Some(keys.clone()),
            ..Self::hanging(pk, head, GENESIS, keys.ring)
        }
    }

    /// What hangs on the entry with this hash, of which nothing is stored yet.
    pub(crate) fn hanging(pk: String, head: A, hash: Hash, keys: Keyring) -> Self {
        Self {
            head,
            seq: 0,
            pk,
            hash,
            rev: 0,
            fence: 0,
            keys,
            head_keys: None,
            sealed: None,
            rest: Item::new(),
        }
    }

    /// Reads the item of this head with keys in it; new ones where the stored ones were destroyed.
    pub(crate) fn read(item: &Item, head: A, keys: HeadKeys) -> Result<Self, StoreError> {
        let opened: Option<A::Secret> = open(item, keys.ring.get(None))?;
        let sealed = opened
            .as_ref()
            .and_then(|_| bytes(item, "sealed"))
            .map(<[u8]>::to_vec);
        let mut read = Self::read_beside(item, head, keys.ring.clone())?;
        read.head.set_secret(opened.unwrap_or_default());
        Ok(Self {
            head_keys: Some(keys),
            sealed,
            ..read
        })
    }

    /// Reads the item of the head of what hangs on another's entry.
    pub(crate) fn read_hanging(item: &Item, keys: Keyring) -> Result<Self, StoreError> {
        Self::read_beside(item, json(item, "state")?, keys)
    }

    /// Reads what is beside the state in the item of this head, but for its keys.
    fn read_beside(item: &Item, head: A, keys: Keyring) -> Result<Self, StoreError> {
        check_version(item)?;
        Ok(Self {
            head,
            seq: number(item, "seq")?,
            pk: text(item, "pk")?.to_owned(),
            hash: hash(item, "hash")?,
            rev: number(item, "rev")?,
            fence: if item.contains_key("fence") {
                number(item, "fence")?
            } else {
                0
            },
            keys,
            head_keys: None,
            sealed: None,
            rest: rest_of(item),
        })
    }

    /// The data keys, to open entries with, and to seal them.
    pub(crate) fn keys(&self) -> &Keyring {
        &self.keys
    }

    /// An attribute of its head that not every head has.
    pub(crate) fn attribute(&self, name: &str) -> Option<&AttributeValue> {
        self.rest.get(name)
    }

    /// The same with this attribute of its head, or without it.
    pub(crate) fn with_attribute(mut self, name: &str, value: Option<AttributeValue>) -> Self {
        match value {
            Some(value) => self.rest.insert(name.to_owned(), value),
            None => self.rest.remove(name),
        };
        self
    }

    /// How often what others depend on has changed in it.
    pub fn fence(&self) -> u64 {
        self.fence
    }

    /// The head's item after a change, without its place in lists, and the aggregate as it is then.
    pub(crate) fn head_item(&self, head: &A, seq: u64, hash: Hash) -> Result<(Item, Self), StoreError> {
        let sk = keys::head(head.hangs_on());
        let rev = self.rev + 1;
        let fence = self.fence + u64::from(self.head.moves_fence(head));
        let mut item = self.rest.clone();
        item.extend([
            ("pk".to_owned(), s(&self.pk)),
            ("sk".to_owned(), s(&sk)),
            ("v".to_owned(), n(VERSION)),
            ("seq".to_owned(), n(seq)),
            ("rev".to_owned(), n(rev)),
            ("hash".to_owned(), of_hash(&hash)),
            ("state".to_owned(), s(to_json(head)?)),
        ]);
        if fence > 0 {
            item.insert("fence".to_owned(), n(fence));
        }
        let mut sealed = None;
        if let Some(keys) = &self.head_keys {
            let kept = self
                .sealed
                .as_ref()
                .filter(|_| head.secret() == self.head.secret());
            let now = match (kept, keys.ring.get(None)) {
                (Some(kept), _) => kept.clone(),
                (None, Some(key)) => seal(head.secret(), &self.pk, &sk, key)?,
                (None, None) => return Err(NO_KEY),
            };
            item.insert("sealed".to_owned(), b(now.clone()));
            item.insert("wrapped_key".to_owned(), b(keys.own.clone()));
            if let Some(ordinal) = head.open_part() {
                item.insert("part_key".to_owned(), b(self.part_key(ordinal)?.to_vec()));
            }
            sealed = Some(now);
        }
        let then = Self {
            head: head.clone(),
            seq,
            hash,
            rev,
            fence,
            sealed,
            ..self.clone()
        };
        Ok((item, then))
    }

    /// The wrapped key of the part that is open, or opens with what is to be written.
    fn part_key(&self, ordinal: u32) -> Result<&[u8], StoreError> {
        let part = self.head_keys.as_ref().and_then(|keys| keys.part.as_ref());
        let (_, wrapped) = part.filter(|(of, _)| *of == ordinal).ok_or(NO_KEY)?;
        Ok(wrapped)
    }

    /// The item of what ended, without its place in lists. Its key moves there from the head.
    pub(crate) fn archive_item(&self, archive: &A::Archive) -> Result<Item, StoreError> {
        let ordinal = archive.ordinal();
        let sk = keys::archive(ordinal);
        let key = self.keys.get(Some(ordinal)).ok_or(NO_KEY)?;
        let sealed = seal(archive.secret(), &self.pk, &sk, key)?;
        Ok(Item::from([
            ("pk".to_owned(), s(&self.pk)),
            ("sk".to_owned(), s(sk)),
            ("v".to_owned(), n(VERSION)),
            ("state".to_owned(), s(to_json(archive)?)),
            ("sealed".to_owned(), b(sealed)),
            ("wrapped_key".to_owned(), b(self.part_key(ordinal)?.to_vec())),
        ]))
    }
}
