//! Destroying the key to what was said in a conversation.

use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use memberline_domain::ConversationId;

use crate::directory::tenant::Tenant;
use crate::error::StoreError;
use crate::item::s;
use crate::keys;
use crate::store::Store;

impl Store {
    /// Destroys the data key of a closed conversation, in one conditional write: what was said in it cannot be opened from then on, while
    /// its entries and their chains stay, and every other conversation of the thread stays open to read. `false` when there is no
    /// such closed conversation, or its key was destroyed before.
    pub async fn shred_conversation(
        &self,
        tenant: &Tenant,
        conversation: &ConversationId,
    ) -> Result<bool, StoreError> {
        let shred = self
            .dynamodb
            .update_item()
            .table_name(&self.tables.timeline)
            .key("pk", s(keys::thread(tenant.id(), &conversation.thread)))
            .key("sk", s(keys::archive(conversation.ordinal)))
            .update_expression("REMOVE wrapped_key")
            .condition_expression("attribute_exists(wrapped_key)");
        match shred.send().await {
            Ok(_) => Ok(true),
            Err(error) => match error.as_service_error() {
                Some(UpdateItemError::ConditionalCheckFailedException(_)) => Ok(false),
                _ => Err(StoreError::dynamodb("UpdateItem")(error)),
            },
        }
    }
}
