//! The one way to read aggregates: what a use case names, at once.

use memberline_domain::MessageId;
use memberline_domain::aggregate::Aggregate as _;
use memberline_domain::thread::Thread;

use super::snapshot::Snapshot;
use super::stored::Stored;
use super::wanted::Wanted;
use crate::directory::tenant::Tenant;
use crate::error::StoreError;
use crate::item::{Item, json, number, s, text, within};
use crate::keys;
use crate::store::Store;

/// The attribute of the first item of a number's links to applications that says that there may be rows.
pub(crate) const MORE: &str = "more";

/// How often what was written while it was read is read again.
const READS: u32 = 3;

impl Store {
    /// All that is wanted, read consistently: one round of one `BatchGetItem` for each hundred heads and rows, with a query for a message
    /// beside it. A number on many applications takes one more read, and so does a message whose conversation is closed, for the row of
    /// that.
    pub async fn load(&self, wanted: Wanted<'_>) -> Result<Snapshot, StoreError> {
        for _ in 0..READS {
            let (mut items, message) = tokio::try_join!(
                Box::pin(self.batch(wanted.items.clone())),
                Box::pin(self.message_items(&wanted)),
            )?;
            if let Some(pk) = &wanted.linked
                && has_further_links(pk, &items)
            {
                let last = format!("{}~", keys::FURTHER_LINKS);
                items.extend(self.between(pk, keys::FURTHER_LINKS, &last).await?);
            }
            if let Some(row) = closed_row(&wanted, &items, &message)? {
                items.extend(self.batch(vec![row]).await?);
            }
            if let Some(id) = &wanted.message
                && !is_whole(&message, id.seq)?
            {
                continue;
            }
            return Ok(Snapshot {
                organisation: wanted.tenant.id().clone(),
                keys: self.keys_of(wanted.tenant, &items).await?,
                items,
                message,
            });
        }
        Err(StoreError::InconsistentRead)
    }

    /// One aggregate: one consistent read.
    pub async fn load_one<A: Stored>(
        &self,
        tenant: &Tenant,
        id: &A::Id,
    ) -> Result<Option<super::loaded::Loaded<A>>, StoreError> {
        let answer = self
            .dynamodb
            .get_item()
            .table_name(&self.tables.timeline)
            .key("pk", s(A::pk(tenant.id(), id)))
            .key("sk", s(keys::HEAD))
            .consistent_read(true)
            .send()
            .await
            .map_err(StoreError::dynamodb("GetItem"))?;
        let Some(head) = answer.item else {
            return Ok(None);
        };
        let keys = self.keys_of(tenant, [&head]).await?;
        keys.loaded(&head).map(Some)
    }

    /// The items of a message: its own entry, those about it and its head.
    async fn message_items(&self, wanted: &Wanted<'_>) -> Result<Vec<Item>, StoreError> {
        let Some(MessageId { thread, seq }) = &wanted.message else {
            return Ok(Vec::new());
        };
        let own = keys::entry(*seq, None);
        let pk = keys::thread(wanted.tenant.id(), thread);
        self.between(&pk, &own, &format!("{own}#~")).await
    }
}

/// Whether there may be rows beside the first item of links of this partition, if it was read.
fn has_further_links(pk: &str, items: &[Item]) -> bool {
    let here = |item: &&Item| text(item, "pk").is_ok_and(|of| of == pk);
    items.iter().filter(here).any(|item| item.contains_key(MORE))
}

/// Whether the head of a message counts its entries: if it does not, one of them was written between the reads of both, or is missing.
fn is_whole(items: &[Item], seq: u64) -> Result<bool, StoreError> {
    let (own, mut entries, mut about) = (keys::entry(seq, None), 0_u64, 0);
    let mut is_there = false;
    for item in items {
        let sk = text(item, "sk")?;
        if keys::head_of(sk) == Some(seq) {
            about = number(item, "seq")?;
        } else {
            entries += 1;
            is_there |= sk == own;
        }
    }
    Ok(!is_there || entries == about + 1)
}

/// The key of the row of the conversation that the message is of, if that is closed and was not read.
fn closed_row(
    wanted: &Wanted<'_>,
    items: &[Item],
    message: &[Item],
) -> Result<Option<(String, String)>, StoreError> {
    let (Some(own), Some(id)) = (message.first(), &wanted.message) else {
        return Ok(None);
    };
    let Some(ordinal) = within(own)? else {
        return Ok(None);
    };
    let pk = Thread::pk(wanted.tenant.id(), &id.thread);
    let row = keys::archive(ordinal);
    let mut thread = None;
    for item in items {
        if text(item, "pk")? != pk {
            continue;
        }
        match text(item, "sk")? {
            sk if sk == row => return Ok(None),
            keys::HEAD => thread = Some(json::<Thread>(item, "state")?),
            _ => {}
        }
    }
    let is_closed = thread.is_some_and(|thread| thread.open_part() != Some(ordinal));
    Ok(is_closed.then_some((pk, row)))
}
