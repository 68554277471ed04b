//! The sealed parts of items.

use memberline_domain::aggregate::Archive;
use serde::de::DeserializeOwned;

use super::attributes::{Item, bytes, check_version, json, text};
use crate::error::StoreError;
use crate::seal::DataKey;

/// What a sealed value of an item is bound to: where it stands.
pub(super) fn associated_data(pk: &str, sk: &str) -> String {
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
    let bound_to = associated_data(text(item, "pk")?, text(item, "sk")?);
    Ok(key.open(&bound_to, sealed)?)
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
pub(super) fn plain(value: &impl serde::Serialize) -> Result<zeroize::Zeroizing<Vec<u8>>, StoreError> {
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
    Ok(key.seal(&associated_data(pk, sk), &plain(value)?)?)
}

/// What is to be sealed is not without a key.
pub(crate) const NO_KEY: StoreError = StoreError::Malformed("data key");

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
