//! The keys of an organisation that are at hand, and the data keys that they wrap.

use super::key::{DataKey, OrganisationKey, wrapping_version};
use crate::error::StoreError;

/// The newest key, which wraps, and the older ones that what was read is wrapped by.
#[derive(Debug, Clone, Default)]
pub(crate) struct OrganisationKeys(Vec<OrganisationKey>);

impl OrganisationKeys {
    /// Adds a key. The newest comes first.
    pub fn add(&mut self, key: OrganisationKey) {
        self.0.push(key);
    }

    /// Whether the key of this version is at hand.
    pub fn has(&self, version: u16) -> bool {
        self.0.iter().any(|key| key.version == version)
    }

    /// A data key and that key wrapped by the newest key, for what `context` names: a new one when there is none.
    pub fn data_key(&self, context: &str, wrapped: Option<&[u8]>) -> Result<(DataKey, Vec<u8>), StoreError> {
        let newest = self.0.first().ok_or(StoreError::Incomplete("organisation key"))?;
        let Some(wrapped) = wrapped else {
            let key = DataKey::generate()?;
            let wrapped = key.wrap(newest, context)?;
            return Ok((key, wrapped));
        };
        let version = wrapping_version(wrapped)?;
        if version == newest.version {
            return Ok((DataKey::unwrap(wrapped, newest, context)?, wrapped.to_vec()));
        }
        let older = self.0.iter().find(|key| key.version == version);
        let older = older.ok_or(StoreError::Incomplete("organisation key"))?;
        let key = DataKey::unwrap(wrapped, older, context)?;
        let rewrapped = key.wrap(newest, context)?;
        Ok((key, rewrapped))
    }
}
