//! Making a packet.

use jiff::Timestamp;

use super::{BrokenPacket, Exchange, FORMAT, Packet, Summary, Timeline, Unheard};
use crate::aggregate::chain::Hash;
use crate::id::{OrganisationId, SubscriberId};
use crate::phone::PhoneNumber;

/// Whose packet it is, and when it is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    pub organisation: OrganisationId,
    /// Its full name.
    pub organisation_name: String,
    pub number: PhoneNumber,
    /// Under which id its consent is kept.
    pub subscriber: SubscriberId,
    /// When the packet is made. An entry that is younger, by the clock of whoever wrote it, makes the packet as young.
    pub made_at: Timestamp,
}

impl Packet {
    /// Makes the packet of a number from all that is stored of it.
    pub fn make(
        subject: Subject,
        ledger: Timeline,
        exchanges: Vec<Exchange>,
        unheard: Vec<Unheard>,
    ) -> Result<Self, BrokenPacket> {
        let mut packet = Self {
            format: FORMAT.to_owned(),
            organisation: subject.organisation,
            organisation_name: subject.organisation_name,
            number: subject.number,
            subscriber: subject.subscriber,
            made_at: subject.made_at,
            summary: Summary::default(),
            ledger,
            exchanges,
            unheard: Vec::new(),
            anchors: Vec::new(),
            digest: String::new(),
        };
        let times = packet.timelines().flat_map(Timeline::all);
        let last = times.filter_map(|entry| entry.at.parse().ok());
        let last = last.chain(unheard.iter().map(|text| text.received_at)).max();
        packet.made_at = last.map_or(packet.made_at, |last: Timestamp| last.max(packet.made_at));
        packet.unheard = packet.without_heard(unheard)?;
        packet.summary = packet.summarise()?;
        packet.digest = packet.digest_now().to_string();
        Ok(packet)
    }

    pub(super) fn summarise(&self) -> Result<Summary, BrokenPacket> {
        let ledger = self.ledger.read()?;
        let mut exchanges = Vec::with_capacity(self.exchanges.len());
        for exchange in &self.exchanges {
            let (entries, heads) = (exchange.timeline.read()?, exchange.timeline.heads()?);
            exchanges.push((&exchange.number, &exchange.thread, entries, heads));
        }
        let mut summary = Summary::of(
            (&self.organisation, &self.subscriber, &self.number),
            &ledger,
            &exchanges,
        );
        summary.unread = self.unread();
        Ok(summary)
    }

    /// The SHA-256 of the packet without its digest, as it is written.
    pub(super) fn digest_now(&self) -> Hash {
        let unsigned = Self {
            digest: String::new(),
            ..self.clone()
        };
        Hash::of_bytes(&serde_json::to_vec(&unsigned).unwrap_or_default())
    }
}
