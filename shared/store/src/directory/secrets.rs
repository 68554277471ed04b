//! An organisation's keys and credentials as they are stored.

use std::collections::HashMap;

use crate::error::StoreError;
use crate::item::{Item, bytes, text};
use crate::seal::vault::WrappedOrganisationKey;

/// An organisation's keys and credentials as they are stored.
#[derive(Debug, Default)]
pub(super) struct Secrets {
    /// The keys, by version.
    pub(super) keys: Vec<WrappedOrganisationKey>,
    /// The sealed credentials, by carrier.
    pub(super) credentials: HashMap<String, Vec<u8>>,
}

impl Secrets {
    pub(super) fn read(items: &[Item]) -> Result<Self, StoreError> {
        let mut secrets = Self::default();
        for item in items {
            let sk = text(item, "sk")?;
            match sk.split_once('#').unwrap_or((sk, "")) {
                ("KEY", version) => {
                    let version = version
                        .parse()
                        .map_err(|_| StoreError::Malformed("key version"))?;
                    let wrapped = bytes(item, "wrapped").ok_or(StoreError::Malformed("wrapped"))?;
                    secrets.keys.push(WrappedOrganisationKey {
                        version,
                        wrapped: wrapped.to_vec(),
                    });
                }
                ("CARRIER", carrier) => {
                    let sealed = bytes(item, "sealed").ok_or(StoreError::Malformed("sealed"))?;
                    secrets.credentials.insert(carrier.to_owned(), sealed.to_vec());
                }
                // Written by a newer version.
                _ => {}
            }
        }
        secrets.keys.sort_by_key(|key| key.version);
        Ok(secrets)
    }
}
