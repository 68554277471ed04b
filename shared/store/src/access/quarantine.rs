//! What could not be verified: kept sealed, bounded in size, rate and age, and replayable.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::access::count::Count;
use crate::access::record::Record;
use crate::directory::tenant::Tenant;
use crate::error::StoreError;
use crate::item::{Item, s, text};
use crate::keys;
use crate::pager::{Page, Range};
use crate::seal;
use crate::store::Store;

pub use crate::standing::Standing;

/// Why a webhook is not trusted, and how much speaks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Distrust<'a> {
    /// The stable code of the reason.
    pub reason: &'a str,
    /// The same in words, with what can be done, for an administrator. Nothing of what the webhook says.
    pub detail: &'a str,
    /// How much speaks for it nevertheless.
    pub standing: Standing,
}

/// How long a webhook is kept.
pub const KEPT_FOR: SignedDuration = SignedDuration::from_hours(14 * 24);

/// A webhook as it came in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Webhook {
    /// The carrier whose path it came to.
    #[serde(rename = "carrier")]
    pub carrier: String,
    /// The path and query it came to.
    #[serde(rename = "path")]
    pub path: String,
    /// The headers that matter to verification, names in lower case.
    #[serde(rename = "headers")]
    pub headers: Vec<(String, String)>,
    /// The body, in base 64.
    #[serde(rename = "body")]
    pub body: String,
}

/// A webhook in quarantine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quarantined {
    /// Its id within the organisation: its standing, when it came, and random characters.
    pub id: String,
    /// How much speaks for it.
    pub standing: Standing,
    /// When it came.
    pub received_at: Timestamp,
    /// The stable code of why it was not trusted.
    pub reason: String,
    /// The same in words; `None` where it was kept without.
    pub detail: Option<String>,
    /// What came.
    pub webhook: Webhook,
}

impl Store {
    /// Puts a webhook into quarantine. `None` when this minute's share of its standing is used up.
    pub async fn quarantine(
        &self,
        tenant: &Tenant,
        webhook: &Webhook,
        Distrust {
            reason,
            detail,
            standing,
        }: Distrust<'_>,
        now: Timestamp,
    ) -> Result<Option<String>, StoreError> {
        let minute = now.as_second() / 60;
        let count = Count {
            pk: keys::quarantine_count(tenant.id(), standing, minute),
            most: standing.most_a_minute(),
            expires: now + SignedDuration::from_hours(1),
        };
        if !self.count_up(count).await? {
            return Ok(None);
        }
        let random: [u8; 8] = seal::random()?;
        let id = keys::quarantined_webhook(standing, now, u64::from_be_bytes(random));
        let record = Record {
            id: id.clone(),
            received_at: now,
            reason: reason.to_owned(),
            content: webhook,
        };
        let open = [("detail", detail), ("standing", standing.as_str())];
        let pk = keys::quarantine(tenant.id());
        self.keep_record(tenant, &pk, record, (now + KEPT_FOR, &open))
            .await?;
        Ok(Some(id))
    }

    /// A page of the quarantine, or of what has one standing, at most `limit`: what the carrier signed, then what is plausible,
    /// then noise, each newest first. `after` is where the page before ended.
    pub async fn quarantined(
        &self,
        tenant: &Tenant,
        standing: Option<Standing>,
        (limit, after): (u16, Option<&str>),
    ) -> Result<Page<Quarantined>, StoreError> {
        let pk = keys::quarantine(tenant.id());
        let range = Range::of(&self.tables.access, &pk, keys::quarantined(standing));
        let Page { items, next } = self.page(&range, limit, after).await?;
        let mut found = Vec::with_capacity(items.len());
        for item in items {
            found.push(self.read_quarantined(tenant, &item).await?);
        }
        Ok(Page { items: found, next })
    }

    /// One webhook in quarantine.
    pub async fn one_quarantined(
        &self,
        tenant: &Tenant,
        id: &str,
    ) -> Result<Option<Quarantined>, StoreError> {
        let answer = self
            .dynamodb
            .get_item()
            .table_name(&self.tables.access)
            .key("pk", s(keys::quarantine(tenant.id())))
            .key("sk", s(id))
            .send()
            .await
            .map_err(StoreError::dynamodb("GetItem"))?;
        match answer.item {
            Some(item) => self.read_quarantined(tenant, &item).await.map(Some),
            None => Ok(None),
        }
    }

    /// Takes a webhook out of quarantine, once it was replayed.
    pub async fn release(&self, tenant: &Tenant, id: &str) -> Result<(), StoreError> {
        let delete = self.dynamodb.delete_item().table_name(&self.tables.access);
        let delete = delete
            .key("pk", s(keys::quarantine(tenant.id())))
            .key("sk", s(id));
        delete.send().await.map_err(StoreError::dynamodb("DeleteItem"))?;
        Ok(())
    }

    async fn read_quarantined(&self, tenant: &Tenant, item: &Item) -> Result<Quarantined, StoreError> {
        let Record {
            id,
            received_at,
            reason,
            content: webhook,
        } = self.read_record(tenant, item).await?;
        Ok(Quarantined {
            id,
            standing: standing(text(item, "standing")?)?,
            received_at,
            reason,
            detail: text(item, "detail").ok().map(str::to_owned),
            webhook,
        })
    }
}

fn standing(name: &str) -> Result<Standing, StoreError> {
    let mut all = Standing::ALL.into_iter();
    all.find(|standing| standing.as_str() == name)
        .ok_or(StoreError::Malformed("standing"))
}
