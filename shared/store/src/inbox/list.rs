//! The lists of an inbox: a page is one query, whatever the size of the organisation.

use memberline_domain::aggregate::Aggregate as _;
use memberline_domain::thread::{ClosedConversation, Thread};

use crate::directory::tenant::Tenant;
use crate::error::StoreError;
use crate::item::{json, open, read_archive, text};
use crate::keys::{self, List};
use crate::pager::{Page, Range};
use crate::store::Store;

/// A row of an inbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    /// An open conversation, in its thread's head.
    Open(Thread),
    Closed(ClosedConversation),
}

impl Store {
    /// A page of a list, newest first (the longest waiting first in [`List::Waiting`]), with the place of each row: one query.
    /// `after` is where the page before ended.
    pub async fn list(
        &self,
        tenant: &Tenant,
        list: List,
        pk: &str,
        (limit, after): (u16, Option<&str>),
    ) -> Result<Page<(String, Row)>, StoreError> {
        let range = Range::list(&self.tables.timeline, list, pk);
        let Page { items, next } = self.page(&range, limit, after).await?;
        let keys = self.keys_of(tenant, &items).await?;
        let mut rows = Vec::new();
        for item in items {
            let key = keys.row_key(&item)?;
            let row = if text(&item, "sk")? == keys::HEAD {
                let mut thread: Thread = json(&item, "state")?;
                thread.set_secret(open(&item, key.as_ref())?.unwrap_or_default());
                Row::Open(thread)
            } else {
                Row::Closed(read_archive(&item, key.as_ref())?)
            };
            rows.push((text(&item, list.sk())?.to_owned(), row));
        }
        Ok(Page { items: rows, next })
    }
}
