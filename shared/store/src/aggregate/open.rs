//! The data keys of aggregates: unwrapped where they are stored, new where they are not.

use memberline_domain::aggregate::Aggregate;
use memberline_domain::thread::Thread;

use super::loaded::Loaded;
use crate::directory::tenant::Tenant;
use crate::error::StoreError;
use crate::item::{Item, bytes, json, text};
use crate::keys;
use crate::seal::keyring::{HeadKeys, Keyring};
use crate::seal::{DataKey, wrapping_version};
use crate::store::Store;

impl Store {
    /// A data key and that key wrapped by the organisation's newest key, for what `context` names: a new one when there is none.
    async fn data_key(
        &self,
        tenant: &Tenant,
        context: &str,
        wrapped: Option<&[u8]>,
    ) -> Result<(DataKey, Vec<u8>), StoreError> {
        let newest = self.organisation_key(tenant, None).await?;
        let Some(wrapped) = wrapped else {
            let key = DataKey::generate()?;
            let wrapped = key.wrap(&newest, context)?;
            return Ok((key, wrapped));
        };
        let version = wrapping_version(wrapped)?;
        if version == newest.version {
            return Ok((DataKey::unwrap(wrapped, &newest, context)?, wrapped.to_vec()));
        }
        let older = self.organisation_key(tenant, Some(version)).await?;
        let key = DataKey::unwrap(wrapped, &older, context)?;
        let rewrapped = key.wrap(&newest, context)?;
        Ok((key, rewrapped))
    }

    /// The keys of an aggregate with this head: those that its item has, new ones instead of those that it lacks.
    async fn head_keys<A: Aggregate>(
        &self,
        tenant: &Tenant,
        pk: &str,
        head: &A,
        stored: (Option<&[u8]>, Option<&[u8]>),
    ) -> Result<HeadKeys, StoreError> {
        let (own, own_wrapped) = self.data_key(tenant, pk, stored.0).await?;
        let mut ring = Keyring::of(own);
        let mut part = None;
        let open = head.open_part();
        if let Some(ordinal) = open.or_else(|| head.next_part()) {
            let wrapped = stored.1.filter(|_| open.is_some());
            let (key, wrapped) = self.data_key(tenant, &keys::part(pk, ordinal), wrapped).await?;
            ring.add(ordinal, key);
            part = Some((ordinal, wrapped));
        }
        Ok(HeadKeys {
            ring,
            own: own_wrapped,
            part,
        })
    }

    /// Reads a head's item.
    pub(crate) async fn loaded<A: Aggregate>(
        &self,
        tenant: &Tenant,
        item: &Item,
    ) -> Result<Loaded<A>, StoreError> {
        let head: A = json(item, "state")?;
        let stored = (bytes(item, "wrapped_key"), bytes(item, "part_key"));
        let keys = self.head_keys(tenant, text(item, "pk")?, &head, stored).await?;
        Loaded::read(item, keys)
    }

    /// Begins an aggregate with a partition of its own.
    pub(crate) async fn begun<A: Aggregate>(
        &self,
        tenant: &Tenant,
        pk: String,
        head: A,
    ) -> Result<Loaded<A>, StoreError> {
        let keys = self.head_keys(tenant, &pk, &head, (None, None)).await?;
        Ok(Loaded::new(pk, head, keys))
    }

    /// The data key of a head or of a closed part's row, if it was not destroyed.
    pub(crate) async fn row_key(&self, tenant: &Tenant, item: &Item) -> Result<Option<DataKey>, StoreError> {
        let Some(wrapped) = bytes(item, "wrapped_key") else {
            return Ok(None);
        };
        let (pk, sk) = (text(item, "pk")?, text(item, "sk")?);
        let context = keys::archived(sk).map_or_else(|| pk.to_owned(), |ordinal| keys::part(pk, ordinal));
        Ok(Some(self.data_key(tenant, &context, Some(wrapped)).await?.0))
    }

    /// The keys of a head that were not destroyed: its own, and that of a thread's open conversation.
    pub(crate) async fn stored_keys(&self, tenant: &Tenant, head: &Item) -> Result<Keyring, StoreError> {
        let mut ring = self
            .row_key(tenant, head)
            .await?
            .map_or_else(Keyring::default, Keyring::of);
        let open = json::<Thread>(head, "state")
            .ok()
            .and_then(|thread| thread.open_part());
        if let (Some(wrapped), Some(ordinal)) = (bytes(head, "part_key"), open) {
            let context = keys::part(text(head, "pk")?, ordinal);
            ring.add(ordinal, self.data_key(tenant, &context, Some(wrapped)).await?.0);
        }
        Ok(ring)
    }

    /// Adds the keys that the rows of closed parts have to those at hand.
    pub(crate) async fn add_rows(
        &self,
        tenant: &Tenant,
        ring: &mut Keyring,
        rows: &[Item],
    ) -> Result<(), StoreError> {
        for row in rows {
            let ordinal = keys::archived(text(row, "sk")?);
            if let (Some(ordinal), Some(key)) = (ordinal, self.row_key(tenant, row).await?) {
                ring.add(ordinal, key);
            }
        }
        Ok(())
    }
}
