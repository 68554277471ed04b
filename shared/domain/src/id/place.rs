//! Ids of what has its place in a thread.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::derived::ThreadId;
use super::given::OrganisationId;
use super::text::InvalidId;

/// One conversation of a thread: `{thread}-{ordinal}`, the first being 1.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ConversationId {
    /// The thread it belongs to.
    pub thread: ThreadId,
    /// Its place among the thread's conversations, from 1.
    pub ordinal: u32,
}

/// One entry of a thread's timeline: `{thread}.{seq}`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MessageId {
    /// The thread it belongs to.
    pub thread: ThreadId,
    /// Its place in the timeline, from 1.
    pub seq: u64,
}

/// What a carrier hands back with a receipt: `{organisation}.{thread}.{seq}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageRef {
    /// The organisation that sent it.
    pub organisation: OrganisationId,
    pub message: MessageId,
}

/// A positive decimal number without sign or leading zero, so that an identifier has one spelling.
fn ordinal<N: FromStr>(text: &str) -> Result<N, InvalidId> {
    if text.starts_with(|c: char| c == '0' || !c.is_ascii_digit()) {
        return Err(InvalidId);
    }
    text.parse().map_err(|_| InvalidId)
}

impl FromStr for ConversationId {
    type Err = InvalidId;

    fn from_str(text: &str) -> Result<Self, InvalidId> {
        let (thread, number) = text.split_once('-').ok_or(InvalidId)?;
        Ok(Self {
            thread: ThreadId::parse(thread)?,
            ordinal: ordinal(number)?,
        })
    }
}

impl FromStr for MessageId {
    type Err = InvalidId;

    fn from_str(text: &str) -> Result<Self, InvalidId> {
        let (thread, seq) = text.split_once('.').ok_or(InvalidId)?;
        Ok(Self {
            thread: ThreadId::parse(thread)?,
            seq: ordinal(seq)?,
        })
    }
}

impl FromStr for MessageRef {
    type Err = InvalidId;

    fn from_str(text: &str) -> Result<Self, InvalidId> {
        let (organisation, message) = text.split_once('.').ok_or(InvalidId)?;
        Ok(Self {
            organisation: OrganisationId::parse(organisation)?,
            message: message.parse()?,
        })
    }
}

impl fmt::Display for ConversationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.thread, self.ordinal)
    }
}

impl fmt::Display for MessageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.thread, self.seq)
    }
}

impl fmt::Display for MessageRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.organisation, self.message)
    }
}

macro_rules! text_id {
    ($($name:ident),+) => {$(
        impl TryFrom<String> for $name {
            type Error = InvalidId;

            fn try_from(text: String) -> Result<Self, InvalidId> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.to_string()
            }
        }
    )+};
}

text_id!(ConversationId, MessageId);
