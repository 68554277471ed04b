//! A medium of a message, on its way from the carrier to the agent.

use serde::{Deserialize, Serialize};

/// What became of a medium of a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// The message's place in the timeline.
    pub message: u64,
    /// The medium, from 1.
    pub index: u32,
    /// Where it is now.
    #[serde(flatten)]
    pub state: AttachmentState,
}

/// Where a medium is on its way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum AttachmentState {
    /// It is to be fetched from the carrier, again.
    Fetching,
    /// It is in the bucket, and the malware scan has not spoken yet.
    Scanning {
        /// The object's key.
        object: String,
        /// What it is, by its content.
        content_type: String,
        /// Its size.
        bytes: u64,
    },
    /// It is clean, and may be downloaded (EL-21).
    Ready {
        /// Whether there is a thumbnail of it.
        thumbnail: bool,
    },
    /// It is kept from everybody.
    Blocked {
        /// Why.
        code: String,
    },
    /// It could not be fetched or scanned; somebody may ask again.
    Failed {
        /// Why.
        code: String,
    },
    /// It was not fetched, as pictures are off (IN-20).
    Withheld {
        /// Why.
        code: String,
    },
}
