//! The tables in memory: what is stored is JSON, as in the real ones.

use jiff::Timestamp;

use crate::aggregate::{Aggregate, Change, Entry, Event};

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
    let hangs_on = change.head.hangs_on();
    assert!(
        !change.entries.is_empty() || hangs_on.is_some(),
        "a change without an entry: {change:?}"
    );
    for entry in &change.entries {
        let json = serde_json::to_string(&entry.event).unwrap();
        assert_eq!(serde_json::from_str::<A::Event>(&json).unwrap(), entry.event);
        assert_eq!(
            entry.event.about(),
            hangs_on,
            "an entry of another chain: {entry:?}"
        );
        timeline.push(Entry {
            seq: next_in(timeline, hangs_on),
            at: now,
            event: entry.event.clone(),
            content: entry.content.clone(),
        });
    }
}

/// The next place in a chain: the timeline's own, or the one beside a message.
pub fn next_in<E: Event>(timeline: &[Entry<E>], hangs_on: Option<u64>) -> u64 {
    timeline.iter().filter(|e| e.event.about() == hangs_on).count() as u64 + 1
}
