//! Items as DynamoDB keeps them, and back.

use std::collections::HashMap;

use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;
use memberline_domain::aggregate::{Aggregate, Archive, Entry, Event};
use memberline_domain::chain::{GENESIS, Link};
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

/// Opens the sealed JSON of an item. `None` when there is none or its key was destroyed.
pub(crate) fn open<T: DeserializeOwned>(item: &Item, key: Option<&DataKey>) -> Result<Option<T>, StoreError> {
    let (Some(sealed), Some(key)) = (bytes(item, "sealed"), key) else {
        return Ok(None);
    };
    let place = place(text(item, "pk")?, text(item, "sk")?);
    let Some(plain) = key.open(&place, sealed)? else {
        return Ok(None);
    };
    serde_json::from_slice(&plain)
        .map(Some)
        .map_err(|_| StoreError::Malformed("sealed"))
}

/// Seals a value as JSON for an item.
pub(crate) fn seal(
    value: &impl serde::Serialize,
    pk: &str,
    sk: &str,
    key: &DataKey,
) -> Result<Vec<u8>, StoreError> {
    let plain = zeroize::Zeroizing::new(
        serde_json::to_vec(value).map_err(|_| StoreError::Malformed("value to seal"))?,
    );
    Ok(key.seal(&place(pk, sk), &plain)?)
}

/// An aggregate as it was read, or as it begins, with what a commit needs to build on it.
#[derive(Debug, Clone)]
pub struct Loaded<A: Aggregate> {
    /// Its head.
    pub head: A,
    /// The place of its last entry; 0 when it has none.
    pub seq: u64,
    pub(crate) pk: String,
    pub(crate) hash: String,
    pub(crate) key: DataKey,
    /// The data key wrapped by the organisation's current key.
    pub(crate) wrapped_key: Vec<u8>,
    /// The head's sealed part as stored, to be written back as it is while what is in it does not change: a new
    /// ciphertext would cost a write in every index.
    pub(crate) sealed: Option<Vec<u8>>,
}

impl<A: Aggregate> Loaded<A> {
    /// An aggregate of which nothing is stored yet.
    pub(crate) fn new(pk: String, head: A, key: DataKey, wrapped_key: Vec<u8>) -> Self {
        Self {
            head,
            seq: 0,
            pk,
            hash: GENESIS.to_owned(),
            key,
            wrapped_key,
            sealed: None,
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
            hash: text(item, "hash")?.to_owned(),
            key,
            wrapped_key,
            sealed,
        })
    }

    /// The data key, to open entries with.
    pub(crate) fn key(&self) -> &DataKey {
        &self.key
    }

    /// The head's item after a change, without its place in lists, and the aggregate as it is then.
    pub(crate) fn head_item(&self, head: &A, seq: u64, hash: String) -> Result<(Item, Self), StoreError> {
        let sealed = match &self.sealed {
            Some(sealed) if head.secret() == self.head.secret() => sealed.clone(),
            _ => seal(head.secret(), &self.pk, keys::HEAD, &self.key)?,
        };
        let item = Item::from([
            ("pk".to_owned(), s(&self.pk)),
            ("sk".to_owned(), s(keys::HEAD)),
            ("v".to_owned(), n(VERSION)),
            ("seq".to_owned(), n(seq)),
            ("hash".to_owned(), s(&hash)),
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

/// The item of an entry, and its hash.
pub(crate) fn entry_item<E: Event>(
    (pk, seq, prev): (&str, u64, &str),
    (event, content): (&E, Option<&E::Content>),
    at: Timestamp,
    key: &DataKey,
) -> Result<(Item, String), StoreError> {
    let sk = keys::entry(seq, event.about());
    let sealed = content.map(|content| seal(content, pk, &sk, key)).transpose()?;
    let (at, meta) = (at.to_string(), to_json(event)?);
    let link = Link {
        pk,
        sk: &sk,
        seq,
        at: &at,
        kind: event.kind(),
        meta: &meta,
        sealed: sealed.as_deref().unwrap_or_default(),
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
        ("prev".to_owned(), s(prev)),
        ("hash".to_owned(), s(&hash)),
    ]);
    if let Some(label) = event.label() {
        item.insert("label".to_owned(), s(label));
    }
    if let Some(sealed) = sealed {
        item.insert("sealed".to_owned(), b(sealed));
    }
    Ok((item, hash))
}

/// Reads an entry.
pub(crate) fn read_entry<E: Event>(item: &Item, key: Option<&DataKey>) -> Result<Entry<E>, StoreError> {
    check_version(item)?;
    Ok(Entry {
        seq: number(item, "seq")?,
        at: text(item, "at")?
            .parse()
            .map_err(|_| StoreError::Malformed("at"))?,
        event: json(item, "meta")?,
        content: open(item, key)?,
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
