//! All that is stored of one number, as an evidence packet.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use memberline_domain::PhoneNumber;
use memberline_domain::aggregate::chain::{self, Hash, StoredLink};
use memberline_domain::evidence::{Beside, BrokenPacket, ChainedEntry, Exchange, Packet, Subject, Timeline};

use crate::directory::tenant::Tenant;
use crate::error::StoreError;
use crate::item::{Item, chain_end, link, open_bytes, text, within};
use crate::keys;
use crate::seal::keyring::Keyring;
use crate::store::Store;

/// How often a timeline that was written to while it was read is read again.
const READS: u32 = 4;

/// How often all is read again, as it was written to in between.
const SNAPSHOTS: u32 = 8;

/// Why there is no packet.
#[derive(Debug, thiserror::Error)]
pub enum NoEvidence {
    /// It was written to all the time that it was read.
    #[error("the number is being written to: try again in a moment")]
    Busy,
    /// What is stored is broken: not even evidence of that is made silently.
    #[error(transparent)]
    Broken(#[from] BrokenPacket),
    /// It could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Ledger and threads of a number, as they were at one time.
struct Snapshot {
    ledger: Timeline,
    exchanges: Vec<Exchange>,
    /// The partitions that were read and hold nothing.
    empty: Vec<String>,
}

impl Store {
    /// The evidence packet of an outside number: its consent ledger, and its threads with all of our numbers, those among them
    /// that only the ledger still knows. Of a number that nothing is stored of, it says so. All of it is of one time, between two moments at which nothing of it was written.
    pub async fn evidence(
        &self,
        tenant: &Tenant,
        theirs: &PhoneNumber,
        now: Timestamp,
    ) -> Result<Packet, NoEvidence> {
        let mut snapshots = 0;
        let snapshot = loop {
            let snapshot = Box::pin(self.snapshot(tenant, theirs)).await?;
            if self.stands(&snapshot).await? {
                break snapshot;
            }
            snapshots += 1;
            if snapshots == SNAPSHOTS {
                return Err(NoEvidence::Busy);
            }
        };
        let unheard = self.unheard(tenant, theirs, now).await?;
        let subject = Subject {
            organisation: tenant.id().clone(),
            organisation_name: tenant.organisation().name.clone(),
            number: theirs.clone(),
            subscriber: tenant.subscriber_id(theirs),
            made_at: now,
        };
        let packet = Packet::make(subject, snapshot.ledger, snapshot.exchanges, unheard)?;
        packet.check()?;
        Ok(packet)
    }

    async fn snapshot(&self, tenant: &Tenant, theirs: &PhoneNumber) -> Result<Snapshot, NoEvidence> {
        let pk = keys::subscriber(tenant.id(), &tenant.subscriber_id(theirs));
        let ledger = Box::pin(self.chained(tenant, theirs, pk)).await?;
        let mut ours: BTreeSet<PhoneNumber> = tenant
            .directory
            .numbers
            .iter()
            .map(|n| n.number.clone())
            .collect();
        ours.extend(ledger.numbers());
        ours.remove(theirs);
        let (mut exchanges, mut empty) = (Vec::new(), Vec::new());
        if ledger.is_empty() {
            empty.push(ledger.pk.clone());
        }
        for number in ours {
            let thread = tenant.thread_id(&number, theirs);
            let pk = keys::thread(tenant.id(), &thread);
            let timeline = Box::pin(self.chained(tenant, theirs, pk)).await?;
            if timeline.is_empty() {
                empty.push(timeline.pk);
            } else {
                exchanges.push(Exchange {
                    number,
                    thread,
                    timeline,
                });
            }
        }
        Ok(Snapshot {
            ledger,
            exchanges,
            empty,
        })
    }

    /// Whether every head is still as it was read: then nothing was said or consented to since the first of them was, as that changes
    /// one. What became of a message changes the chain beside it, which was read with its thread.
    async fn stands(&self, snapshot: &Snapshot) -> Result<bool, StoreError> {
        let read = snapshot.exchanges.iter().map(|exchange| &exchange.timeline);
        let read = read.chain((!snapshot.ledger.is_empty()).then_some(&snapshot.ledger));
        let mut expected: HashMap<&str, (u64, Hash)> = HashMap::new();
        for timeline in read {
            expected.insert(&timeline.pk, (timeline.seq, timeline.hash));
        }
        let mut pks: Vec<&str> = expected.keys().copied().collect();
        pks.extend(snapshot.empty.iter().map(String::as_str));
        let heads = pks.iter().map(|pk| ((*pk).to_owned(), keys::HEAD.to_owned()));
        for head in self.batch(heads.collect()).await? {
            if expected.remove(text(&head, "pk")?) != Some(chain_end(&head)?) {
                return Ok(false);
            }
        }
        // What is left has no head any more.
        Ok(expected.is_empty())
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
            let items = self.between(&pk, keys::ARCHIVES, keys::HEAD).await?;
            let timeline = self.assemble((tenant, theirs), pk.clone(), &items).await?;
            reads += 1;
            match timeline.check() {
                Ok(_) => return Ok(timeline),
                // What was written while it was read does not fit together.
                Err(_) if reads < READS => {}
                Err(broken) => return Err(broken.into()),
            }
        }
    }

    async fn assemble(
        &self,
        (tenant, theirs): (&Tenant, &PhoneNumber),
        pk: String,
        items: &[Item],
    ) -> Result<Timeline, StoreError> {
        let of = |item: &Item, wanted: fn(&str) -> bool| text(item, "sk").is_ok_and(wanted);
        let unwrapped = self.keys_of(tenant, items).await?;
        let mut keys = match items.iter().find(|item| of(item, |sk| sk == keys::HEAD)) {
            Some(head) => unwrapped.stored_keys(head)?,
            None => Keyring::default(),
        };
        let rows = items
            .iter()
            .filter(|item| of(item, |sk| keys::archived(sk).is_some()));
        unwrapped.add_rows(&mut keys, rows)?;
        chained(pk, items, &keys, Some(theirs))
    }
}

/// The timeline of a partition, of which these are the items in the order of their keys, its sealed parts closed: enough to check
/// its chains. Items that are in no chain are passed over.
pub fn timeline_of(pk: &str, items: &[Item]) -> Result<Timeline, StoreError> {
    chained(pk.to_owned(), items, &Keyring::default(), None)
}

fn chained(
    pk: String,
    items: &[Item],
    keys: &Keyring,
    theirs: Option<&PhoneNumber>,
) -> Result<Timeline, StoreError> {
    let mut timeline = Timeline::empty(pk);
    let mut beside = BTreeMap::<u64, Vec<ChainedEntry>>::new();
    for item in items {
        let sk = text(item, "sk")?;
        if sk == keys::HEAD {
            (timeline.seq, timeline.hash) = chain_end(item)?;
            timeline.state = Some(text(item, "state")?.to_owned());
        } else if let Some(message) = keys::head_of(sk) {
            let (seq, hash) = chain_end(item)?;
            timeline.messages.push(Beside {
                message,
                seq,
                hash,
                state: text(item, "state")?.to_owned(),
                entries: Vec::new(),
            });
        } else if let Some(message) = keys::about(sk) {
            let entry = chained_entry(item, keys, theirs)?;
            beside.entry(message).or_default().push(entry);
        } else if sk.starts_with(keys::ENTRIES) {
            timeline.entries.push(chained_entry(item, keys, theirs)?);
        }
    }
    for message in &mut timeline.messages {
        message.entries = beside.remove(&message.message).unwrap_or_default();
    }
    // Entries beside a message that has no head are in no chain: among the timeline's own they break it.
    timeline.entries.extend(beside.into_values().flatten());
    Ok(timeline)
}

fn chained_entry(
    item: &Item,
    keys: &Keyring,
    number: Option<&PhoneNumber>,
) -> Result<ChainedEntry, StoreError> {
    let key = keys.get(within(item)?);
    let StoredLink { link, prev, hash } = link(item)?;
    let opened = open_bytes(item, key)?;
    let salt = match key.filter(|_| opened.is_some()) {
        Some(key) => Some(key.content_salt(link.pk, link.sk)?),
        None => None,
    };
    // A key that came after one that was destroyed gives another salt, which would show nothing.
    let owner_salt = match (keys.get(None), link.owner, number) {
        (Some(key), Some(owner), Some(number)) => Some(key.owner_salt(link.pk, link.sk)?)
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
