//! Who and what belongs to an organisation: the slowly changing records that every decision reads.

mod agent;
mod automations;
mod check_trigger;
mod number;
mod organisation;
mod place;
mod records;
mod trigger;
pub mod wording;

pub use agent::{Agent, MailStop, MailStopReason, Permission, Role};
pub use check_trigger::TriggerRefusal;
pub use number::{KeywordAnswers, Number, NumberOwner, SendPolicy};
pub use organisation::{AutomationSettings, DocumentSettings, DownloadSettings, MailSettings, Organisation};
pub use place::{Group, Location, Team};
pub use records::Directory;
pub use trigger::{CONSENT_REQUEST, MAX_MINUTES, MAX_NUDGES, MAX_TRIGGERS, Trigger, TriggerKind};
