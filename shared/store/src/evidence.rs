//! All that is stored of one number, as an evidence packet.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use memberline_domain::PhoneNumber;
use memberline_domain::chain::{self, StoredLink};
use memberline_domain::evidence::{BrokenPacket, ChainedEntry, Exchange, Packet, Subject, Timeline};

use crate::Store;
use crate::directory::Tenant;
use crate::error::StoreError;
use crate::item::{Item, chain_end, link, open_bytes, s, text};
use crate::keys;
use crate::seal::DataKey;

/// How often a timeline that was written to while it was read is read again.
const READS: u32 = 4;

/// Why there is no packet.
#[derive(Debug, thiserror::Error)]
pub enum NoEvidence {
    /// Nothing is stored of the number.
    #[error("nothing is stored of the number")]
    Nothing,
    /// What is stored is broken: not even evidence of that is made silently.
    #[error(transparent)]
    Broken(#[from] BrokenPacket),
    /// It could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Store {
    /// The evidence packet of an outside number: its consent ledger, and its threads with all of our numbers, those among them
    /// that only the ledger still knows.
    pub async fn evidence(
        &self,
        tenant: &Tenant,
        theirs: &PhoneNumber,
        now: Timestamp,
    ) -> Result<Packet, NoEvidence> {
        let subscriber = tenant.subscriber_id(theirs);
        let ledger =
            Box::pin(self.chained(tenant, theirs, keys::subscriber(tenant.id(), &subscriber))).await?;
        let mut ours: BTreeSet<PhoneNumber> = tenant
            .directory
            .numbers
            .iter()
            .map(|n| n.number.clone())
            .collect();
        ours.extend(numbers_in(&ledger));
        ours.remove(theirs);
        let mut exchanges = Vec::new();
        for number in ours {
            let thread = tenant.thread_id(&number, theirs);
            let timeline = Box::pin(self.chained(tenant, theirs, keys::thread(tenant.id(), &thread))).await?;
            if timeline.seq > 0 {
                exchanges.push(Exchange {
                    number,
                    thread,
                    timeline,
                });
            }
        }
        if ledger.seq == 0 && exchanges.is_empty() {
            return Err(NoEvidence::Nothing);
        }
        let subject = Subject {
            organisation: tenant.id().clone(),
            organisation_name: tenant.organisation().name.clone(),
            number: theirs.clone(),
            subscriber,
            made_at: now,
        };
        Ok(Packet::make(subject, ledger, exchanges)?)
    }

    /// A timeline, whole, with its sealed parts opened.
    async fn chained(
        &self,
        tenant: &Tenant,
        theirs: &PhoneNumber,
        pk: String,
    ) -> Result<Timeline, NoEvidence> {
        let mut reads = 0;
        loop {
            let items = self.entries_and_head(&pk).await?;
            let timeline = self.assemble((tenant, theirs), pk.clone(), &items).await?;
            reads += 1;
            match timeline.check() {
                Ok(_) => return Ok(timeline),
                // What was written while it was read looks torn.
                Err(_) if reads < READS => {}
                Err(broken) => return Err(broken.into()),
            }
        }
    }

    async fn entries_and_head(&self, pk: &str) -> Result<Vec<Item>, StoreError> {
        let (mut items, mut after) = (Vec::new(), None);
        loop {
            let answer = self
                .dynamodb
                .query()
                .table_name(&self.tables.timeline)
                .key_condition_expression("pk = :pk and sk between :first and :last")
                .expression_attribute_values(":pk", s(pk))
                .expression_attribute_values(":first", s(keys::ENTRIES))
                .expression_attribute_values(":last", s(keys::HEAD))
                .consistent_read(true)
                .set_exclusive_start_key(after)
                .send()
                .await
                .map_err(StoreError::dynamodb("Query"))?;
            items.extend(answer.items.unwrap_or_default());
            after = answer.last_evaluated_key;
            if after.is_none() {
                return Ok(items);
            }
        }
    }

    async fn assemble(
        &self,
        (tenant, theirs): (&Tenant, &PhoneNumber),
        pk: String,
        items: &[Item],
    ) -> Result<Timeline, StoreError> {
        let mut timeline = Timeline::empty(pk);
        let is_head = |item: &&Item| text(item, "sk").is_ok_and(|sk| sk == keys::HEAD);
        let mut key = None;
        if let Some(head) = items.iter().find(is_head) {
            (timeline.seq, timeline.hash) = chain_end(head)?;
            timeline.state = Some(text(head, "state")?.to_owned());
            key = self.row_key(tenant, head).await?;
        }
        for item in items.iter().filter(|item| !is_head(item)) {
            timeline.entries.push(chained_entry(item, key.as_ref(), theirs)?);
        }
        timeline.entries.sort_by_key(|entry| entry.seq);
        Ok(timeline)
    }
}

fn chained_entry(
    item: &Item,
    key: Option<&DataKey>,
    number: &PhoneNumber,
) -> Result<ChainedEntry, StoreError> {
    let StoredLink { link, prev, hash } = link(item)?;
    let opened = open_bytes(item, key)?;
    let salt = match key.filter(|_| opened.is_some()) {
        Some(key) => Some(key.content_salt(link.pk, link.sk)?),
        None => None,
    };
    // A key that came after one that was destroyed gives another salt, which would show nothing.
    let owner_salt = match (key, link.owner) {
        (Some(key), Some(owner)) => Some(key.owner_salt(link.pk, link.sk)?)
            .filter(|salt| chain::owner(salt, number.as_str()) == owner),
        _ => None,
    };
    let content = opened.map(|plain| String::from_utf8(plain.to_vec())).transpose();
    Ok(ChainedEntry {
        sk: link.sk.to_owned(),
        seq: link.seq,
        at: link.at.to_owned(),
        kind: link.kind.to_owned(),
        meta: link.meta.to_owned(),
        sealed: STANDARD.encode(link.sealed),
        salted: link.salted,
        owner: link.owner,
        prev,
        hash,
        content: content.map_err(|_| StoreError::Malformed("sealed"))?,
        salt,
        owner_salt,
    })
}

/// The telephone numbers that the entries of a ledger name: of ours, some may be in the directory no more.
fn numbers_in(ledger: &Timeline) -> BTreeSet<PhoneNumber> {
    fn collect(value: &serde_json::Value, numbers: &mut BTreeSet<PhoneNumber>) {
        match value {
            serde_json::Value::Object(fields) => {
                for (name, value) in fields {
                    if name == "number" {
                        numbers.extend(value.as_str().and_then(|text| PhoneNumber::parse(text).ok()));
                    }
                    collect(value, numbers);
                }
            }
            serde_json::Value::Array(items) => items.iter().for_each(|item| collect(item, numbers)),
            _ => {}
        }
    }
    let mut numbers = BTreeSet::new();
    for entry in &ledger.entries {
        if let Ok(meta) = serde_json::from_str(&entry.meta) {
            collect(&meta, &mut numbers);
        }
    }
    numbers
}
