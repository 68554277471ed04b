//! Telnyx's ids.

/// An id of Telnyx's, of events and messages alike: a UUID in lower case.
pub(super) fn id_of(text: &str) -> Option<String> {
    let groups = text.split('-').map(str::len);
    let well_formed = groups.eq([8, 4, 4, 4, 12])
        && text
            .bytes()
            .all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f' | b'-'));
    well_formed.then(|| text.to_owned())
}
