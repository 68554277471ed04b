//! Items as DynamoDB keeps them, and back.

use std::collections::HashMap;

use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;
use memberline_domain::PhoneNumber;
use memberline_domain::aggregate::{Aggregate, Archive, Entry, Event};
use memberline_domain::chain::{self, GENESIS, Hash, Link, StoredLink};
use serde::de::DeserializeOwned;

use crate::error::StoreError;
use crate::keys;
use crate::seal::DataKey;

/// An item of a table.
pub type Item = HashMap<String, AttributeValue>;

/// The version of all items written now. Readers take this and older ones.
const VERSION: u64 = 1;

pub(crate) fn s(text: impl Into<String>) -> AttributeValue {
    AttributeValue::S(text.into())
}

pub(crate) fn n(number: impl std::fmt::Display) -> AttributeValue {
    AttributeValue::N(format!("{number}"))
}

pub(crate) fn b(bytes: Vec<u8>) -> AttributeValue {
    AttributeValue::B(Blob::new(bytes))
}

/// Reads a text attribute.
pub(crate) fn text<'a>(item: &'a Item, name: &'static str) -> Result<&'a str, StoreError> {
    item.get(name)
        .and_then(|v| v.as_s().ok())
        .map(String::as_str)
        .ok_or(StoreError::Malformed(name))
}

/// Reads a number attribute.
pub(crate) fn number(item: &Item, name: &'static str) -> Result<u64, StoreError> {
    let value = item
        .get(name)
        .and_then(|v| v.as_n().ok())
        .and_then(|v| v.parse().ok());
    value.ok_or(StoreError::Malformed(name))
}

/// Reads a binary attribute that may be absent.
pub(crate) fn bytes<'a>(item: &'a Item, name: &'static str) -> Option<&'a [u8]> {
    item.get(name).and_then(|v| v.as_b().ok()).map(AsRef::as_ref)
}

/// Reads an attribute that holds a digest.
fn hash(item: &Item, name: &'static str) -> Result<Hash, StoreError> {
    optional_hash(item, name)?.ok_or(StoreError::Malformed(name))
}

/// Reads an attribute that holds a digest and may be absent.
fn optional_hash(item: &Item, name: &'static str) -> Result<Option<Hash>, StoreError> {
    let hash = bytes(item, name).map(Hash::try_from).transpose();
    hash.map_err(|_| StoreError::Malformed(name))
}

fn of_hash(hash: &Hash) -> AttributeValue {
    b(hash.as_bytes().to_vec())
}

/// Reads a text attribute that holds JSON.
pub(crate) fn json<T: DeserializeOwned>(item: &Item, name: &'static str) -> Result<T, StoreError> {
    serde_json::from_str(text(item, name)?).map_err(|_| StoreError::Malformed(name))
}

pub(crate) fn to_json(value: &impl serde::Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|_| StoreError::Malformed("value to write"))
}

/// Refuses an item of a version that came after this code: it may mean something that this code would lose. Rows of an index
/// name no version; what they show is never written back.
fn check_version(item: &Item) -> Result<(), StoreError> {
    if item.contains_key("v") && number(item, "v")? > VERSION {
        Err(StoreError::Malformed("version"))
    } else {
        Ok(())
    }
}

/// The place that a sealed value of an item is bound to.
fn place(pk: &str, sk: &str) -> String {
    format!("{pk} {sk}")
}

/// Opens what is sealed of an item. `None` when there is nothing or its key was destroyed.
pub(crate) fn open_bytes(
    item: &Item,
    key: Option<&DataKey>,
) -> Result<Option<zeroize::Zeroizing<Vec<u8>>>, StoreError> {
    let (Some(sealed), Some(key)) = (bytes(item, "sealed"), key) else {
        return Ok(None);
    };
    let place = place(text(item, "pk")?, text(item, "sk")?);
    Ok(key.open(&place, sealed)?)
}

/// Opens the sealed JSON of an item. `None` when there is none or its key was destroyed.
pub(crate) fn open<T: DeserializeOwned>(item: &Item, key: Option<&DataKey>) -> Result<Option<T>, StoreError> {
    let Some(plain) = open_bytes(item, key)? else {
        return Ok(None);
    };
    serde_json::from_slice(&plain)
        .map(Some)
        .map_err(|_| StoreError::Malformed("sealed"))
}

/// What is to be sealed, as it is sealed.
fn plain(value: &impl serde::Serialize) -> Result<zeroize::Zeroizing<Vec<u8>>, StoreError> {
    let plain = serde_json::to_vec(value).map_err(|_| StoreError::Malformed("value to seal"))?;
    Ok(zeroize::Zeroizing::new(plain))
}

/// Seals a value as JSON for an item.
pub(crate) fn seal(
    value: &impl serde::Serialize,
    pk: &str,
    sk: &str,
    key: &DataKey,
) -> Result<Vec<u8>, StoreError> {
    Ok(key.seal(&place(pk, sk), &plain(value)?)?)
}

/// An aggregate as it was read, or as it begins, with what a commit needs to build on it.
#[derive(Debug, Clone)]
pub struct Loaded<A: Aggregate> {
    /// Its head.
    pub head: A,
    /// The place of its last entry; 0 when it has none.
    pub seq: u64,
    pub(crate) pk: String,
    pub(crate) hash: Hash,
    pub(crate) key: DataKey,
    /// The data key wrapped by the organisation's current key.
    pub(crate) wrapped_key: Vec<u8>,
    /// The head's sealed part as stored, to be written back as it is while what is in it does not change: a new
    /// ciphertext would cost a write in every index.
    pub(crate) sealed: Option<Vec<u8>>,
    /// The head's attributes that a later release wrote.
    rest: Item,
}

/// The attributes of a head that are written anew each time, besides those of the lists.
const OF_HEADS: [&str; 8] = ["pk", "sk", "v", "seq", "hash", "state", "sealed", "wrapped_key"];

/// What a head has that this release does not know.
fn rest_of(item: &Item) -> Item {
    let listed = |name: &str| {
        keys::List::OF_HEADS
            .iter()
            .any(|l| l.pk() == name || l.sk() == name)
    };
    item.iter()
        .filter(|(name, _)| !OF_HEADS.contains(&name.as_str()) && !listed(name))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

impl<A: Aggregate> Loaded<A> {
    /// An aggregate of which nothing is stored yet.
    pub(crate) fn new(pk: String, head: A, key: DataKey, wrapped_key: Vec<u8>) -> Self {
        Self {
            head,
            seq: 0,
            pk,
            hash: GENESIS,
            key,
            wrapped_key,
            sealed: None,
            rest: Item::new(),
        }
    }

    /// Reads a head's item, given its data key; a new one when the stored one was destroyed.
    pub(crate) fn read(item: &Item, key: DataKey, wrapped_key: Vec<u8>) -> Result<Self, StoreError> {
        check_version(item)?;
        let mut head: A = json(item, "state")?;
        let opened: Option<A::Secret> = open(item, Some(&key))?;
        let sealed = opened
            .as_ref()
            .and_then(|_| bytes(item, "sealed"))
            .map(<[u8]>::to_vec);
        head.set_secret(opened.unwrap_or_default());
        Ok(Self {
            head,
            seq: number(item, "seq")?,
            pk: text(item, "pk")?.to_owned(),
            hash: hash(item, "hash")?,
            key,
            wrapped_key,
            sealed,
            rest: rest_of(item),
        })
    }

    /// The data key, to open entries with.
    pub(crate) fn key(&self) -> &DataKey {
        &self.key
    }

    /// The head's item after a change, without its place in lists, and the aggregate as it is then.
    pub(crate) fn head_item(&self, head: &A, seq: u64, hash: Hash) -> Result<(Item, Self), StoreError> {
        let sealed = match &self.sealed {
            Some(sealed) if head.secret() == self.head.secret() => sealed.clone(),
            _ => seal(head.secret(), &self.pk, keys::HEAD, &self.key)?,
        };
        let mut item = self.rest.clone();
        item.extend([
            ("pk".to_owned(), s(&self.pk)),
            ("sk".to_owned(), s(keys::HEAD)),
            ("v".to_owned(), n(VERSION)),
            ("seq".to_owned(), n(seq)),
            ("hash".to_owned(), of_hash(&hash)),
            ("state".to_owned(), s(to_json(head)?)),
            ("sealed".to_owned(), b(sealed.clone())),
            ("wrapped_key".to_owned(), b(self.wrapped_key.clone())),
        ]);
        let then = Self {
            head: head.clone(),
            seq,
            hash,
            sealed: Some(sealed),
            ..self.clone()
        };
        Ok((item, then))
    }

    /// The item of what ended, without its place in lists.
    pub(crate) fn archive_item(&self, archive: &A::Archive) -> Result<Item, StoreError> {
        let sk = keys::archive(archive.ordinal());
        let sealed = seal(archive.secret(), &self.pk, &sk, &self.key)?;
        Ok(Item::from([
            ("pk".to_owned(), s(&self.pk)),
            ("sk".to_owned(), s(sk)),
            ("v".to_owned(), n(VERSION)),
            ("state".to_owned(), s(to_json(archive)?)),
            ("sealed".to_owned(), b(sealed)),
            ("wrapped_key".to_owned(), b(self.wrapped_key.clone())),
        ]))
    }
}

/// The item of an entry, and its hash. `owner` is the number that it commits to, if it does.
pub(crate) fn entry_item<E: Event>(
    (pk, seq, prev): (&str, u64, Hash),
    (event, content): (&E, Option<&E::Content>),
    (at, owner): (Timestamp, Option<&PhoneNumber>),
    key: &DataKey,
) -> Result<(Item, Hash), StoreError> {
    let sk = keys::entry(seq, event.about());
    let (mut sealed, mut salted) = (None, None);
    if let Some(content) = content {
        let plain = plain(content)?;
        salted = Some(chain::salted(&key.content_salt(pk, &sk)?, &plain));
        sealed = Some(key.seal(&place(pk, &sk), &plain)?);
    }
    let owner = match owner {
        Some(number) => Some(chain::owner(&key.owner_salt(pk, &sk)?, number.as_str())),
        None => None,
    };
    let (at, meta) = (at.to_string(), to_json(event)?);
    let link = Link {
        pk,
        sk: &sk,
        seq,
        at: &at,
        kind: event.kind(),
        meta: &meta,
        sealed: sealed.as_deref().unwrap_or_default(),
        salted,
        owner,
    };
    let hash = link.hash(prev);
    let mut item = Item::from([
        ("pk".to_owned(), s(pk)),
        ("sk".to_owned(), s(&sk)),
        ("v".to_owned(), n(VERSION)),
        ("seq".to_owned(), n(seq)),
        ("at".to_owned(), s(at)),
        ("kind".to_owned(), s(event.kind())),
        ("meta".to_owned(), s(meta)),
        ("prev".to_owned(), of_hash(&prev)),
        ("hash".to_owned(), of_hash(&hash)),
    ]);
    item.extend(event.label().map(|label| ("label".to_owned(), s(label))));
    item.extend(sealed.map(|sealed| ("sealed".to_owned(), b(sealed))));
    item.extend(salted.map(|salted| ("salted".to_owned(), of_hash(&salted))));
    item.extend(owner.map(|owner| ("owner".to_owned(), of_hash(&owner))));
    Ok((item, hash))
}

/// An entry's item as a link of its chain.
pub fn link(item: &Item) -> Result<StoredLink<'_>, StoreError> {
    let link = Link {
        pk: text(item, "pk")?,
        sk: text(item, "sk")?,
        seq: number(item, "seq")?,
        at: text(item, "at")?,
        kind: text(item, "kind")?,
        meta: text(item, "meta")?,
        sealed: bytes(item, "sealed").unwrap_or_default(),
        salted: optional_hash(item, "salted")?,
        owner: optional_hash(item, "owner")?,
    };
    Ok(StoredLink {
        link,
        prev: hash(item, "prev")?,
        hash: hash(item, "hash")?,
    })
}

/// The place and the hash of the last entry, as a head's item has them.
pub fn chain_end(head: &Item) -> Result<(u64, Hash), StoreError> {
    Ok((number(head, "seq")?, hash(head, "hash")?))
}

/// Reads an entry. What is sealed of one of an unknown kind stays so: nobody here can make anything of it.
pub(crate) fn read_entry<E: Event>(item: &Item, key: Option<&DataKey>) -> Result<Entry<E>, StoreError> {
    check_version(item)?;
    let event = E::read(text(item, "sk")?, text(item, "kind")?, text(item, "meta")?);
    let event = event.map_err(|_| StoreError::Malformed("meta"))?;
    Ok(Entry {
        seq: number(item, "seq")?,
        at: text(item, "at")?
            .parse()
            .map_err(|_| StoreError::Malformed("at"))?,
        content: if event.is_known() { open(item, key)? } else { None },
        event,
    })
}

/// Reads what a closed part left behind.
pub(crate) fn read_archive<R: Archive>(item: &Item, key: Option<&DataKey>) -> Result<R, StoreError>
where
    R::Secret: DeserializeOwned + Default,
{
    check_version(item)?;
    let mut archive: R = json(item, "state")?;
    archive.set_secret(open(item, key)?.unwrap_or_default());
    Ok(archive)
}
