//! The organisations' keys: wrapped by KMS, kept unwrapped for a bounded time and number of uses.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use aws_sdk_kms::primitives::Blob;
use aws_sdk_kms::types::DataKeySpec;
use memberline_domain::OrganisationId;
use tokio::time::Instant;

use crate::error::StoreError;
use crate::seal::{Key, OrganisationKey};

/// How long an unwrapped key is kept. A key that KMS no longer gives out stays in use for this long at most.
const MAX_AGE: Duration = Duration::from_mins(5);

/// How often an unwrapped key is handed out before KMS is asked again.
const MAX_USES: u32 = 100_000;

/// The KMS encryption context's key for the organisation.
const CONTEXT: &str = "organisation";

/// An organisation key as the directory keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrappedOrganisationKey {
    /// Its version, from 1.
    pub version: u16,
    /// The key, wrapped by KMS.
    pub wrapped: Vec<u8>,
}

/// Unwraps organisation keys.
#[derive(Debug)]
pub struct Vault {
    kms: aws_sdk_kms::Client,
    key_id: String,
    unwrapped: Mutex<HashMap<(OrganisationId, u16), Unwrapped>>,
}

#[derive(Debug)]
struct Unwrapped {
    key: OrganisationKey,
    since: Instant,
    uses: u32,
}

impl Vault {
    /// A vault over the KMS key `key_id`.
    pub fn new(kms: aws_sdk_kms::Client, key_id: String) -> Self {
        Self {
            kms,
            key_id,
            unwrapped: Mutex::default(),
        }
    }

    fn kept(&self, organisation: &OrganisationId, version: u16) -> Option<OrganisationKey> {
        let mut unwrapped = self.unwrapped.lock().unwrap_or_else(PoisonError::into_inner);
        let slot = (organisation.clone(), version);
        let kept = unwrapped.get_mut(&slot)?;
        if kept.since.elapsed() >= MAX_AGE || kept.uses >= MAX_USES {
            unwrapped.remove(&slot);
            return None;
        }
        kept.uses += 1;
        Some(kept.key.clone())
    }

    /// Unwraps an organisation's key. One call of KMS when it is not kept, none when it is.
    pub async fn unwrap(
        &self,
        organisation: &OrganisationId,
        wrapped: &WrappedOrganisationKey,
    ) -> Result<OrganisationKey, StoreError> {
        if let Some(key) = self.kept(organisation, wrapped.version) {
            return Ok(key);
        }
        let answer = self
            .kms
            .decrypt()
            .key_id(&self.key_id)
            .ciphertext_blob(Blob::new(wrapped.wrapped.clone()))
            .encryption_context(CONTEXT, organisation.as_str())
            .send()
            .await
            .map_err(StoreError::kms("Decrypt"))?;
        let plain = answer.plaintext().ok_or(StoreError::Malformed("KMS plaintext"))?;
        let key = OrganisationKey {
            version: wrapped.version,
            key: Key::from_bytes(plain.as_ref())?,
        };
        let kept = Unwrapped {
            key: key.clone(),
            since: Instant::now(),
            uses: 1,
        };
        let mut unwrapped = self.unwrapped.lock().unwrap_or_else(PoisonError::into_inner);
        unwrapped.insert((organisation.clone(), wrapped.version), kept);
        Ok(key)
    }

    /// Has KMS make a new key for an organisation. Keep what it returns in the directory.
    pub async fn generate(
        &self,
        organisation: &OrganisationId,
        version: u16,
    ) -> Result<WrappedOrganisationKey, StoreError> {
        let answer = self
            .kms
            .generate_data_key_without_plaintext()
            .key_id(&self.key_id)
            .key_spec(DataKeySpec::Aes256)
            .encryption_context(CONTEXT, organisation.as_str())
            .send()
            .await
            .map_err(StoreError::kms("GenerateDataKeyWithoutPlaintext"))?;
        let wrapped = answer
            .ciphertext_blob()
            .ok_or(StoreError::Malformed("KMS ciphertext"))?;
        Ok(WrappedOrganisationKey {
            version,
            wrapped: wrapped.as_ref().to_vec(),
        })
    }
}
