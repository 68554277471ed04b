//! The data keys of an aggregate: its own, and one for each of its parts.

use std::collections::BTreeMap;

use super::key::DataKey;

/// The data keys that are at hand. What is sealed under another, or under one that was destroyed, stays closed.
#[derive(Debug, Clone, Default)]
pub(crate) struct Keyring {
    own: Option<DataKey>,
    parts: BTreeMap<u32, DataKey>,
}

impl Keyring {
    /// The aggregate's own key alone.
    pub fn of(own: DataKey) -> Self {
        Self {
            own: Some(own),
            parts: BTreeMap::new(),
        }
    }

    /// Adds the key of a part.
    pub fn add(&mut self, part: u32, key: DataKey) {
        self.parts.insert(part, key);
    }

    /// The key of a part; `None` stands for the aggregate itself.
    pub fn get(&self, part: Option<u32>) -> Option<&DataKey> {
        match part {
            Some(part) => self.parts.get(&part),
            None => self.own.as_ref(),
        }
    }
}

/// The data keys of an aggregate that is loaded, and what its head keeps of them.
#[derive(Debug, Clone)]
pub(crate) struct HeadKeys {
    pub ring: Keyring,
    /// Its own key, wrapped by the organisation's current key.
    pub own: Vec<u8>,
    /// The key of the part that is open, or would open next, wrapped likewise.
    pub part: Option<(u32, Vec<u8>)>,
}
