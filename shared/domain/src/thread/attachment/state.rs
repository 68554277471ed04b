//! Where a medium is on its way from the carrier to the agent (EL-20).

use serde::{Deserialize, Serialize};

use crate::id::AgentId;
use crate::thread::{StoredFile, WhyBlocked, WhyFailed, WhyWithheld};

/// An entry about a medium of a message: what became of it.
///
/// The file's name, when it has one, is sealed beside it ([`super::ThreadContent::File`]).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// The message's place in the timeline.
    #[serde(rename = "message")]
    pub message: u64,
    /// The medium, from 1.
    #[serde(rename = "index")]
    pub index: u32,
    /// Where it is now.
    #[serde(rename = "state")]
    pub state: AttachmentState,
}

/// Where a medium is on its way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is")]
pub enum AttachmentState {
    /// It is to be fetched from the carrier. The first time that goes without saying: an entry says who asked for it again.
    #[serde(rename = "fetching")]
    Fetching {
        /// Who asked; `None` the first time.
        #[serde(rename = "by")]
        by: Option<AgentId>,
        /// Which time this is, from 1.
        #[serde(rename = "round")]
        round: u32,
    },
    /// It is in the bucket, and the malware scan has not spoken yet.
    #[serde(rename = "scanning")]
    Scanning(StoredFile),
    /// It is clean, and may be downloaded (EL-21).
    #[serde(rename = "ready")]
    Ready {
        /// Whether there is a thumbnail of it.
        #[serde(rename = "thumbnail")]
        thumbnail: bool,
    },
    /// It is kept from everybody.
    #[serde(rename = "blocked")]
    Blocked {
        #[serde(rename = "code")]
        code: WhyBlocked,
    },
    /// It could not be fetched or scanned; somebody may ask for it again.
    #[serde(rename = "failed")]
    Failed {
        #[serde(rename = "code")]
        code: WhyFailed,
    },
    /// It was not fetched, as pictures are off (IN-20).
    #[serde(rename = "withheld")]
    Withheld {
        #[serde(rename = "code")]
        code: WhyWithheld,
    },
}

impl AttachmentState {
    /// The stable name of the state.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Fetching { .. } => "fetching",
            Self::Scanning(_) => "scanning",
            Self::Ready { .. } => "ready",
            Self::Blocked { .. } => "blocked",
            Self::Failed { .. } => "failed",
            Self::Withheld { .. } => "withheld",
        }
    }

    /// The code and the words of why it is kept back, if it is.
    pub fn reason(&self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::Fetching { .. } | Self::Scanning(_) | Self::Ready { .. } => None,
            Self::Blocked { code } => Some((code.code(), code.detail())),
            Self::Failed { code } => Some((code.code(), code.detail())),
            Self::Withheld { code } => Some((code.code(), code.detail())),
        }
    }
}
