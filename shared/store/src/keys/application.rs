//! The keys of what is derived from applications.

use memberline_domain::{ApplicationId, OrganisationId, SubscriberId, TriggerId};

/// The partition of the links of a number to the applications that it is on.
pub fn links(organisation: &OrganisationId, subscriber: &SubscriberId) -> String {
    format!("L#{organisation}#{subscriber}")
}

/// The sort key of the item with a number's links to its first applications.
pub const FIRST_LINKS: &str = "FIRST";

/// The sort key of the row with a number's links to one further application.
pub fn further_links(application: &ApplicationId) -> String {
    format!("{FURTHER_LINKS}{application}")
}

/// The prefix of all such rows' sort keys.
pub const FURTHER_LINKS: &str = "A#";

/// The partition of a trigger's counts.
pub fn counts(organisation: &OrganisationId, trigger: &TriggerId) -> String {
    format!("R#{organisation}#{trigger}")
}

/// The sort key of one of a trigger's counts: the application chooses which, so that many may be counted at once.
pub fn count_shard(application: &ApplicationId) -> String {
    let last = application.as_str().bytes().last().unwrap_or_default();
    format!("S#{:02}", last % COUNT_SHARDS)
}

/// How many counts a trigger has.
pub const COUNT_SHARDS: u8 = 16;
