//! Where the entries of a timeline stand. The store writes by it, and who checks a timeline holds it against it.

use crate::id::{ApplicationId, OrganisationId, SubscriberId, ThreadId};

/// The sort key of an aggregate's head.
pub const HEAD: &str = "HEAD";

/// The prefix of all entries' sort keys.
pub const ENTRIES: &str = "E#";

/// The partition of a thread.
pub fn thread(organisation: &OrganisationId, thread: &ThreadId) -> String {
    format!("T#{organisation}#{thread}")
}

/// The partition of a subscriber.
pub fn subscriber(organisation: &OrganisationId, subscriber: &SubscriberId) -> String {
    format!("S#{organisation}#{subscriber}")
}

/// The partition of an application.
pub fn application(organisation: &OrganisationId, application: &ApplicationId) -> String {
    format!("A#{organisation}#{application}")
}

/// The sort key of an entry: by its own place, or, when it is about a message, beside that message. Read backwards, a
/// message's deliveries and notices come right before it, so that a page holds messages whole.
pub fn entry(seq: u64, about: Option<u64>) -> String {
    match about {
        Some(message) => format!("{ENTRIES}{message:010}#{seq:010}"),
        None => format!("{ENTRIES}{seq:010}"),
    }
}

/// The message that the entry with this sort key stands beside; `None` when it stands by itself.
pub fn about(sk: &str) -> Option<u64> {
    let (message, _) = sk.strip_prefix(ENTRIES)?.split_once('#')?;
    message.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_about_a_message_stands_between_it_and_the_next() {
        assert!(entry(7, None) < entry(12, Some(7)));
        assert!(entry(12, Some(7)) < entry(8, None));
        assert_eq!(about(&entry(12, Some(7))), Some(7));
        assert_eq!([about(&entry(7, None)), about(HEAD), about("E#x#1")], [None; 3]);
    }
}
