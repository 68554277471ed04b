//! Triggers: agents' API writes them, so they stand apart from what only administration does.

use aws_sdk_dynamodb::types::AttributeValue;
use memberline_domain::directory::Trigger;
use memberline_domain::{OrganisationId, TriggerId};

use super::tenant::DELETED;
use crate::error::StoreError;
use crate::item::{Item, s, to_json};
use crate::keys;
use crate::store::Store;

impl Store {
    /// Writes a trigger, over an older one of the same id, and over one that was deleted.
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

    /// Deletes a trigger: it is written again with a mark. `false` when the organisation never had it; deleted before, it stays so.
    pub async fn delete_trigger(
        &self,
        organisation: &OrganisationId,
        trigger: &TriggerId,
    ) -> Result<bool, StoreError> {
        let get = self
            .dynamodb
            .get_item()
            .table_name(&self.tables.timeline)
            .key("pk", s(keys::triggers(organisation)))
            .key("sk", s(trigger.as_str()))
            .consistent_read(true);
        let found = get.send().await.map_err(StoreError::dynamodb("GetItem"))?;
        let Some(mut item) = found.item else {
            return Ok(false);
        };
        if item
            .insert(DELETED.to_owned(), AttributeValue::Bool(true))
            .is_none()
        {
            let put = self.dynamodb.put_item().table_name(&self.tables.timeline);
            let put = put.set_item(Some(item)).send();
            put.await.map_err(StoreError::dynamodb("PutItem"))?;
        }
        self.forget_directory();
        Ok(true)
    }
}
