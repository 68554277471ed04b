//! Groups and teams as files and the API write them.

use memberline_domain::directory::administration::{FieldProblem, Record};
use memberline_domain::directory::{Group, Team};
use memberline_domain::{GroupId, TeamId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::reading::{Form, Reading};

/// Locations that share campaigns and quick replies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Group)]
pub struct GroupForm {
    /// Lower-case letters, digits and hyphens.
    #[schema(pattern = "^[a-z0-9-]{1,40}$", examples("retail"))]
    pub id: String,
    #[schema(examples("Retail"))]
    pub name: String,
}

impl From<&Group> for GroupForm {
    fn from(group: &Group) -> Self {
        Self {
            id: group.id.to_string(),
            name: group.name.clone(),
        }
    }
}

impl Form for GroupForm {
    fn record(self) -> Result<Record, Vec<FieldProblem>> {
        let mut reading = Reading::default();
        let id = reading.id("/id", GroupId::parse(&self.id));
        let name = self.name;
        reading.end(id.map(|id| Record::Group(Group { id, name })))
    }
}

/// Agents who share an inbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Team)]
pub struct TeamForm {
    /// Lower-case letters, digits and hyphens.
    #[schema(pattern = "^[a-z0-9-]{1,40}$", examples("lending"))]
    pub id: String,
    #[schema(examples("Lending"))]
    pub name: String,
}

impl From<&Team> for TeamForm {
    fn from(team: &Team) -> Self {
        Self {
            id: team.id.to_string(),
            name: team.name.clone(),
        }
    }
}

impl Form for TeamForm {
    fn record(self) -> Result<Record, Vec<FieldProblem>> {
        let mut reading = Reading::default();
        let id = reading.id("/id", TeamId::parse(&self.id));
        let name = self.name;
        reading.end(id.map(|id| Record::Team(Team { id, name })))
    }
}
