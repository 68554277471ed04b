//! What a later release says of something, which this one carries along.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

/// The stored fields that this release does not know. A head that it reads and writes back keeps them, and what leaves the head
/// takes its own with it.
///
/// They make nothing another: two values that differ in them alone are equal.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Rest(BTreeMap<String, serde_json::Value>);

impl PartialEq for Rest {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Rest {}

impl PartialOrd for Rest {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Rest {
    fn cmp(&self, _: &Self) -> std::cmp::Ordering {
        std::cmp::Ordering::Equal
    }
}

impl fmt::Debug for Rest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Rest({} fields)", self.0.len())
    }
}
