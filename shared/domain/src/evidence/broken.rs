//! What can be wrong with a packet.

use super::FORMAT;
use crate::aggregate::chain::BrokenChain;
use crate::phone::PhoneNumber;

/// What is wrong with a packet.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BrokenPacket {
    /// It is no packet of this version, or none at all.
    #[error("this is no evidence packet of the form {FORMAT}")]
    Format,
    /// It is not written as a packet is.
    #[error(
        "the packet is not written as one is: something in it is double, unknown, missing or out of its place"
    )]
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
