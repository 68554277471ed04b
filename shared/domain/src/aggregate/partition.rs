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

/// The sort key of a head: an aggregate's own, or that of the message at a place. Read backwards, a message's head comes before
/// its outcomes and those before itself, so that one query by the prefix of its own entry reads all about it.
pub fn head(hangs_on: Option<u64>) -> String {
    match hangs_on {
        Some(message) => format!("{ENTRIES}{message:010}#{HEAD}"),
        None => HEAD.to_owned(),
    }
}

/// The message whose head has this sort key; `None` for whatever else.
pub fn head_of(sk: &str) -> Option<u64> {
    let place = sk.strip_prefix(ENTRIES)?.strip_suffix(HEAD)?.strip_suffix('#')?;
    place.parse().ok()
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
        assert!(entry(12, Some(7)) < head(Some(7)));
        assert!(head(Some(7)) < entry(8, None));
        assert_eq!(
            (head(None).as_str(), head(Some(7)).as_str()),
            (HEAD, "E#0000000007#HEAD")
        );
        assert_eq!(head_of("E#0000000007#HEAD"), Some(7));
        for sk in [
            HEAD,
            "E#0000000007",
            "E#0000000007#0000000001",
            "E##HEAD",
            "E#x#HEAD",
        ] {
            assert_eq!(head_of(sk), None, "{sk}");
        }
        assert_eq!(about(&entry(12, Some(7))), Some(7));
        assert_eq!([about(&entry(7, None)), about(HEAD), about("E#x#1")], [None; 3]);
    }
}
