//! The keys of what is derived from applications.

use memberline_domain::{ApplicationId, OrganisationId, PersonId, TriggerId};

/// The sort key of the row, in a subscriber's partition, that says on which application they are, as whom.
pub fn link(application: &ApplicationId, person: &PersonId) -> String {
    format!("{LINKS}{application}#{person}")
}

/// The prefix of all links' sort keys.
pub const LINKS: &str = "L#";

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
