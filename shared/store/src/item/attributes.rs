//! The attributes of items.

use std::collections::HashMap;

use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue;
use memberline_domain::aggregate::chain::Hash;
use serde::de::DeserializeOwned;

use crate::error::StoreError;

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
pub(crate) fn optional_hash(item: &Item, name: &'static str) -> Result<Option<Hash>, StoreError> {
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
