//! A file as it lies in the bucket.

use serde::{Deserialize, Serialize};

/// A file in the bucket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredFile {
    /// The object's key.
    #[serde(rename = "object")]
    pub object: String,
    /// What it is, by its content.
    #[serde(rename = "content_type")]
    pub content_type: String,
    /// Its size.
    #[serde(rename = "bytes")]
    pub bytes: u64,
}
