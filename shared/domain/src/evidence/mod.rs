//! The evidence packet of one telephone number: all that was asked, said and sent, with the hash chains that it stands in,
//! so that it can be checked without any access to the tables.
//!
//! Each timeline's chain covers what is stored: sealed parts as ciphertext and, by a salted hash, as plaintext. The packet shows the
//! salts, so that the opened texts are bound to the chain; it never shows a key. What a check shows, and what it does not, is in
//! docs/evidence.md.

mod agree;
mod beside;
mod check;
mod check_messages;
mod entry;
mod findings;
mod summary;
mod timeline;
mod unheard;
mod written;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::aggregate::chain::{BrokenChain, Hash};
use crate::id::{OrganisationId, SubscriberId, ThreadId};
use crate::phone::PhoneNumber;

pub use beside::Beside;
pub use entry::ChainedEntry;
pub use findings::Findings;
pub use summary::{Confirmation, ConsentNow, Message, PREVAILS, Stop, Summary, Unread};
pub use timeline::Timeline;
pub use unheard::Unheard;

/// What a packet is, and which version of it.
pub const FORMAT: &str = "memberline.evidence.v2";

/// What was said between the number and one of ours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exchange {
    /// Our number.
    pub number: PhoneNumber,
    /// The thread.
    pub thread: ThreadId,
    /// Its entries.
    pub timeline: Timeline,
}

/// A proof that the head of a timeline was known outside at some time. This version knows of none, and takes no packet that has one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Anchor {}

/// The evidence packet of one number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Packet {
    /// [`FORMAT`].
    pub format: String,
    /// The organisation.
    pub organisation: OrganisationId,
    /// Its full name.
    pub organisation_name: String,
    /// The number.
    pub number: PhoneNumber,
    /// Under which id its consent is kept.
    pub subscriber: SubscriberId,
    /// When the packet was made.
    pub made_at: Timestamp,
    /// What the entries say, for people.
    pub summary: Summary,
    /// The consent ledger.
    pub ledger: Timeline,
    /// What was said, by our number, in the order of our numbers.
    pub exchanges: Vec<Exchange>,
    /// Texts in quarantine that claim to come from the number, in the order in which they came.
    pub unheard: Vec<Unheard>,
    /// Proofs of when the timelines were known outside.
    pub anchors: Vec<Anchor>,
    /// SHA-256 over the packet with this empty, as compact JSON, in hexadecimal.
    pub digest: String,
}

/// Whose packet it is, and when it is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// The organisation.
    pub organisation: OrganisationId,
    /// Its full name.
    pub organisation_name: String,
    /// The number.
    pub number: PhoneNumber,
    /// Under which id its consent is kept.
    pub subscriber: SubscriberId,
    /// When the packet is made. An entry that is younger, by the clock of whoever wrote it, makes the packet as young.
    pub made_at: Timestamp,
}

/// What is wrong with a packet.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BrokenPacket {
    /// It is no packet of this version.
    #[error("this is no evidence packet of the form {FORMAT}")]
    Format,
    /// It is not written as a packet is.
    #[error("the packet is not written as one is: something in it is double, unknown or out of its place")]
    Written,
    /// A timeline's chain is broken.
    #[error("{pk}: {link}")]
    Chain {
        /// The timeline.
        pk: String,
        /// Where and how.
        link: BrokenChain,
    },
    /// Something about a message does not hold.
    #[error("{pk}: message {message}: {fault}")]
    Message {
        /// The timeline.
        pk: String,
        /// The message.
        message: u64,
        /// What does not hold.
        fault: MessageFault,
    },
    /// Something about an entry of a timeline does not hold.
    #[error("{pk}: entry {seq} {fault}")]
    Entry {
        /// The timeline.
        pk: String,
        /// The entry.
        seq: u64,
        /// What does not hold.
        fault: EntryFault,
    },
    /// A timeline is not the one that the packet is about.
    #[error("{pk} is not a timeline of this organisation and number")]
    Foreign {
        /// The timeline.
        pk: String,
    },
    /// The exchanges are not one for each of our numbers, in their order.
    #[error("the exchange with {number} is double or out of its place")]
    Exchanges {
        /// Our number.
        number: PhoneNumber,
    },
    /// The texts in quarantine are out of order, younger than the packet, or were heard.
    #[error("the texts in quarantine are not as they have to be")]
    Unheard,
    /// The ledger's head does not say what its entries say.
    #[error("the head of the consent ledger does not say what its entries say")]
    State,
    /// The summary does not say what the entries say.
    #[error("the summary does not say what the entries say")]
    Summary,
    /// Something else was changed since the packet was made.
    #[error("the packet was changed after it was made: its digest is another")]
    Digest,
}

/// What does not hold of a message.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MessageFault {
    /// The chain of what became of it is broken.
    #[error(transparent)]
    Chain(BrokenChain),
    /// There is no such message, or it is out of its place.
    #[error("there is no such message, or it is out of its place")]
    Nowhere,
    /// It went out, and has no head.
    #[error("its head is missing")]
    Headless,
    /// Its head cannot be read.
    #[error("its head cannot be read")]
    Unreadable,
    /// Its head does not say what its entries say.
    #[error("its head does not say what its entries say")]
    State,
}

/// What does not hold of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EntryFault {
    /// It cannot be read.
    #[error("cannot be read")]
    Unreadable,
    /// Its sort key is not the one of its place, or its kind is not what it says.
    #[error("does not stand where it belongs")]
    Misplaced,
    /// Its time is not written as a UTC time is.
    #[error("has a time that is not UTC as it is stored")]
    Time,
    /// It is younger than the packet.
    #[error("is younger than the packet")]
    Future,
    /// The opened text is not what was sealed.
    #[error("does not hold the text that is shown for it")]
    Content,
    /// Its nonce was used before.
    #[error("was sealed with a nonce that another entry has")]
    Nonce,
    /// The exchange that it tells of is not in the packet.
    #[error("tells of an exchange that is not in the packet")]
    NoExchange,
    /// What it tells of is not told where it happened, or the other way round: ledger and threads are written together.
    #[error("has no counterpart where there has to be one")]
    Alone,
    /// It does not commit to the number, or to another.
    #[error("does not commit to the number of the packet")]
    Owner,
}

/// How much a packet that holds has in it, and what its check could not see.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Checked {
    /// How many timelines.
    pub timelines: usize,
    /// How many entries in them.
    pub entries: u64,
    /// How many entries hold something sealed whose key was destroyed: what it was is not shown.
    pub shredded: usize,
    /// How many entries are of a kind that this release does not know: the summary passes over them.
    pub unknown: usize,
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

    fn summarise(&self) -> Result<Summary, BrokenPacket> {
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
    fn digest_now(&self) -> Hash {
        let unsigned = Self {
            digest: String::new(),
            ..self.clone()
        };
        Hash::of_bytes(&serde_json::to_vec(&unsigned).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests;
