//! Items as DynamoDB keeps them, and back.

use std::collections::HashMap;

use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;
use memberline_domain::PhoneNumber;
use memberline_domain::aggregate::chain::{self, Hash, Link, StoredLink};
use memberline_domain::aggregate::{Archive, Entry, Event};
use serde::de::DeserializeOwned;

use crate::error::StoreError;
use crate::keys;
use crate::seal::DataKey;
use crate::seal::keyring::Keyring;

/// An item of a table.
pub type Item = HashMap<String, AttributeValue>;

/// The version of all items written now. Readers take this and older ones.
pub(crate) const VERSION: u64 = 1;

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
pub(crate) fn hash(item: &Item, name: &'static str) -> Result<Hash, StoreError> {
    optional_hash(item, name)?.ok_or(StoreError::Malformed(name))
}

/// Reads an attribute that holds a digest and may be absent.
fn optional_hash(item: &Item, name: &'static str) -> Result<Option<Hash>, StoreError> {
    let hash = bytes(item, name).map(Hash::try_from).transpose();
    hash.map_err(|_| StoreError::Malformed(name))
}

pub(crate) fn of_hash(hash: &Hash) -> AttributeValue {
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
pub(crate) fn check_version(item: &Item) -> Result<(), StoreError> {
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

/// What is to be sealed is not without a key.
pub(crate) const NO_KEY: StoreError = StoreError::Malformed("data key");

/// The item of an entry in the chain of an aggregate that hangs on `on`, and its hash. `owner` is the number that it commits to, if it
/// does; what is sealed of it is sealed under the key of the part `within`.
pub(crate) fn entry_item<E: Event>(
    (pk, on, seq, prev): (&str, Option<u64>, u64, Hash),
    (event, content): (&E, Option<&E::Content>),
    (at, owner): (Timestamp, Option<&PhoneNumber>),
    (within, keys): (Option<u32>, &Keyring),
) -> Result<(Item, Hash), StoreError> {
    if event.about() != on {
        return Err(StoreError::Malformed("entry of another chain"));
    }
    let sk = keys::entry(seq, on);
    let (mut sealed, mut salted) = (None, None);
    if let Some(content) = content {
        let key = keys.get(within).ok_or(NO_KEY)?;
        let plain = plain(content)?;
        salted = Some(chain::salted(&key.content_salt(pk, &sk)?, &plain));
        sealed = Some(key.seal(&place(pk, &sk), &plain)?);
    }
    let owner = match owner {
        Some(number) => {
            let key = keys.get(None).ok_or(NO_KEY)?;
            Some(chain::owner(&key.owner_salt(pk, &sk)?, number.as_str()))
        }
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
    item.extend(
        within
            .filter(|_| sealed.is_some())
            .map(|part| ("within".to_owned(), n(part))),
    );
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

/// The part whose key an entry's sealed part is under; `None` for the aggregate's own.
pub(crate) fn within(item: &Item) -> Result<Option<u32>, StoreError> {
    if !item.contains_key("within") {
        return Ok(None);
    }
    let part = u32::try_from(number(item, "within")?);
    part.map(Some).map_err(|_| StoreError::Malformed("within"))
}

/// Reads an entry. What is sealed of one of an unknown kind stays so: nobody here can make anything of it.
pub(crate) fn read_entry<E: Event>(item: &Item, keys: &Keyring) -> Result<Entry<E>, StoreError> {
    check_version(item)?;
    let event = E::read(text(item, "sk")?, text(item, "kind")?, text(item, "meta")?);
    let event = event.map_err(|_| StoreError::Malformed("meta"))?;
    Ok(Entry {
        seq: number(item, "seq")?,
        at: text(item, "at")?
            .parse()
            .map_err(|_| StoreError::Malformed("at"))?,
        content: if event.is_known() {
            open(item, keys.get(within(item)?))?
        } else {
            None
        },
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
