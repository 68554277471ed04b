//! Whether a packet holds: everything that can be seen of it without any access.

use std::collections::BTreeSet;

use serde_json::Value;

use super::entry::ChainedEntry;
use super::timeline::Timeline;
use super::{BrokenPacket, Checked, EntryFault, FORMAT, Packet, Unread};
use crate::aggregate::chain::{self, SEALED_OVERHEAD};
use crate::aggregate::partition;
use crate::aggregate::{EntryKind, Event};
use crate::consent::{Subscriber, SubscriberEvent};
use crate::phone::PhoneNumber;
use crate::thread::{Thread, ThreadEvent};

/// The bytes of a sealed part that name the key and the nonce.
const KEY_AND_NONCE: std::ops::Range<usize> = 1..17;

impl Packet {
    /// Checks all of it. Names the first thing that does not hold.
    pub fn check(&self) -> Result<Checked, BrokenPacket> {
        if self.format != FORMAT {
            return Err(BrokenPacket::Format);
        }
        self.check_whose()?;
        let mut checked = Checked::default();
        let mut nonces = BTreeSet::new();
        for timeline in self.timelines() {
            checked.entries += timeline.check()?;
            checked.timelines += 1;
            checked.shredded += self.check_entries(timeline, &mut nonces)?;
        }
        check_kinds::<SubscriberEvent>(&self.ledger)?;
        for exchange in &self.exchanges {
            check_kinds::<ThreadEvent>(&exchange.timeline)?;
        }
        self.check_agreement()?;
        self.check_unheard()?;
        self.check_state()?;
        let summary = self.summarise()?;
        checked.unknown = summary.unread.len();
        if summary != self.summary {
            return Err(BrokenPacket::Summary);
        }
        if self.digest_now().to_string() != self.digest {
            return Err(BrokenPacket::Digest);
        }
        Ok(checked)
    }

    pub(super) fn timelines(&self) -> impl Iterator<Item = &Timeline> {
        std::iter::once(&self.ledger).chain(self.exchanges.iter().map(|exchange| &exchange.timeline))
    }

    /// Whether each timeline is one of this organisation and number.
    fn check_whose(&self) -> Result<(), BrokenPacket> {
        let foreign = |pk: &str| BrokenPacket::Foreign { pk: pk.to_owned() };
        if self.ledger.pk != partition::subscriber(&self.organisation, &self.subscriber) {
            return Err(foreign(&self.ledger.pk));
        }
        let mut before: Option<&PhoneNumber> = None;
        for exchange in &self.exchanges {
            let timeline = &exchange.timeline;
            let is_ours = timeline.pk == partition::thread(&self.organisation, &exchange.thread)
                && exchange.thread.subscriber() == self.subscriber;
            if !is_ours || timeline.is_empty() || !self.is_between(exchange) {
                return Err(foreign(&timeline.pk));
            }
            if before.is_some_and(|number| *number >= exchange.number) || exchange.number == self.number {
                return Err(BrokenPacket::Exchanges {
                    number: exchange.number.clone(),
                });
            }
            before = Some(&exchange.number);
        }
        Ok(())
    }

    /// Whether the head of an exchange names the two numbers that it is said to be between.
    fn is_between(&self, exchange: &super::Exchange) -> bool {
        let state = exchange.timeline.state.as_deref().unwrap_or_default();
        serde_json::from_str(state).is_ok_and(|head: Thread| {
            head.organisation == self.organisation
                && head.id == exchange.thread
                && head.ours == exchange.number
                && head.theirs == self.number
        })
    }

    /// Checks the entries of a timeline one by one; how many of them cannot be opened any more.
    fn check_entries(
        &self,
        timeline: &Timeline,
        nonces: &mut BTreeSet<Vec<u8>>,
    ) -> Result<usize, BrokenPacket> {
        let is_ledger = timeline.pk == self.ledger.pk;
        let mut shredded = 0;
        for (entry, sealed) in timeline.all().zip(timeline.sealed(timeline.all())?) {
            let fault = |fault| timeline.fault(entry.seq, fault);
            let at: jiff::Timestamp = entry.at.parse().map_err(|_| fault(EntryFault::Time))?;
            if at.to_string() != entry.at {
                return Err(fault(EntryFault::Time));
            }
            if at > self.made_at {
                return Err(fault(EntryFault::Future));
            }
            if !content_holds(entry, &sealed) {
                return Err(fault(EntryFault::Content));
            }
            if !sealed.is_empty() && !nonces.insert(sealed[KEY_AND_NONCE].to_vec()) {
                return Err(fault(EntryFault::Nonce));
            }
            if !self.owner_holds(entry, is_ledger) {
                return Err(fault(EntryFault::Owner));
            }
            shredded += usize::from(!sealed.is_empty() && entry.content.is_none());
        }
        Ok(shredded)
    }

    /// Whether the first entry of the ledger, and no other, commits to the packet's number.
    fn owner_holds(&self, entry: &ChainedEntry, is_ledger: bool) -> bool {
        match (&entry.owner, &entry.owner_salt) {
            (None, None) => !(is_ledger && entry.seq == 1),
            (Some(_), _) if !is_ledger || entry.seq != 1 => false,
            (Some(owner), Some(salt)) => *owner == chain::owner(salt, self.number.as_str()),
            // The key is gone, and with it the salt.
            (Some(_), None) => true,
            (None, Some(_)) => false,
        }
    }

    /// Whether the ledger's head says what its entries say. Entries of a kind that is not known may have changed it.
    fn check_state(&self) -> Result<(), BrokenPacket> {
        let entries = self.ledger.read::<SubscriberEvent>()?;
        let (Some(state), true) = (&self.ledger.state, entries.iter().all(|e| e.event.is_known())) else {
            return Ok(());
        };
        let new = Subscriber::new(
            self.organisation.clone(),
            self.subscriber.clone(),
            self.number.clone(),
        );
        let head: Subscriber = serde_json::from_str(state).map_err(|_| BrokenPacket::State)?;
        if head == new.replay(&entries) {
            Ok(())
        } else {
            Err(BrokenPacket::State)
        }
    }

    /// The entries that this release cannot read, wherever they are.
    pub(super) fn unread(&self) -> Vec<Unread> {
        let mut unread = Vec::new();
        let is_known = |timeline: &Timeline, kind: &str| {
            let kinds = if timeline.pk == self.ledger.pk {
                SubscriberEvent::KINDS
            } else {
                ThreadEvent::KINDS
            };
            EntryKind::parse(kind).is_some_and(|kind| kinds.contains(&kind))
        };
        for timeline in self.timelines() {
            for entry in timeline.all().filter(|e| !is_known(timeline, &e.kind)) {
                unread.push(Unread {
                    timeline: timeline.pk.clone(),
                    entry: entry.seq,
                    kind: entry.kind.clone(),
                });
            }
        }
        unread
    }
}

/// Whether what is shown as the content is what was sealed: by its length, and by its salted hash, which the chain covers.
fn content_holds(entry: &ChainedEntry, sealed: &[u8]) -> bool {
    if sealed.is_empty() {
        return entry.salted.is_none() && entry.content.is_none() && entry.salt.is_none();
    }
    let Some(salted) = entry.salted.filter(|_| sealed.len() >= SEALED_OVERHEAD) else {
        return false;
    };
    match (&entry.content, &entry.salt) {
        (Some(content), Some(salt)) => {
            sealed.len() == content.len() + SEALED_OVERHEAD
                && salted == chain::salted(salt, content.as_bytes())
        }
        // The key is gone.
        (None, None) => true,
        _ => false,
    }
}

/// Whether each entry stands under the sort key that its place and kind give it, and is of the kind that it says.
fn check_kinds<E: Event>(timeline: &Timeline) -> Result<(), BrokenPacket> {
    for (entry, read) in timeline.all().zip(timeline.read::<E>()?) {
        let named = serde_json::from_str::<Value>(&entry.meta)
            .ok()
            .and_then(|meta| Some(meta.get("kind")?.as_str()? == entry.kind));
        let in_place = entry.sk == partition::entry(entry.seq, read.event.about());
        if !in_place || named == Some(false) || read.event.kind() != entry.kind {
            return Err(timeline.fault(entry.seq, EntryFault::Misplaced));
        }
    }
    Ok(())
}
