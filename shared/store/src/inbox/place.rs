//! Where a page of a timeline begins.

use std::fmt;
use std::str::FromStr;

/// Where a page begins: after which entry, and which conversation is the newest that it can hold, so that the keys of just those that
/// it can hold are read along with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimelinePlace {
    pub(super) sk: String,
    pub(super) conversation: u32,
}

/// The text is no place in a timeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a place in a timeline")]
pub struct MalformedPlace;

impl fmt::Display for TimelinePlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.sk, self.conversation)
    }
}

impl FromStr for TimelinePlace {
    type Err = MalformedPlace;

    fn from_str(text: &str) -> Result<Self, MalformedPlace> {
        let (sk, conversation) = text.split_once('@').ok_or(MalformedPlace)?;
        Ok(Self {
            sk: sk.to_owned(),
            conversation: conversation.parse().map_err(|_| MalformedPlace)?,
        })
    }
}
