//! Many items at once, by their keys.

use std::collections::HashMap;
use std::time::Duration;

use aws_sdk_dynamodb::types::KeysAndAttributes;

use crate::aggregate::pause::Pauses;
use crate::error::StoreError;
use crate::item::{Item, s};
use crate::store::Store;

/// What DynamoDB reads at once.
const MOST_AT_ONCE: usize = 100;

/// How often keys that were not processed are asked for again. Together with the pauses it takes some seconds at most: who asks
/// has no more time, and comes again later.
const ATTEMPTS: u32 = 8;

/// DynamoDB leaves keys unprocessed when the table is busy, or the answer is full: asked again at once, they make it busier.
const BEFORE_ASKING_AGAIN: Pauses = Pauses {
    first: Duration::from_millis(20),
    longest: Duration::from_millis(640),
};

type Key = HashMap<String, aws_sdk_dynamodb::types::AttributeValue>;

impl Store {
    /// The items of these keys that there are, in no order: one consistent read for each hundred.
    pub(crate) async fn batch(&self, keys: Vec<(String, String)>) -> Result<Vec<Item>, StoreError> {
        let keys: Vec<Key> = keys
            .into_iter()
            .map(|(pk, sk)| HashMap::from([("pk".to_owned(), s(pk)), ("sk".to_owned(), s(sk))]))
            .collect();
        let mut items = Vec::with_capacity(keys.len());
        for some in keys.chunks(MOST_AT_ONCE) {
            self.read_all(some.to_vec(), &mut items).await?;
        }
        Ok(items)
    }

    async fn read_all(&self, keys: Vec<Key>, items: &mut Vec<Item>) -> Result<(), StoreError> {
        let table = &self.tables.timeline;
        let asked = KeysAndAttributes::builder()
            .set_keys(Some(keys))
            .consistent_read(true)
            .build();
        let mut asked = asked.map_err(|_| StoreError::Malformed("keys"))?;
        for attempt in 0..ATTEMPTS {
            if let Some(failures) = attempt.checked_sub(1) {
                BEFORE_ASKING_AGAIN.wait(failures).await;
            }
            let answer = self
                .dynamodb
                .batch_get_item()
                .request_items(table, asked)
                .send()
                .await;
            let answer = answer.map_err(StoreError::dynamodb("BatchGetItem"))?;
            let read = answer.responses.and_then(|mut read| read.remove(table));
            items.extend(read.unwrap_or_default());
            let left = answer.unprocessed_keys.and_then(|mut left| left.remove(table));
            match left.filter(|left| !left.keys().is_empty()) {
                Some(left) => asked = left,
                None => return Ok(()),
            }
        }
        Err(StoreError::Unavailable {
            service: "DynamoDB",
            operation: "BatchGetItem",
            code: "unprocessed".to_owned(),
        })
    }
}
