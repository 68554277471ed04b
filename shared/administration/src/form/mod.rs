//! Records as files and the API write them: plain words and numbers, of which some may be none of ours.

mod agent;
mod hours;
mod location;
mod number;
mod organisation;
mod quick_reply;
mod reading;
mod record;
mod team;
mod trigger;
pub mod words;

pub use agent::AgentForm;
pub use hours::HoursForm;
pub use location::LocationForm;
pub use number::NumberForm;
pub use organisation::OrganisationForm;
pub use quick_reply::{DispositionForm, QuickReplyForm};
pub use reading::Form;
pub use record::RecordForm;
pub use team::{GroupForm, TeamForm};
pub use trigger::TriggerForm;
