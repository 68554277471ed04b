//! Organisations' keys and their credentials with carriers and loan-origination systems: a table of their own, which no function
//! writes.

use memberline_domain::OrganisationId;
use zeroize::Zeroizing;

use super::secrets::Secrets;
use super::tenant::Tenant;
use crate::error::StoreError;
use crate::item::{Item, b, s};
use crate::keys;
use crate::seal::OrganisationKey;
use crate::store::Store;

impl Store {
    /// The key that wraps the data keys of the organisation's aggregates: the newest, or the one of a given version.
    pub async fn organisation_key(
        &self,
        tenant: &Tenant,
        version: Option<u16>,
    ) -> Result<OrganisationKey, StoreError> {
        let wrapped = match version {
            Some(version) => tenant.keys.iter().find(|k| k.version == version),
            None => tenant.keys.last(),
        };
        self.vault
            .unwrap(
                tenant.id(),
                wrapped.ok_or(StoreError::Incomplete("organisation key"))?,
            )
            .await
    }

    /// Opens what [`OrganisationKey::seal`] made for `place`, whichever of the organisation's keys it was.
    pub(crate) async fn open_sealed(
        &self,
        tenant: &Tenant,
        place: &str,
        bytes: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, StoreError> {
        let (version, sealed) = OrganisationKey::sealed_by(bytes).ok_or(StoreError::Malformed("sealed"))?;
        let key = self.organisation_key(tenant, Some(version)).await?;
        Ok(key.key.open(place, sealed)?)
    }

    /// The organisation's credentials with a carrier, as JSON, opened. `None` when it has none.
    pub async fn credentials(
        &self,
        tenant: &Tenant,
        carrier: &str,
    ) -> Result<Option<Zeroizing<Vec<u8>>>, StoreError> {
        let Some(sealed) = tenant.credentials.get(carrier) else {
            return Ok(None);
        };
        let place = associated_data(tenant.id(), carrier);
        self.open_sealed(tenant, &place, sealed).await.map(Some)
    }

    /// Gives the organisation its first key, unless it has one.
    pub async fn found_organisation_key(&self, organisation: &OrganisationId) -> Result<(), StoreError> {
        if self.newest_key(organisation).await? == 0 {
            self.write_key(organisation, 1).await?;
        }
        Ok(())
    }

    /// Gives the organisation a new key, which wraps from then on; older ones go on unwrapping (rotation). The version of the key.
    pub async fn add_organisation_key(&self, organisation: &OrganisationId) -> Result<u16, StoreError> {
        let version = self.newest_key(organisation).await? + 1;
        self.write_key(organisation, version).await?;
        Ok(version)
    }

    /// The version of the organisation's newest key; 0 when it has none.
    async fn newest_key(&self, organisation: &OrganisationId) -> Result<u16, StoreError> {
        let secrets = self.partition_now(&self.tables.keys, keys::secrets(organisation));
        let keys = Secrets::read(&secrets.await?)?.keys;
        Ok(keys.last().map_or(0, |key| key.version))
    }

    /// Makes the key of a version, unless somebody else just did.
    async fn write_key(&self, organisation: &OrganisationId, version: u16) -> Result<(), StoreError> {
        let key = self.vault.generate(organisation, version).await?;
        let item = Item::from([
            ("pk".to_owned(), s(keys::secrets(organisation))),
            ("sk".to_owned(), s(format!("KEY#{version:05}"))),
            ("wrapped".to_owned(), b(key.wrapped)),
        ]);
        self.put_new(&self.tables.keys, item).await?;
        self.forget_directory();
        Ok(())
    }

    /// Writes the organisation's credentials with a carrier, sealed under its newest key.
    pub async fn put_credentials(
        &self,
        organisation: &OrganisationId,
        carrier: &str,
        credentials: &[u8],
    ) -> Result<(), StoreError> {
        let item = self
            .sealed_credentials(organisation, carrier, credentials)
            .await?;
        self.write_secret(item).await?;
        self.forget_directory();
        Ok(())
    }

    /// Writes the organisation's credentials with a carrier unless it has some; whether they were written.
    pub async fn found_credentials(
        &self,
        organisation: &OrganisationId,
        carrier: &str,
        credentials: &[u8],
    ) -> Result<bool, StoreError> {
        let item = self
            .sealed_credentials(organisation, carrier, credentials)
            .await?;
        let is_new = self.put_new(&self.tables.keys, item).await?;
        self.forget_directory();
        Ok(is_new)
    }

    async fn sealed_credentials(
        &self,
        organisation: &OrganisationId,
        carrier: &str,
        credentials: &[u8],
    ) -> Result<Item, StoreError> {
        self.forget_directory();
        let tenant = self
            .tenant(organisation)
            .await?
            .ok_or(StoreError::Incomplete("organisation"))?;
        let key = self.organisation_key(&tenant, None).await?;
        let sealed = key.seal(&associated_data(organisation, carrier), credentials)?;
        Ok(Item::from([
            ("pk".to_owned(), s(keys::secrets(organisation))),
            ("sk".to_owned(), s(format!("CARRIER#{carrier}"))),
            ("sealed".to_owned(), b(sealed)),
        ]))
    }

    async fn write_secret(&self, item: Item) -> Result<(), StoreError> {
        let put = self.dynamodb.put_item().table_name(&self.tables.keys);
        let put = put.set_item(Some(item)).send();
        put.await.map_err(StoreError::dynamodb("PutItem"))?;
        Ok(())
    }
}

fn associated_data(organisation: &OrganisationId, carrier: &str) -> String {
    format!("{} CARRIER#{carrier}", keys::secrets(organisation))
}
