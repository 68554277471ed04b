//! Who and what belongs to an organisation: the slowly changing records that every decision reads.

use serde::{Deserialize, Serialize};

use crate::id::{AgentId, GroupId, LocationId, OrganisationId, TeamId};
use crate::phone::PhoneNumber;
use crate::quiet_hours::Reading;
use crate::text::service_level::ServiceLevel;
use crate::directory::Trigger;

/// An institution and what it chose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organisation {
    /// Its id.
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
    /// Which texts may be sent (IN-23, IN-24).
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

fn yes() -> bool {
    true
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

/// How far a STOP reaches.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum OptOutScope {
    /// All numbers of the organisation.
    #[default]
    #[serde(rename = "organisation")]
    Organisation,
    /// The number that the STOP was sent to.
    #[serde(rename = "number")]
    Number,
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

/// One of the organisation's own numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Number {
    /// The number.
    #[serde(rename = "number")]
    pub number: PhoneNumber,
    /// The carrier that serves it, as the carriers name themselves in the API.
    #[serde(rename = "carrier")]
    pub carrier: String,
    /// Whose number it is.
    #[serde(rename = "owner")]
    pub owner: NumberOwner,
    /// The team whose inbox its texts go to.
    #[serde(rename = "team")]
    pub team: TeamId,
    /// Who may answer from it.
    #[serde(rename = "send_policy", default)]
    pub send_policy: SendPolicy,
    /// Who answers STOP, START and HELP.
    #[serde(rename = "keywords", default)]
    pub keywords: KeywordAnswers,
}

/// Who answers STOP, START and HELP of those who text a number, as it is set up with its carrier. A keyword that the carrier says it
/// answered is never answered again.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum KeywordAnswers {
    /// The carrier, whole texts of its own list: as numbers are where nobody changed that. Whatever else asks the same, we answer.
    #[default]
    #[serde(rename = "carrier")]
    Carrier,
    /// The carrier, what it says that it answered: Twilio's Advanced Opt-Out, answers of a messaging profile of Telnyx. We answer the rest.
    #[serde(rename = "carrier_tells")]
    CarrierTells,
    /// We. The carrier's own handling is off.
    #[serde(rename = "product")]
    Product,
}

/// Whose number it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "scope")]
pub enum NumberOwner {
    /// The organisation's dedicated number (EL-15).
    #[serde(rename = "organisation")]
    Organisation,
    /// A campaign of a group at a location (MC-04).
    #[serde(rename = "campaign")]
    Campaign {
        /// The group.
        #[serde(rename = "group")]
        group: GroupId,
        /// The location.
        #[serde(rename = "location")]
        location: LocationId,
        /// The campaign's name.
        #[serde(rename = "campaign")]
        campaign: String,
    },
    /// One agent's own number (IN-04).
    #[serde(rename = "user")]
    User {
        /// The agent.
        #[serde(rename = "agent")]
        agent: AgentId,
    },
}

/// Who may answer in a conversation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum SendPolicy {
    /// The agent who claimed it (MC-31).
    #[default]
    #[serde(rename = "claim")]
    Claim,
    /// Anyone who may see it.
    #[serde(rename = "open")]
    Open,
}

/// A team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Team {
    /// Its id.
    #[serde(rename = "id")]
    pub id: TeamId,
    /// Its name.
    #[serde(rename = "name")]
    pub name: String,
}

/// A location.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Location {
    /// Its id.
    #[serde(rename = "id")]
    pub id: LocationId,
    /// Its name.
    #[serde(rename = "name")]
    pub name: String,
}

/// A group of locations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Its id.
    #[serde(rename = "id")]
    pub id: GroupId,
    /// Its name.
    #[serde(rename = "name")]
    pub name: String,
}

/// A person who answers members.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agent {
    /// Their id.
    #[serde(rename = "id")]
    pub id: AgentId,
    /// Their name.
    #[serde(rename = "name")]
    pub name: String,
    /// Where their notices go.
    #[serde(rename = "email")]
    pub email: String,
    /// What they may do.
    #[serde(rename = "role")]
    pub role: Role,
    /// The teams whose conversations they see (MC-05).
    #[serde(rename = "teams")]
    pub teams: Vec<TeamId>,
    /// Whether texts of their teams that nobody claimed are told to them by email.
    #[serde(rename = "subscribed", default)]
    pub subscribed: bool,
    /// Why no email is sent to them: their mailbox refused one for good, or they complained.
    #[serde(rename = "mail_stopped", default)]
    pub mail_stopped: Option<MailStop>,
    /// Whether pictures that members send are shown to them (IN-19).
    #[serde(rename = "display_images", default = "yes")]
    pub display_images: bool,
}

/// Why email to an agent was stopped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailStop {
    /// What happened.
    #[serde(rename = "reason")]
    pub reason: MailStopReason,
    /// When the mail service said so.
    #[serde(rename = "at")]
    pub at: jiff::Timestamp,
}

/// What stopped email to an agent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum MailStopReason {
    /// The mailbox does not exist or refuses for good.
    #[serde(rename = "bounced")]
    Bounced,
    /// The recipient marked an email as spam.
    #[serde(rename = "complained")]
    Complained,
}

/// What an agent may do beyond answering.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Role {
    /// Answers the conversations of their teams.
    #[serde(rename = "agent")]
    Agent,
    /// Sees and closes the conversations of all teams.
    #[serde(rename = "supervisor")]
    Supervisor,
    /// A supervisor who also runs the deployment.
    #[serde(rename = "admin")]
    Admin,
}

/// Something that not every role may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Permission {
    /// See the conversations of teams that one does not belong to.
    SeeAllTeams,
    /// Close a conversation that somebody else claimed.
    CloseForOthers,
    /// List and replay what could not be verified or processed.
    Operate,
    /// Export all that is stored of a number, as evidence.
    ExportEvidence,
}

impl Role {
    /// Whether the role includes the permission.
    pub fn permits(self, permission: Permission) -> bool {
        match permission {
            Permission::SeeAllTeams | Permission::CloseForOthers => {
                matches!(self, Self::Supervisor | Self::Admin)
            }
            Permission::Operate | Permission::ExportEvidence => matches!(self, Self::Admin),
        }
    }
}

impl Agent {
    /// Whether the conversations of `team` are theirs to see (MC-05).
    pub fn may_see(&self, team: &TeamId) -> bool {
        self.teams.contains(team) || self.role.permits(Permission::SeeAllTeams)
    }

    /// Whether what members send besides text is theirs to see (IN-19).
    pub fn may_see_pictures(&self, organisation: &Organisation) -> bool {
        organisation.documents.display && self.display_images
    }
}

/// All records of one organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Directory {
    /// The organisation itself.
    pub organisation: Organisation,
    /// Its numbers.
    pub numbers: Vec<Number>,
    /// Its locations.
    pub locations: Vec<Location>,
    /// Its groups.
    pub groups: Vec<Group>,
    /// Its teams.
    pub teams: Vec<Team>,
    /// Its agents.
    pub agents: Vec<Agent>,
    /// When automation texts, by id.
    pub triggers: Vec<Trigger>,
    /// Triggers that were deleted. They text nobody; histories tell their names.
    pub deleted_triggers: Vec<Trigger>,
}

impl Directory {
    /// The record of one of our numbers.
    pub fn number(&self, number: &PhoneNumber) -> Option<&Number> {
        self.numbers.iter().find(|n| n.number == *number)
    }

    /// An agent's record.
    pub fn agent(&self, id: &AgentId) -> Option<&Agent> {
        self.agents.iter().find(|a| a.id == *id)
    }

    /// The teams whose conversations `agent` sees.
    pub fn teams_seen_by(&self, agent: &Agent) -> Vec<TeamId> {
        self.teams
            .iter()
            .map(|t| t.id.clone())
            .filter(|t| agent.may_see(t))
            .collect()
    }
}
