//! What a check went over.

use serde::Serialize;

/// How much a packet that holds has in it, and what its check could not see.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
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
