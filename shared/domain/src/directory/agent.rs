//! Agents, and what their roles permit.

use serde::{Deserialize, Serialize};

use crate::directory::Organisation;
use crate::id::{AgentId, TeamId};

/// A person who answers members.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agent {
    #[serde(rename = "id")]
    pub id: AgentId,
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
    /// Whether they may sign in.
    #[serde(rename = "status", default)]
    pub status: AgentStatus,
    /// The subject that the issuer of tokens knows them by; none until they are invited.
    #[serde(rename = "subject", default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// Why no email is sent to them: their mailbox refused one for good, or they complained.
    #[serde(rename = "mail_stopped", default)]
    pub mail_stopped: Option<MailStop>,
    /// Whether pictures that members send are shown to them (IN-19).
    #[serde(rename = "display_images", default = "super::organisation::yes")]
    pub display_images: bool,
}

/// Whether an agent may sign in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum AgentStatus {
    #[default]
    #[serde(rename = "active")]
    Active,
    /// Not any more, or not for now. What they wrote stays theirs.
    #[serde(rename = "suspended")]
    Suspended,
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
    /// A supervisor who also administers the organisation.
    #[serde(rename = "admin")]
    Admin,
}

/// Something that not every role may do: the one list of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Permission {
    /// See the conversations of teams that one does not belong to.
    SeeAllTeams,
    /// Close a conversation that somebody else claimed.
    CloseForOthers,
    /// Change the directory: agents, teams, numbers, triggers and what else belongs to it.
    Administer,
    /// List and replay what could not be verified or processed.
    Operate,
    /// Export all that is stored of a number, as evidence.
    ExportEvidence,
}

impl Permission {
    /// Every permission.
    pub const ALL: [Self; 5] = [
        Self::SeeAllTeams,
        Self::CloseForOthers,
        Self::Administer,
        Self::Operate,
        Self::ExportEvidence,
    ];

    /// The stable word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SeeAllTeams => "see_all_teams",
            Self::CloseForOthers => "close_for_others",
            Self::Administer => "administer",
            Self::Operate => "operate",
            Self::ExportEvidence => "export_evidence",
        }
    }
}

impl Role {
    /// All that the role permits.
    pub fn permissions(self) -> impl Iterator<Item = Permission> {
        Permission::ALL.into_iter().filter(move |p| self.permits(*p))
    }

    /// Whether the role includes the permission.
    pub fn permits(self, permission: Permission) -> bool {
        match permission {
            Permission::SeeAllTeams | Permission::CloseForOthers => {
                matches!(self, Self::Supervisor | Self::Admin)
            }
            Permission::Administer | Permission::Operate | Permission::ExportEvidence => {
                matches!(self, Self::Admin)
            }
        }
    }
}

impl Agent {
    /// Whether they may change the directory, and can sign in to do it.
    pub fn administers(&self) -> bool {
        self.role.permits(Permission::Administer)
            && self.status == AgentStatus::Active
            && self.subject.is_some()
    }

    /// Whether the conversations of `team` are theirs to see (MC-05).
    pub fn may_see(&self, team: &TeamId) -> bool {
        self.teams.contains(team) || self.role.permits(Permission::SeeAllTeams)
    }

    /// Whether what members send besides text is theirs to see (IN-19).
    pub fn may_see_pictures(&self, organisation: &Organisation) -> bool {
        organisation.documents.display && self.display_images
    }
}
