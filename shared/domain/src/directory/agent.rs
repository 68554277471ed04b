//! Agents.

use serde::{Deserialize, Serialize};

use crate::directory::{Organisation, Permission, Role};
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
    /// May not sign in. What they wrote stays theirs.
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

impl Agent {
    /// Whether they can sign in.
    pub fn signs_in(&self) -> bool {
        self.status == AgentStatus::Active && self.subject.is_some()
    }

    /// Whether they may change the directory, and can sign in to do it.
    pub fn administers(&self) -> bool {
        self.role.permits(Permission::Administer) && self.signs_in()
    }

    /// Whether the conversations of `team` are theirs to see (MC-05).
    pub fn may_see(&self, team: &TeamId) -> bool {
        self.teams.contains(team) || self.role.permits(Permission::SeeAllTeams)
    }

    /// Whether they see less than they did before: teams were taken from them, or they may not sign in any more.
    pub fn sees_less_than(&self, before: &Self) -> bool {
        let sees_all = |agent: &Self| agent.role.permits(Permission::SeeAllTeams);
        let may_see_less =
            || sees_all(before) && !sees_all(self) || before.teams.iter().any(|team| !self.may_see(team));
        before.status == AgentStatus::Active && (self.status == AgentStatus::Suspended || may_see_less())
    }

    /// Whether what members send besides text is theirs to see (IN-19).
    pub fn may_see_pictures(&self, organisation: &Organisation) -> bool {
        organisation.documents.display && self.display_images
    }
}
