//! Triggers: agents' API writes them, so they stand apart from what only administration does.

use memberline_domain::OrganisationId;
use memberline_domain::trigger::Trigger;

use crate::Store;
use crate::error::StoreError;
use crate::item::{Item, s, to_json};
use crate::keys;

impl Store {
    /// Writes a trigger, over an older one of the same id.
    pub async fn put_trigger(
        &self,
        organisation: &OrganisationId,
        trigger: &Trigger,
    ) -> Result<(), StoreError> {
        let item = Item::from([
            ("pk".to_owned(), s(keys::triggers(organisation))),
            ("sk".to_owned(), s(trigger.id.as_str())),
            ("doc".to_owned(), s(to_json(trigger)?)),
        ]);
        let put = self.dynamodb.put_item().table_name(&self.tables.timeline);
        let put = put.set_item(Some(item)).send();
        put.await.map_err(StoreError::dynamodb("PutItem"))?;
        self.forget_directory();
        Ok(())
    }
}
