//! Counts that have a limit: how much of something there may be in a time.

use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use jiff::Timestamp;

use crate::error::StoreError;
use crate::item::{n, s};
use crate::keys;
use crate::store::Store;

/// A count in the table of what expires.
pub(crate) struct Count {
    /// Its partition: of what, and in which time.
    pub pk: String,
    /// How far it goes.
    pub most: u32,
    /// When it is forgotten, some time after that of which it is.
    pub expires: Timestamp,
}

impl Store {
    /// Counts one more. `false` when it is one too many.
    pub(crate) async fn count_up(&self, count: Count) -> Result<bool, StoreError> {
        let counted = self
            .dynamodb
            .update_item()
            .table_name(&self.tables.access)
            .key("pk", s(count.pk))
            .key("sk", s(keys::ONLY))
            .update_expression("ADD #count :one SET expires = :expires")
            .condition_expression("attribute_not_exists(#count) OR #count < :most")
            .expression_attribute_names("#count", "count")
            .expression_attribute_values(":one", n(1))
            .expression_attribute_values(":most", n(count.most))
            .expression_attribute_values(":expires", n(count.expires.as_second()))
            .send()
            .await;
        let full = counted.as_ref().is_err_and(|error| {
            error
                .as_service_error()
                .is_some_and(UpdateItemError::is_conditional_check_failed_exception)
        });
        if full {
            return Ok(false);
        }
        counted.map_err(StoreError::dynamodb("UpdateItem"))?;
        Ok(true)
    }
}
