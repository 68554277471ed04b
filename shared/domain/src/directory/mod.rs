//! Who and what belongs to an organisation: the slowly changing records that every decision reads.

pub mod administration;
mod agent;
mod automations;
mod hours;
mod number;
mod organisation;
mod place;
mod quick_reply;
mod records;
mod role;
mod service_area;
mod trigger;
pub mod wording;

pub use agent::{Agent, AgentStatus, MailStop, MailStopReason};
pub use hours::{BusinessHours, OpenHours, Weekday};
pub use number::{KeywordAnswers, Number, NumberOwner, SendPolicy};
pub use organisation::{AutomationSettings, DocumentSettings, DownloadSettings, MailSettings, Organisation};
pub use place::{Group, Location, Team};
pub use quick_reply::{Disposition, QuickReply};
pub use records::Directory;
pub use role::{Permission, Role};
pub use service_area::{Coordinates, MAX_MILES, ServiceArea};
pub use trigger::{CONSENT_REQUEST, MAX_MINUTES, MAX_NUDGES, MAX_TRIGGERS, Trigger, TriggerKind};
