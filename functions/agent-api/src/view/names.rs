//! Names from the directory.

use memberline_domain::directory::Directory;
use memberline_domain::{AgentId, GroupId, LocationId, TeamId};
use serde::Serialize;
use utoipa::ToSchema;

/// Something with an id that people know by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Named {
    /// The id: lower-case letters, digits and hyphens.
    #[schema(examples("maria"))]
    pub(crate) id: String,
    /// The name; the id again when the record was removed.
    #[schema(examples("Maria Lopez"))]
    pub(crate) name: String,
}

impl Named {
    pub(crate) fn new(id: &impl ToString, name: Option<&String>) -> Self {
        let id = id.to_string();
        Self {
            name: name.unwrap_or(&id).clone(),
            id,
        }
    }

    pub(crate) fn agent(directory: &Directory, id: &AgentId) -> Self {
        Self::new(id, directory.agent(id).map(|a| &a.name))
    }

    pub(crate) fn team(directory: &Directory, id: &TeamId) -> Self {
        let team = directory.teams.iter().find(|t| t.id == *id);
        Self::new(id, team.map(|t| &t.name))
    }

    pub(crate) fn group(directory: &Directory, id: &GroupId) -> Self {
        let group = directory.groups.iter().find(|g| g.id == *id);
        Self::new(id, group.map(|g| &g.name))
    }

    pub(crate) fn location(directory: &Directory, id: &LocationId) -> Self {
        let location = directory.locations.iter().find(|l| l.id == *id);
        Self::new(id, location.map(|l| &l.name))
    }
}
