//! An institution and what it chose.

use serde::{Deserialize, Serialize};

use crate::consent::OptOutScope;
use crate::id::OrganisationId;
use crate::phone::PhoneNumber;
use crate::quiet_hours::Reading;
use crate::text::service_level::ServiceLevel;

/// An institution and what it chose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organisation {
    #[serde(rename = "id")]
    pub id: OrganisationId,
    /// Its full name.
    #[serde(rename = "name")]
    pub name: String,
    /// How it signs its texts and emails.
    #[serde(rename = "brand")]
    pub brand: String,
    /// What a member who texts HELP is told to call or visit.
    #[serde(rename = "help_contact")]
    pub help_contact: String,
    /// Whether it may text at all: the deployment's owner switches it on (IN-03).
    #[serde(rename = "texting", default)]
    pub texting: bool,
    /// Which texts may be sent (IN-23, IN-24). The deployment's owner grants it.
    #[serde(rename = "service_level")]
    pub service_level: ServiceLevel,
    /// Secret that thread and subscriber ids are derived with; never changes.
    #[serde(rename = "salt")]
    pub salt: String,
    /// Whose texts a STOP ends.
    #[serde(rename = "opt_out_scope", default)]
    pub opt_out_scope: OptOutScope,
    /// How agents are told of texts.
    #[serde(rename = "mail", default)]
    pub mail: MailSettings,
    /// What happens to pictures and files that members send.
    #[serde(rename = "documents", default)]
    pub documents: DocumentSettings,
    /// Who may use a download link.
    #[serde(rename = "downloads", default)]
    pub downloads: DownloadSettings,
    /// What automation does by itself, besides the triggers.
    #[serde(rename = "automation", default)]
    pub automation: AutomationSettings,
    /// How it reads the laws of quiet hours. Strictly, unless its counsel said otherwise.
    #[serde(rename = "quiet_hours", default)]
    pub quiet_hours: Reading,
}

/// What automation does by itself, besides the triggers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AutomationSettings {
    /// Whether an applicant without consent is asked for it, once, when the application is created. Off by default: the
    /// question needs a lawful basis of its own.
    #[serde(rename = "request_consent", default)]
    pub request_consent: bool,
    /// Our number that asks; the organisation's dedicated number when there is none.
    #[serde(rename = "number", default)]
    pub number: Option<PhoneNumber>,
}

/// What happens to pictures and files that members send.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentSettings {
    /// Whether picture messages are taken at all (IN-19).
    #[serde(rename = "mms", default = "yes")]
    pub mms: bool,
    /// Whether pictures are shown to agents (IN-19, IN-20).
    #[serde(rename = "display", default = "yes")]
    pub display: bool,
    /// Whether the carrier is told to erase a message and its media once they are here.
    #[serde(rename = "erase_at_carrier", default)]
    pub erase_at_carrier: bool,
}

impl Default for DocumentSettings {
    fn default() -> Self {
        Self {
            mms: true,
            display: true,
            erase_at_carrier: false,
        }
    }
}

/// Who may use a download link. By default the agent who asked for it, signed in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DownloadSettings {
    /// Whether the link alone suffices, without signing in.
    #[serde(rename = "link_alone", default)]
    pub link_alone: bool,
    /// Whether another agent who may see the conversation may use it.
    #[serde(rename = "any_agent", default)]
    pub any_agent: bool,
}

/// How agents are told of texts by email.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailSettings {
    /// Whether the email quotes the text. Off by default: email is not confidential.
    #[serde(rename = "include_text", default)]
    pub include_text: bool,
    /// Minutes, 0 to 15, over which the texts of one conversation are told in one email; 0 is one email per text
    /// (EL-10). 15 is what a queue can delay.
    #[serde(rename = "digest_minutes", default)]
    pub digest_minutes: u8,
}

pub(crate) fn yes() -> bool {
    true
}
