//! Texts that are not settled in their time.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;
use memberline_domain::thread::{DeliveryStatus, Message};
use memberline_domain::{MessageId, MessageRef};

use crate::directory::tenant::Tenant;
use crate::error::StoreError;
use crate::item::{json, s, text};
use crate::keys;
use crate::pager::Range;
use crate::store::Store;

/// How many items before a text are looked at for an earlier one that waits: some ten messages.
const LOOKED_AT: u16 = 50;

/// Texts that are past their time, the longest due first, and where the rest begins.
#[derive(Debug, Default)]
pub struct Overdue {
    pub texts: Vec<MessageRef>,
    /// Where the next page begins, if there may be one.
    pub next: Option<HashMap<String, AttributeValue>>,
}

impl Store {
    /// A page of the texts in one part of the index that are past their time at `now`: one query, however many texts there are.
    pub async fn overdue(
        &self,
        shard: u8,
        now: Timestamp,
        limit: u16,
        after: Option<HashMap<String, AttributeValue>>,
    ) -> Result<Overdue, StoreError> {
        let [index, pk, sk] = keys::UNSETTLED;
        let query = self
            .dynamodb
            .query()
            .table_name(&self.tables.timeline)
            .index_name(index)
            .key_condition_expression(format!("{pk} = :shard and {sk} <= :now"))
            .expression_attribute_values(":shard", s(keys::unsettled_shard(shard)))
            .expression_attribute_values(":now", s(keys::due(now)))
            .limit(i32::from(limit))
            .set_exclusive_start_key(after);
        let answer = query.send().await.map_err(StoreError::dynamodb("Query"))?;
        let mut overdue = Overdue {
            texts: Vec::new(),
            next: answer.last_evaluated_key,
        };
        for item in answer.items.unwrap_or_default() {
            overdue
                .texts
                .extend(keys::message_at(text(&item, "pk")?, text(&item, "sk")?));
        }
        Ok(overdue)
    }

    /// Whether a text waits for an earlier one of its thread, which goes out first: one query. One that is not looked after any more
    /// holds back none.
    pub async fn waits_behind(&self, tenant: &Tenant, message: &MessageId) -> Result<bool, StoreError> {
        let (pk, own) = (
            keys::thread(tenant.id(), &message.thread),
            keys::entry(message.seq, None),
        );
        let before = Range::of(&self.tables.timeline, &pk, (keys::ENTRIES, &own));
        for item in self.page(&before, LOOKED_AT, None).await?.items {
            if keys::head_of(text(&item, "sk")?).is_none() {
                continue;
            }
            let head: Message = json(&item, "state")?;
            let waits = head
                .dispatch
                .as_ref()
                .is_some_and(|d| d.status < DeliveryStatus::Sending);
            if waits && head.due().is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
