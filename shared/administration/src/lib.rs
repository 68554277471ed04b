//! The directory's administration: what its records look like in files and in the API, and how they are changed.
//!
//! The operator's command, the administration's API and the local seed stand on it, so that a record is read, checked, shown and
//! written in one way.

#[cfg(feature = "consents")]
pub mod consents;
pub mod file;
mod form;
mod held;
pub use form::words;
mod taken;
mod use_case;
#[cfg(feature = "yaml")]
pub mod yaml;

pub use file::DirectoryFile;
pub use form::{
    AgentForm, DispositionForm, Form, GroupForm, HoursForm, LocationForm, NumberForm, OrganisationForm,
    QuickReplyForm, RecordForm, TeamForm, TriggerForm,
};
pub use held::{NAMED, held};
pub use taken::{meanwhile as taken_meanwhile, refusals as taken_elsewhere};
pub use use_case::{AdministrationError, apply, change, change_at_once, plan};

/// The id of the organisation that is the deployment's own: `memberline smoke` makes it and texts it. It is nobody's institution.
pub const OWN_ORGANISATION: &str = "memberline-smoke";
