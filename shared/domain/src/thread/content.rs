//! What of a thread's entries is sealed: the words and files of the member and of the agents.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The sealed part of a thread's entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ThreadContent {
    /// Of a message.
    #[serde(rename = "message")]
    Message {
        /// The text as it was written.
        #[serde(rename = "text")]
        text: String,
        /// What came with it.
        #[serde(rename = "media", default, skip_serializing_if = "Vec::is_empty")]
        media: Vec<MediaLink>,
        /// The subject of a picture message.
        #[serde(rename = "subject", default, skip_serializing_if = "Option::is_none")]
        subject: Option<String>,
        /// The others whom a group text went to.
        #[serde(rename = "others", default, skip_serializing_if = "Vec::is_empty")]
        others: Vec<String>,
    },
    /// Of an attachment.
    #[serde(rename = "file")]
    File {
        /// The file's name, as the carrier gave it.
        #[serde(rename = "name")]
        name: String,
    },
    /// Of a note.
    #[serde(rename = "note")]
    Note {
        #[serde(rename = "text")]
        text: String,
    },
    /// Of a naming.
    #[serde(rename = "name")]
    Name {
        /// The member's name.
        #[serde(rename = "name")]
        name: String,
    },
}

/// Where a carrier keeps a medium of a message.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MediaLink {
    /// Where to fetch it, over HTTP or HTTPS. It may answer 404 for some seconds, and redirect (lessons 33, 35); show the carrier's
    /// own hosts our credentials and no other (lesson 9).
    #[serde(rename = "url")]
    pub url: String,
    /// What the carrier says it is.
    #[serde(rename = "content_type")]
    pub content_type: Option<String>,
}

/// Leaves out the address, since `Debug` ends up in logs.
impl fmt::Debug for MediaLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MediaLink")
            .field("content_type", &self.content_type)
            .finish_non_exhaustive()
    }
}
