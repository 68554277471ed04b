//! Where a medium is kept in the bucket.

use std::fmt;
use std::str::FromStr;

use crate::id::{MessageId, MessageRef, OrganisationId, ThreadId};

/// The key of a medium's object: `in/{organisation}/{thread}/{message}/{medium}.{round}`. It holds no name.
///
/// Each time that a medium is fetched has an object of its own, which is written once: what was scanned is what is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObjectKey {
    pub message: MessageRef,
    /// The medium, from 1.
    pub index: u32,
    /// Which time it was fetched, from 1.
    pub round: u32,
}

/// The text is no key of a medium's object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the key of a medium")]
pub struct MalformedKey;

impl ObjectKey {
    /// The key of the thumbnail of what is under `object`.
    pub fn thumbnail_of(object: &str) -> String {
        format!("thumbs/{object}.jpg")
    }
}

impl fmt::Display for ObjectKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let MessageRef {
            organisation,
            message,
        } = &self.message;
        let MessageId { thread, seq } = message;
        write!(
            f,
            "in/{organisation}/{thread}/{seq}/{}.{}",
            self.index, self.round
        )
    }
}

impl FromStr for ObjectKey {
    type Err = MalformedKey;

    fn from_str(key: &str) -> Result<Self, MalformedKey> {
        let parts: Vec<&str> = key.split('/').collect();
        let ["in", organisation, thread, seq, medium] = parts[..] else {
            return Err(MalformedKey);
        };
        let (index, round) = medium.split_once('.').ok_or(MalformedKey)?;
        let parsed = Self {
            message: MessageRef {
                organisation: OrganisationId::parse(organisation).map_err(|_| MalformedKey)?,
                message: MessageId {
                    thread: ThreadId::parse(thread).map_err(|_| MalformedKey)?,
                    seq: seq.parse().map_err(|_| MalformedKey)?,
                },
            },
            index: index.parse().map_err(|_| MalformedKey)?,
            round: round.parse().map_err(|_| MalformedKey)?,
        };
        // `+7` and `007` are numbers as well, but no key that we write.
        if parsed.to_string() == key {
            Ok(parsed)
        } else {
            Err(MalformedKey)
        }
    }
}
