//! Agents as files and the API write them.

use memberline_domain::directory::Agent;
use memberline_domain::directory::administration::{FieldProblem, Record};
use memberline_domain::{AgentId, TeamId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::reading::{Form, Reading, yes};
use super::words::{AgentStatusWord, RoleWord};

/// A person who answers members.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Agent)]
pub struct AgentForm {
    /// Lower-case letters, digits and hyphens.
    #[schema(pattern = "^[a-z0-9-]{1,40}$", examples("maria"))]
    pub id: String,
    #[schema(examples("Maria Lopez"))]
    pub name: String,
    /// Where their notices go.
    #[schema(examples("maria@lakeside.example"))]
    pub email: String,
    pub role: RoleWord,
    /// The teams whose conversations they see.
    #[serde(default)]
    pub teams: Vec<String>,
    /// Whether texts of their teams that nobody claimed are told to them by email.
    #[serde(default)]
    pub subscribed: bool,
    /// Whether they may sign in. A suspended agent is out within half a minute.
    #[serde(default = "active")]
    pub status: AgentStatusWord,
    /// The subject that the issuer of tokens knows them by; absent until they are invited. A file that leaves it out leaves it as it is.
    #[serde(default)]
    pub subject: Option<String>,
    /// Whether pictures that members send are shown to them.
    #[serde(default = "yes")]
    pub display_images: bool,
}

const fn active() -> AgentStatusWord {
    AgentStatusWord::Active
}

impl From<&Agent> for AgentForm {
    fn from(agent: &Agent) -> Self {
        Self {
            id: agent.id.to_string(),
            name: agent.name.clone(),
            email: agent.email.clone(),
            role: agent.role.into(),
            teams: agent.teams.iter().map(ToString::to_string).collect(),
            subscribed: agent.subscribed,
            status: agent.status.into(),
            subject: agent.subject.clone(),
            display_images: agent.display_images,
        }
    }
}

impl Form for AgentForm {
    fn record(self) -> Result<Record, Vec<FieldProblem>> {
        let mut reading = Reading::default();
        let id = reading.id("/id", AgentId::parse(&self.id));
        let mut teams = Vec::new();
        for (place, team) in self.teams.iter().enumerate() {
            teams.extend(reading.id(format!("/teams/{place}"), TeamId::parse(team)));
        }
        reading.end(id.map(|id| {
            Record::Agent(Agent {
                id,
                name: self.name,
                email: self.email,
                role: self.role.into(),
                teams,
                subscribed: self.subscribed,
                status: self.status.into(),
                subject: self.subject,
                mail_stopped: None,
                display_images: self.display_images,
            })
        }))
    }
}
