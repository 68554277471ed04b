//! Agents as files and the API write them.

use std::collections::BTreeSet;

use memberline_domain::directory::administration::{FieldProblem, Record, Unsaid};
use memberline_domain::directory::{Agent, AgentStatus};
use memberline_domain::{AgentId, TeamId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::reading::{Form, Reading, said};
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
    /// Whether texts of their teams that nobody claimed are told to them by email. Left out, it stays as it is; a new agent's are not.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = bool)]
    pub subscribed: Option<bool>,
    /// Whether they may sign in. A suspended agent is out within half a minute. Left out, it stays as it is; a new agent is active.
    /// `active` lets a suspended agent in again, but not in a file.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = AgentStatusWord)]
    pub status: Option<AgentStatusWord>,
    /// The subject that the issuer of tokens knows them by; null until they are invited. Left out, it stays as it is. Null takes it
    /// away, but not in a file.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<String>)]
    pub subject: Option<Option<String>>,
    /// Whether pictures that members send are shown to them. Left out, it stays as it is; to a new agent they are.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = bool)]
    pub display_images: Option<bool>,
}

impl From<&Agent> for AgentForm {
    fn from(agent: &Agent) -> Self {
        Self {
            id: agent.id.to_string(),
            name: agent.name.clone(),
            email: agent.email.clone(),
            role: agent.role.into(),
            teams: agent.teams.iter().map(ToString::to_string).collect(),
            subscribed: Some(agent.subscribed),
            status: Some(agent.status.into()),
            subject: Some(agent.subject.clone()),
            display_images: Some(agent.display_images),
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
                subscribed: self.subscribed.unwrap_or_default(),
                status: self.status.map_or(AgentStatus::Active, Into::into),
                subject: self.subject.flatten(),
                mail_stopped: None,
                display_images: self.display_images.unwrap_or(true),
            })
        }))
    }

    fn unsaid(&self) -> BTreeSet<Unsaid> {
        let fields = [
            (Unsaid::Status, self.status.is_none()),
            (Unsaid::Subject, self.subject.is_none()),
            (Unsaid::Subscribed, self.subscribed.is_none()),
            (Unsaid::DisplayImages, self.display_images.is_none()),
        ];
        let left_out = fields.into_iter().filter(|(_, is_left_out)| *is_left_out);
        left_out.map(|(field, _)| field).collect()
    }
}
