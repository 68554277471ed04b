//! The keys of the directory.

use memberline_domain::{OrganisationId, PhoneNumber};

/// How the partitions of organisations' directories begin, and no other partition of the table.
pub const ORGANISATIONS: &str = "ORG#";

/// The partition of an organisation's directory: what every decision reads.
pub fn directory(organisation: &OrganisationId) -> String {
    format!("{ORGANISATIONS}{organisation}")
}

/// The organisation whose directory a partition is; `None` of any other partition.
pub fn organisation_of(pk: &str) -> Option<OrganisationId> {
    OrganisationId::parse(pk.strip_prefix(ORGANISATIONS)?).ok()
}

/// The partition of what of an organisation's directory is read when it is asked for.
pub fn catalogue(organisation: &OrganisationId) -> String {
    format!("CAT#{organisation}")
}

/// The partition of the versions of an organisation's records.
pub fn record_history(organisation: &OrganisationId) -> String {
    format!("H#{organisation}")
}

/// The sort key of how often an organisation's directory was written, in its partition.
pub const REVISION: &str = "REVISION";

/// The partition of an organisation's keys and credentials, in the table of keys.
pub fn secrets(organisation: &OrganisationId) -> String {
    format!("K#{organisation}")
}

/// The partition of the agents of an organisation whose mailboxes refuse email, which is beside the timelines: the notifier writes it.
pub fn mail_stops(organisation: &OrganisationId) -> String {
    format!("MS#{organisation}")
}

/// The partition that says whose a number of ours is.
pub fn number_owner(number: &PhoneNumber) -> String {
    format!("N#{number}")
}

/// The partition that says who looks after texts to numbers that the directory does not know (lesson 8).
pub const UNKNOWN_NUMBERS: &str = "N#*";

/// The partition that says which agent a token's subject is.
pub fn token_subject(subject: &str) -> String {
    format!("SUB#{subject}")
}

/// The sort key of items that are alone in their partition.
pub const ONLY: &str = "ONLY";
