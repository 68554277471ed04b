//! Roles, and what each permits.

use serde::{Deserialize, Serialize};

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
