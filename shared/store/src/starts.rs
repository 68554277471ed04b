//! The STARTs in a consent ledger, which its head does not all keep.

use jiff::Timestamp;
use memberline_domain::SubscriberId;
use memberline_domain::consent::SubscriberEvent;

use crate::directory::Tenant;
use crate::error::StoreError;
use crate::item::read_entry;
use crate::keys;
use crate::seal::keyring::Keyring;
use crate::store::Store;

impl Store {
    /// When the member allowed texts again, each time that the ledger tells of: by when the carrier received it where it said so, else by
    /// when it reached us. One query.
    pub async fn starts(
        &self,
        tenant: &Tenant,
        subscriber: &SubscriberId,
    ) -> Result<Vec<Timestamp>, StoreError> {
        let pk = keys::subscriber(tenant.id(), subscriber);
        let (first, last) = keys::ALL_ENTRIES;
        let mut starts = Vec::new();
        for item in self.between(&pk, first, last).await? {
            let entry = read_entry::<SubscriberEvent>(&item, &Keyring::default())?;
            starts.extend(entry.event.allowed_at(entry.at));
        }
        Ok(starts)
    }
}
