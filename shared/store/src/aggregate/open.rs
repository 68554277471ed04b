//! Opening what was read: data keys are unwrapped where they are stored, and new where they are not.

use memberline_domain::aggregate::Aggregate;
use memberline_domain::thread::Thread;

use super::loaded::Loaded;
use super::stored::Stored;
use crate::directory::tenant::Tenant;
use crate::error::StoreError;
use crate::item::{Item, bytes, json, text};
use crate::keys;
use crate::seal::keyring::{HeadKeys, Keyring};
use crate::seal::organisation_keys::OrganisationKeys;
use crate::seal::{DataKey, wrapping_version};
use crate::store::Store;

impl OrganisationKeys {
    /// The keys of an aggregate with this head: those that its item has, new ones instead of those that it lacks.
    fn head_keys<A: Aggregate>(
        &self,
        pk: &str,
        head: &A,
        stored: (Option<&[u8]>, Option<&[u8]>),
    ) -> Result<HeadKeys, StoreError> {
        let (own, own_wrapped) = self.data_key(pk, stored.0)?;
        let mut ring = Keyring::of(own);
        let mut part = None;
        let open = head.open_part();
        if let Some(ordinal) = open.or_else(|| head.next_part()) {
            let wrapped = stored.1.filter(|_| open.is_some());
            let (key, wrapped) = self.data_key(&keys::part(pk, ordinal), wrapped)?;
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
    pub fn loaded<A: Aggregate>(&self, item: &Item) -> Result<Loaded<A>, StoreError> {
        let head: A = json(item, "state")?;
        let stored = (bytes(item, "wrapped_key"), bytes(item, "part_key"));
        let keys = self.head_keys(text(item, "pk")?, &head, stored)?;
        Loaded::read(item, head, keys)
    }

    /// The data key of a head or of a closed part's row, if it was not destroyed.
    pub fn row_key(&self, item: &Item) -> Result<Option<DataKey>, StoreError> {
        let Some(wrapped) = bytes(item, "wrapped_key") else {
            return Ok(None);
        };
        let (pk, sk) = (text(item, "pk")?, text(item, "sk")?);
        let context = keys::archived(sk).map_or_else(|| pk.to_owned(), |ordinal| keys::part(pk, ordinal));
        Ok(Some(self.data_key(&context, Some(wrapped))?.0))
    }

    /// The keys of a head that were not destroyed: its own, and that of a thread's open conversation.
    pub fn stored_keys(&self, head: &Item) -> Result<Keyring, StoreError> {
        let mut ring = self.row_key(head)?.map_or_else(Keyring::default, Keyring::of);
        let open = json::<Thread>(head, "state")
            .ok()
            .and_then(|thread| thread.open_part());
        if let (Some(wrapped), Some(ordinal)) = (bytes(head, "part_key"), open) {
            let context = keys::part(text(head, "pk")?, ordinal);
            ring.add(ordinal, self.data_key(&context, Some(wrapped))?.0);
        }
        Ok(ring)
    }

    /// Adds the keys that the rows of closed parts have to those at hand.
    pub fn add_rows<'a>(
        &self,
        ring: &mut Keyring,
        rows: impl IntoIterator<Item = &'a Item>,
    ) -> Result<(), StoreError> {
        for row in rows {
            let ordinal = keys::archived(text(row, "sk")?);
            if let (Some(ordinal), Some(key)) = (ordinal, self.row_key(row)?) {
                ring.add(ordinal, key);
            }
        }
        Ok(())
    }
}

/// Whether an item has data keys, or lacks those that it had.
fn has_keys(item: &Item) -> bool {
    item.contains_key("wrapped_key") || text(item, "sk").is_ok_and(|sk| sk == keys::HEAD)
}

impl Store {
    /// The keys of the organisation that items are opened with; none when no item has data keys.
    pub(crate) async fn keys_of<'a>(
        &self,
        tenant: &Tenant,
        items: impl IntoIterator<Item = &'a Item> + Send,
    ) -> Result<OrganisationKeys, StoreError> {
        let mut at_hand = OrganisationKeys::default();
        let items: Vec<&Item> = items.into_iter().filter(|item| has_keys(item)).collect();
        if items.is_empty() {
            return Ok(at_hand);
        }
        at_hand.add(self.organisation_key(tenant, None).await?);
        for item in items {
            let wrapped = ["wrapped_key", "part_key"].map(|name| bytes(item, name));
            for wrapped in wrapped.into_iter().flatten() {
                let version = wrapping_version(wrapped)?;
                if !at_hand.has(version) {
                    at_hand.add(self.organisation_key(tenant, Some(version)).await?);
                }
            }
        }
        Ok(at_hand)
    }

    /// An aggregate of which nothing is stored yet, to build the first commit on.
    pub async fn new_aggregate<A: Stored>(&self, tenant: &Tenant, head: A) -> Result<Loaded<A>, StoreError> {
        let mut newest = OrganisationKeys::default();
        newest.add(self.organisation_key(tenant, None).await?);
        let pk = A::pk(tenant.id(), head.id());
        let keys = newest.head_keys(&pk, &head, (None, None))?;
        Ok(Loaded::new(pk, head, keys))
    }

    /// The aggregate that was loaded, or the beginning of one.
    pub async fn or_new<A: Stored>(
        &self,
        tenant: &Tenant,
        loaded: Option<Loaded<A>>,
        head: impl FnOnce() -> A,
    ) -> Result<Loaded<A>, StoreError> {
        match loaded {
            Some(loaded) => Ok(loaded),
            None => self.new_aggregate(tenant, head()).await,
        }
    }
}
