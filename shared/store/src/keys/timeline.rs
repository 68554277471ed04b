//! The keys of aggregates: heads, entries, what closed parts leave behind, and once-keys.

use memberline_domain::{MessageId, MessageRef, OrganisationId, ThreadId};

pub use memberline_domain::aggregate::partition::{
    ENTRIES, HEAD, about, application, entry, head, head_of, subscriber, thread,
};

/// The partition of a once-key. The caller's key comes last, as it may hold anything.
pub fn once(organisation: &OrganisationId, scope: &str, key: &str) -> String {
    format!("O#{organisation}#{scope}#{key}")
}

/// The sort key of a once-key.
pub const ONCE: &str = "ONCE";

/// From before the first entry's sort key to behind the last one's.
pub const ALL_ENTRIES: (&str, &str) = (ENTRIES, "E#~");

/// The message whose head has these keys.
pub fn message_at(pk: &str, sk: &str) -> Option<MessageRef> {
    let (organisation, thread) = pk.strip_prefix("T#")?.split_once('#')?;
    Some(MessageRef {
        organisation: OrganisationId::parse(organisation).ok()?,
        message: MessageId {
            thread: ThreadId::parse(thread).ok()?,
            seq: head_of(sk)?,
        },
    })
}

/// The sort key of what a closed conversation leaves behind.
pub fn archive(ordinal: u32) -> String {
    format!("{ARCHIVES}{ordinal:010}")
}

/// The ordinal of what the row with this sort key is of, if it is one that something closed left behind.
pub fn archived(sk: &str) -> Option<u32> {
    sk.strip_prefix(ARCHIVES)?.parse().ok()
}

/// The prefix of all such rows' sort keys.
pub const ARCHIVES: &str = "C#";

/// What the wrapped data key of a part of an aggregate is bound to.
pub fn part(pk: &str, ordinal: u32) -> String {
    format!("{pk} {ordinal}")
}
