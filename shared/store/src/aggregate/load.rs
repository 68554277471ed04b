//! The one way to read aggregates: what a use case names, at once.

use memberline_domain::MessageId;
use memberline_domain::aggregate::Aggregate as _;
use memberline_domain::thread::Thread;

use super::snapshot::Snapshot;
use super::stored::Stored;
use super::wanted::Wanted;
use crate::directory::tenant::Tenant;
use crate::error::StoreError;
use crate::inbox::message::StoredMessage;
use crate::item::{Item, json, s, text, within};
use crate::keys;
use crate::store::Store;

/// How often what was written while it was read is read again.
const READS: u32 = 3;

impl Store {
    /// All that is wanted, read consistently: one round of one `BatchGetItem` for each hundred heads and rows, with a query for the links
    /// of a number and one for a message beside it. A message whose conversation is closed takes one more read, for the row of that.
    pub async fn load(&self, wanted: Wanted<'_>) -> Result<Snapshot, StoreError> {
        for _ in 0..READS {
            let (mut items, linked, message) = tokio::try_join!(
                Box::pin(self.items(&wanted)),
                Box::pin(self.linked(&wanted)),
                Box::pin(self.message_items(&wanted)),
            )?;
            items.extend(linked);
            if let Some(row) = closed_row(&wanted, &items, &message)? {
                items.extend(self.batch(vec![row]).await?);
            }
            if let Some(id) = &wanted.message
                && !StoredMessage::is_whole(&message, id.seq)?
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
        let Some(head) = self.one(A::pk(tenant.id(), id), keys::HEAD).await? else {
            return Ok(None);
        };
        let keys = self.keys_of(tenant, [&head]).await?;
        keys.loaded(&head).map(Some)
    }

    async fn one(&self, pk: String, sk: &str) -> Result<Option<Item>, StoreError> {
        let answer = self
            .dynamodb
            .get_item()
            .table_name(&self.tables.timeline)
            .key("pk", s(pk))
            .key("sk", s(sk))
            .consistent_read(true)
            .send()
            .await
            .map_err(StoreError::dynamodb("GetItem"))?;
        Ok(answer.item)
    }

    /// Heads and rows, but for the head that comes with the links beside it.
    async fn items(&self, wanted: &Wanted<'_>) -> Result<Vec<Item>, StoreError> {
        let mut keys = wanted.items.clone();
        keys.retain(|(pk, sk)| wanted.linked.as_ref() != Some(pk) || sk != keys::HEAD);
        match keys.as_slice() {
            [] => Ok(Vec::new()),
            // What is read beside a query costs less alone.
            [(pk, sk)] if wanted.linked.is_some() => {
                Ok(self.one(pk.clone(), sk).await?.into_iter().collect())
            }
            _ => self.batch(keys).await,
        }
    }

    /// The head of a subscriber and the links beside it. `HEAD` and the links come right after the ledger's entries, so one range has
    /// both and nothing else. A number on more applications than one page holds is read on.
    async fn linked(&self, wanted: &Wanted<'_>) -> Result<Vec<Item>, StoreError> {
        let Some(pk) = &wanted.linked else {
            return Ok(Vec::new());
        };
        self.between(pk, keys::HEAD, &format!("{}~", keys::LINKS)).await
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
