//! What is kept of the directory for half a minute.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// How long a directory is kept. A change of roles, teams or secrets takes this long to be known everywhere.
pub const KEPT_FOR: Duration = Duration::from_secs(30);

/// Values kept for [`KEPT_FOR`].
#[derive(Debug)]
pub(crate) struct TtlCache<K, V>(Mutex<HashMap<K, (Instant, V)>>);

/// A stranger who tries many keys must not fill the memory.
const MOST_KEPT: usize = 1_000;

impl<K: Eq + std::hash::Hash, V: Clone> TtlCache<K, V> {
    pub(crate) fn new() -> Self {
        Self(Mutex::default())
    }

    pub(super) fn get(&self, key: &K) -> Option<V> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(key)
            .filter(|(since, _)| since.elapsed() < KEPT_FOR)
            .map(|(_, value)| value.clone())
    }

    pub(super) fn put(&self, key: K, value: V) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MOST_KEPT {
            kept.clear();
        }
        kept.insert(key, (Instant::now(), value));
    }

    pub(super) fn forget(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}
