//! The evidence packet of one telephone number: all that was asked, said and sent, with the hash chains that it stands in,
//! so that it can be checked without any access to the tables.
//!
//! Each timeline's chain covers what is stored: sealed parts as ciphertext and, by a salted hash, as plaintext. The packet shows the
//! salts, so that the opened texts are bound to the chain; it never shows a key. What a check shows, and what it does not, is in
//! docs/evidence.md.

mod agree;
mod beside;
mod broken;
mod check;
mod check_messages;
mod check_unheard;
mod checked;
mod entry;
mod findings;
mod format;
mod make;
mod packet;
mod summary;
mod timeline;
mod unheard;
mod written;

pub use beside::Beside;
pub use broken::{BrokenPacket, EntryFault, MessageFault};
pub use checked::Checked;
pub use entry::ChainedEntry;
pub use findings::Findings;
pub use format::FORMAT;
pub use make::Subject;
pub use packet::{Anchor, Exchange, Packet};
pub use summary::{Confirmation, ConsentNow, Message, PREVAILS, Stop, Summary, Unread};
pub use timeline::Timeline;
pub use unheard::Unheard;

#[cfg(test)]
mod tests;
