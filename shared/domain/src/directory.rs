//! Who and what belongs to an organisation: the slowly changing records that every decision reads.

use serde::{Deserialize, Serialize};

use crate::id::{AgentId, GroupId, LocationId, OrganisationId, TeamId};
use crate::phone::PhoneNumber;
use crate::service_level::ServiceLevel;
use crate::trigger::Trigger;

/// An institution and what it chose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organisation {
    /// Its id.
    pub id: OrganisationId,
    /// Its full name.
    pub name: String,
    /// How it signs its texts and emails.
    pub brand: String,
    /// What a member who texts HELP is told to call or visit.
    pub help_contact: String,
    /// Which texts may be sent (IN-23, IN-24).
    pub service_level: ServiceLevel,
    /// Secret that thread and subscriber ids are derived with; never changes.
    pub salt: String,
    /// Whose texts a STOP ends.
    #[serde(default)]
    pub opt_out_scope: OptOutScope,
    /// How agents are told of texts.
    #[serde(default)]
    pub mail: MailSettings,
    /// What happens to pictures and files that members send.
    #[serde(default)]
    pub documents: DocumentSettings,
    /// Who may use a download link.
    #[serde(default)]
    pub downloads: DownloadSettings,
    /// What automation does by itself, besides the triggers.
    #[serde(default)]
    pub automation: AutomationSettings,
}

/// What automation does by itself, besides the triggers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AutomationSettings {
    /// Whether an applicant without consent is asked for it, once, when the application is created. Off by default: the
    /// question needs a lawful basis of its own.
    #[serde(default)]
    pub request_consent: bool,
    /// Our number that asks; the organisation's dedicated number when there is none.
    #[serde(default)]
    pub number: Option<PhoneNumber>,
}

/// What happens to pictures and files that members send.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentSettings {
    /// Whether picture messages are taken at all (IN-19).
    #[serde(default = "yes")]
    pub mms: bool,
    /// Whether pictures are shown to agents (IN-19, IN-20).
    #[serde(default = "yes")]
    pub display: bool,
    /// Whether the carrier is told to erase a message and its media once they are here.
    #[serde(default)]
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
    #[serde(default)]
    pub link_alone: bool,
    /// Whether another agent who may see the conversation may use it.
    #[serde(default)]
    pub any_agent: bool,
}

/// How far a STOP reaches.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OptOutScope {
    /// All numbers of the organisation.
    #[default]
    Organisation,
    /// The number that the STOP was sent to.
    Number,
}

/// How agents are told of texts by email.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailSettings {
    /// Whether the email quotes the text. Off by default: email is not confidential.
    #[serde(default)]
    pub include_text: bool,
    /// Minutes, 0 to 15, over which the texts of one conversation are told in one email; 0 is one email per text
    /// (EL-10). 15 is what a queue can delay.
    #[serde(default)]
    pub digest_minutes: u8,
}

/// One of the organisation's own numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Number {
    /// The number.
    pub number: PhoneNumber,
    /// The carrier that serves it, as the carriers name themselves in the API.
    pub carrier: String,
    /// Whose number it is.
    pub owner: NumberOwner,
    /// The team whose inbox its texts go to.
    pub team: TeamId,
    /// Who may answer from it.
    #[serde(default)]
    pub send_policy: SendPolicy,
}

/// Whose number it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "scope", rename_all = "snake_case")]
pub enum NumberOwner {
    /// The organisation's dedicated number (EL-15).
    Organisation,
    /// A campaign of a group at a location (MC-04).
    Campaign {
        /// The group.
        group: GroupId,
        /// The location.
        location: LocationId,
        /// The campaign's name.
        campaign: String,
    },
    /// One agent's own number (IN-04).
    User {
        /// The agent.
        agent: AgentId,
    },
}

/// Who may answer in a conversation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SendPolicy {
    /// The agent who claimed it (MC-31).
    #[default]
    Claim,
    /// Anyone who may see it.
    Open,
}

/// A team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Team {
    /// Its id.
    pub id: TeamId,
    /// Its name.
    pub name: String,
}

/// A location.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Location {
    /// Its id.
    pub id: LocationId,
    /// Its name.
    pub name: String,
}

/// A group of locations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Its id.
    pub id: GroupId,
    /// Its name.
    pub name: String,
}

/// A person who answers members.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agent {
    /// Their id.
    pub id: AgentId,
    /// Their name.
    pub name: String,
    /// Where their notices go.
    pub email: String,
    /// What they may do.
    pub role: Role,
    /// The teams whose conversations they see (MC-05).
    pub teams: Vec<TeamId>,
    /// Whether texts of their teams that nobody claimed are told to them by email.
    #[serde(default)]
    pub subscribed: bool,
    /// Why no email is sent to them: their mailbox refused one for good, or they complained.
    #[serde(default)]
    pub mail_stopped: Option<MailStop>,
    /// Whether pictures that members send are shown to them (IN-19).
    #[serde(default = "yes")]
    pub display_images: bool,
}

/// Why email to an agent was stopped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailStop {
    /// What happened.
    pub reason: MailStopReason,
    /// When the mail service said so.
    pub at: jiff::Timestamp,
}

/// What stopped email to an agent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailStopReason {
    /// The mailbox does not exist or refuses for good.
    Bounced,
    /// The recipient marked an email as spam.
    Complained,
}

/// What an agent may do beyond answering.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Answers the conversations of their teams.
    Agent,
    /// Sees and closes the conversations of all teams.
    Supervisor,
    /// A supervisor who also runs the deployment.
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
