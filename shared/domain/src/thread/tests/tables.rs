//! The tables in memory: what is stored is JSON, as in the real ones.

use jiff::Timestamp;

use crate::aggregate::{Aggregate, Change, Entry};

/// The head as a later request reads it.
pub fn stored<A: Aggregate>(head: &A) -> A {
    let json = serde_json::to_string(head).unwrap();
    let mut read: A = serde_json::from_str(&json).unwrap();
    read.set_secret(head.secret().clone());
    assert_eq!(read, *head);
    read
}

/// Appends the entries of a change.
pub fn append<A: Aggregate>(timeline: &mut Vec<Entry<A::Event>>, change: &Change<A>, now: Timestamp) {
    assert!(
        !change.entries.is_empty(),
        "a change without an entry: {change:?}"
    );
    for entry in &change.entries {
        let json = serde_json::to_string(&entry.event).unwrap();
        assert_eq!(serde_json::from_str::<A::Event>(&json).unwrap(), entry.event);
        timeline.push(Entry {
            seq: timeline.len() as u64 + 1,
            at: now,
            event: entry.event.clone(),
            content: entry.content.clone(),
        });
    }
}
