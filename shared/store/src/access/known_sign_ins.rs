//! The sign-ins that a process need not note again.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use memberline_domain::{AgentId, OrganisationId};

type Who = (OrganisationId, AgentId);

/// The sign-ins that this process knows to be in the table, in seconds since 1970.
#[derive(Debug, Default)]
pub(crate) struct KnownSignIns(Mutex<HashMap<Who, i64>>);

/// More agents than one organisation has: beyond them it is forgotten who is known, and asked again.
const MOST_KNOWN: usize = 2_000;

impl KnownSignIns {
    pub(super) fn has(&self, who: &Who, at: i64) -> bool {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(who).is_some_and(|known| *known >= at)
    }

    pub(super) fn put(&self, who: Who, at: i64) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST_KNOWN {
            known.clear();
        }
        known.insert(who, at);
    }
}
