//! All records of an organisation as administration reads them, and their histories.

use memberline_domain::OrganisationId;
use memberline_domain::directory::administration::{RecordKey, Records, Versioned};

use super::record_item::{kind_of, read, sort_key};
use crate::error::StoreError;
use crate::item::{number, text};
use crate::keys;
use crate::pager::{Page, Range};
use crate::store::Store;

impl Store {
    /// All records of an organisation with their versions, as they are now: two queries. Without any when there is no such organisation.
    pub async fn records(&self, organisation: &OrganisationId) -> Result<Records, StoreError> {
        let (directory, catalogue) = tokio::try_join!(
            Box::pin(self.partition_now(&self.tables.directory, keys::directory(organisation))),
            Box::pin(self.partition_now(&self.tables.directory, keys::catalogue(organisation))),
        )?;
        let mut revision = 0;
        let mut records = Vec::new();
        for item in directory.iter().chain(&catalogue) {
            let sk = text(item, "sk")?;
            if sk == keys::REVISION {
                revision = number(item, "rev")?;
            } else if let Some(kind) = kind_of(sk) {
                records.push(read(kind, item)?);
            }
        }
        Ok(Records::new(organisation.clone(), revision, records))
    }

    /// The versions of a record, the newest first: one query. `after` is where the page before ended.
    pub async fn record_history(
        &self,
        organisation: &OrganisationId,
        key: &RecordKey,
        (limit, after): (u16, Option<&str>),
    ) -> Result<Page<Versioned>, StoreError> {
        let pk = keys::record_history(organisation);
        let of = |version: u64| history_key(key, version);
        let (first, last) = (of(0), of(u64::MAX));
        let range = Range::of(&self.tables.directory, &pk, (&first, &last));
        let page = self.page(&range, limit, after).await?;
        let versions = page.items.iter().map(|item| read(key.kind, item));
        Ok(Page {
            items: versions.collect::<Result<_, _>>()?,
            next: page.next,
        })
    }
}

/// The sort key of a version of a record in its history.
pub(super) fn history_key(key: &RecordKey, version: u64) -> String {
    format!("{}#{version:020}", sort_key(key))
}
