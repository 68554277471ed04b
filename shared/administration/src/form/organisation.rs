//! An organisation as files and the API write it.

use jiff::civil::Date;
use memberline_domain::directory::administration::{FieldProblem, Record};
use memberline_domain::directory::{
    AutomationSettings, DocumentSettings, DownloadSettings, MailSettings, Organisation,
};
use memberline_domain::quiet_hours;
use memberline_domain::{OrganisationId, PhoneNumber};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::reading::{Form, Reading, counted, yes};
use super::words::{OptOutScopeWord, ServiceLevelWord};

/// An institution and what it chose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Organisation)]
pub struct OrganisationForm {
    /// Lower-case letters, digits and hyphens. It never changes.
    #[schema(pattern = "^[a-z0-9-]{1,40}$", examples("lakeside"))]
    pub id: String,
    /// Its full name.
    #[schema(examples("Lakeside Credit Union"))]
    pub name: String,
    /// How it signs its texts and emails.
    #[schema(examples("Lakeside"))]
    pub brand: String,
    /// What a member who texts HELP is told to call or visit: what stands after `For help`.
    #[schema(examples("call 319-555-0100"))]
    pub help_contact: String,
    /// Whether it may text at all. Whoever runs the deployment grants it.
    #[serde(default)]
    pub texting: bool,
    /// Which texts may be sent. Whoever runs the deployment grants it.
    #[serde(default = "standard")]
    pub service_level: ServiceLevelWord,
    /// Whose texts a STOP ends.
    #[serde(default = "whole_organisation")]
    pub opt_out_scope: OptOutScopeWord,
    /// How agents are told of texts by email.
    #[serde(default)]
    pub mail: MailForm,
    /// What happens to pictures and files that members send.
    #[serde(default)]
    pub documents: DocumentsForm,
    /// Who may use a download link, besides the agent who asked for it.
    #[serde(default)]
    pub downloads: DownloadsForm,
    /// What automation does by itself, besides the triggers.
    #[serde(default)]
    pub automation: AutomationForm,
    /// How it reads the laws of quiet hours.
    #[serde(default)]
    pub quiet_hours: QuietHoursForm,
}

fn standard() -> ServiceLevelWord {
    ServiceLevelWord::Standard
}

fn whole_organisation() -> OptOutScopeWord {
    OptOutScopeWord::Organisation
}

/// How agents are told of texts by email.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Mail)]
pub struct MailForm {
    /// Whether the email quotes the text: email is not confidential.
    #[serde(default)]
    pub include_text: bool,
    /// Minutes over which the texts of one conversation are told in one email; 0 is one email per text.
    #[schema(minimum = 0, maximum = 15)]
    #[serde(default, deserialize_with = "memberline_domain::whole_number::whole")]
    pub digest_minutes: i64,
}

/// What happens to pictures and files that members send.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Documents)]
pub struct DocumentsForm {
    /// Whether picture messages are taken at all.
    #[serde(default = "yes")]
    pub mms: bool,
    /// Whether pictures are shown to agents.
    #[serde(default = "yes")]
    pub display: bool,
    /// Whether the carrier is told to erase a message and its media once they are here.
    #[serde(default)]
    pub erase_at_carrier: bool,
}

impl Default for DocumentsForm {
    fn default() -> Self {
        DocumentSettings::default().into()
    }
}

impl From<DocumentSettings> for DocumentsForm {
    fn from(settings: DocumentSettings) -> Self {
        Self {
            mms: settings.mms,
            display: settings.display,
            erase_at_carrier: settings.erase_at_carrier,
        }
    }
}

/// Who may use a download link, besides the agent who asked for it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Downloads)]
pub struct DownloadsForm {
    /// Whether the link alone suffices, without signing in.
    #[serde(default)]
    pub link_alone: bool,
    /// Whether another agent who may see the conversation may use it.
    #[serde(default)]
    pub any_agent: bool,
}

/// What automation does by itself, besides the triggers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Automation)]
pub struct AutomationForm {
    /// Whether an applicant without consent is asked for it, once, when the application is created. The question needs a lawful
    /// basis of its own.
    #[serde(default)]
    pub request_consent: bool,
    /// Our number that asks; the organisation's dedicated number when there is none.
    #[serde(default)]
    pub number: Option<String>,
}

/// How an organisation reads the laws of quiet hours.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "reading", rename_all = "snake_case", deny_unknown_fields)]
#[schema(as = QuietHours)]
pub enum QuietHoursForm {
    /// Every window binds every text of automation.
    #[default]
    Strict,
    /// A window binds what its law names, as counsel said.
    Counsel {
        /// The counsel who said so.
        by: String,
        /// The day of it.
        #[schema(examples("2026-11-02"))]
        on: String,
    },
}

impl From<&Organisation> for OrganisationForm {
    fn from(organisation: &Organisation) -> Self {
        Self {
            id: organisation.id.to_string(),
            name: organisation.name.clone(),
            brand: organisation.brand.clone(),
            help_contact: organisation.help_contact.clone(),
            texting: organisation.texting,
            service_level: organisation.service_level.into(),
            opt_out_scope: organisation.opt_out_scope.into(),
            mail: MailForm {
                include_text: organisation.mail.include_text,
                digest_minutes: organisation.mail.digest_minutes.into(),
            },
            documents: organisation.documents.into(),
            downloads: DownloadsForm {
                link_alone: organisation.downloads.link_alone,
                any_agent: organisation.downloads.any_agent,
            },
            automation: AutomationForm {
                request_consent: organisation.automation.request_consent,
                number: organisation.automation.number.as_ref().map(ToString::to_string),
            },
            quiet_hours: match &organisation.quiet_hours {
                quiet_hours::Reading::Strict => QuietHoursForm::Strict,
                quiet_hours::Reading::Counsel { by, on } => QuietHoursForm::Counsel {
                    by: by.clone(),
                    on: on.to_string(),
                },
            },
        }
    }
}

impl Form for OrganisationForm {
    fn record(self) -> Result<Record, Vec<FieldProblem>> {
        let mut reading = Reading::default();
        let id = reading.id("/id", OrganisationId::parse(&self.id));
        let number = self.automation.number.as_deref().map(PhoneNumber::parse);
        let number = reading.optional("/automation/number", "invalid_number", number);
        let quiet_hours = match self.quiet_hours {
            QuietHoursForm::Strict => Some(quiet_hours::Reading::Strict),
            QuietHoursForm::Counsel { by, on } => {
                let on = on.parse::<Date>().map_err(|_| "a day is written as 2026-11-02");
                reading
                    .field("/quiet_hours/on", "invalid_date", on)
                    .map(|on| quiet_hours::Reading::Counsel { by, on })
            }
        };
        reading.end(id.zip(quiet_hours).map(|(id, quiet_hours)| {
            Record::Organisation(Organisation {
                id,
                name: self.name,
                brand: self.brand,
                help_contact: self.help_contact,
                texting: self.texting,
                service_level: self.service_level.into(),
                // The administration gives it.
                salt: String::new(),
                opt_out_scope: self.opt_out_scope.into(),
                mail: MailSettings {
                    include_text: self.mail.include_text,
                    digest_minutes: counted(self.mail.digest_minutes, u8::MAX),
                },
                documents: DocumentSettings {
                    mms: self.documents.mms,
                    display: self.documents.display,
                    erase_at_carrier: self.documents.erase_at_carrier,
                },
                downloads: DownloadSettings {
                    link_alone: self.downloads.link_alone,
                    any_agent: self.downloads.any_agent,
                },
                automation: AutomationSettings {
                    request_consent: self.automation.request_consent,
                    number,
                },
                quiet_hours,
            })
        }))
    }
}
