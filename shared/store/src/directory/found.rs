//! What an organisation needs besides its records.

use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::operation::put_item::builders::PutItemFluentBuilder;
use memberline_domain::OrganisationId;

use super::write::pointer;
use crate::error::StoreError;
use crate::item::Item;
use crate::keys;
use crate::seal::random;
use crate::store::Store;

/// The bytes of a salt.
const SALT: usize = 16;

impl Store {
    /// A salt for the ids of a new organisation: random, in hexadecimal.
    pub fn new_salt(&self) -> Result<String, StoreError> {
        let bytes = random::<SALT>()?;
        Ok(bytes
            .iter()
            .flat_map(|byte| [byte >> 4, byte & 15])
            .filter_map(|digit| char::from_digit(digit.into(), 16))
            .collect())
    }

    /// Makes an organisation look after webhooks for numbers that nobody has, unless one does already; whether it does from now on.
    pub async fn found_caretaker(&self, organisation: &OrganisationId) -> Result<bool, StoreError> {
        let to = [("organisation", organisation.as_str())];
        let caretaker = pointer(keys::UNKNOWN_NUMBERS.to_owned(), &to);
        self.put_new(&self.tables.directory, caretaker).await
    }

    /// Writes an item unless one has its key; whether it was written.
    pub(super) async fn put_new(&self, table: &str, item: Item) -> Result<bool, StoreError> {
        let put = self
            .dynamodb
            .put_item()
            .table_name(table)
            .set_item(Some(item))
            .condition_expression("attribute_not_exists(pk)");
        self.put_if(put).await
    }

    /// Makes a put that has a condition; whether that held.
    pub(crate) async fn put_if(&self, put: PutItemFluentBuilder) -> Result<bool, StoreError> {
        let Err(error) = Box::pin(put.send()).await else {
            return Ok(true);
        };
        match error.as_service_error() {
            Some(PutItemError::ConditionalCheckFailedException(_)) => Ok(false),
            _ => Err(StoreError::dynamodb("PutItem")(error)),
        }
    }
}
