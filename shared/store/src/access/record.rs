//! Records of what was not trusted: where each is, when it came and why it was not trusted stand open; what came is sealed under the
//! organisation's key, for its place alone.

use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;
use zeroize::Zeroizing;

use crate::directory::tenant::Tenant;
use crate::error::StoreError;
use crate::item::{Item, b, bytes, n, s, text};
use crate::store::Store;

/// A record.
#[derive(Debug)]
pub(crate) struct Record<T> {
    /// Its id within its partition.
    pub id: String,
    /// When it came.
    pub received_at: Timestamp,
    /// The stable code of why it was not trusted.
    pub reason: String,
    /// What came.
    pub content: T,
}

const SEALED: StoreError = StoreError::Malformed("sealed");

impl Store {
    /// Keeps a record in a partition until it expires, with what else is to stand open in its item.
    pub(crate) async fn keep_record<T: Serialize>(
        &self,
        tenant: &Tenant,
        pk: &str,
        record: Record<T>,
        (expires, beside): (Timestamp, &[(&str, &str)]),
    ) -> Result<(), StoreError> {
        let key = self.organisation_key(tenant, None).await?;
        let plain = Zeroizing::new(serde_json::to_vec(&record.content).map_err(|_| SEALED)?);
        let sealed = key.seal(&associated_data(pk, &record.id), &plain)?;
        let mut item = Item::from([
            ("pk".to_owned(), s(pk)),
            ("sk".to_owned(), s(record.id)),
            ("at".to_owned(), s(record.received_at.to_string())),
            ("reason".to_owned(), s(record.reason)),
            ("sealed".to_owned(), b(sealed)),
            ("expires".to_owned(), n(expires.as_second())),
        ]);
        item.extend(beside.iter().map(|(name, value)| ((*name).to_owned(), s(*value))));
        let put = self
            .dynamodb
            .put_item()
            .table_name(&self.tables.access)
            .set_item(Some(item));
        put.send().await.map_err(StoreError::dynamodb("PutItem"))?;
        Ok(())
    }

    /// Reads and opens a record.
    pub(crate) async fn read_record<T: DeserializeOwned>(
        &self,
        tenant: &Tenant,
        item: &Item,
    ) -> Result<Record<T>, StoreError> {
        let (pk, id) = (text(item, "pk")?, text(item, "sk")?);
        let sealed = bytes(item, "sealed").ok_or(SEALED)?;
        let plain = self.open_sealed(tenant, &associated_data(pk, id), sealed).await?;
        Ok(Record {
            id: id.to_owned(),
            received_at: text(item, "at")?
                .parse()
                .map_err(|_| StoreError::Malformed("at"))?,
            reason: text(item, "reason")?.to_owned(),
            content: serde_json::from_slice(&plain).map_err(|_| SEALED)?,
        })
    }
}

fn associated_data(pk: &str, id: &str) -> String {
    format!("{pk} {id}")
}
