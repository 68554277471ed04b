//! What a command is given.

use memberline_domain::OrganisationId;

use super::say::Refused;

/// An organisation's id as it was given.
pub fn organisation_id(text: &str) -> Result<OrganisationId, Refused> {
    OrganisationId::parse(text).map_err(|_| Refused::because(format!("{text} is no organisation's id")))
}
