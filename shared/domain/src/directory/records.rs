//! All records of one organisation.

use crate::directory::{
    Agent, AgentStatus, BusinessHours, Group, Location, Number, NumberOwner, Organisation, Team, Trigger,
};
use crate::id::{AgentId, TeamId};
use crate::phone::PhoneNumber;

/// All records of one organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Directory {
    /// The organisation itself.
    pub organisation: Organisation,
    pub numbers: Vec<Number>,
    pub locations: Vec<Location>,
    pub groups: Vec<Group>,
    pub teams: Vec<Team>,
    pub agents: Vec<Agent>,
    /// When automation texts, by id.
    pub triggers: Vec<Trigger>,
    /// Triggers that were deleted. They text nobody; histories tell their names.
    pub deleted_triggers: Vec<Trigger>,
    /// When teams are there to answer.
    pub hours: Vec<BusinessHours>,
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

    /// An agent who is not suspended.
    pub fn active_agent(&self, id: &AgentId) -> Option<&Agent> {
        self.agent(id).filter(|agent| agent.status == AgentStatus::Active)
    }

    /// The teams whose conversations `agent` sees.
    pub fn teams_seen_by(&self, agent: &Agent) -> Vec<TeamId> {
        self.teams
            .iter()
            .map(|t| t.id.clone())
            .filter(|t| agent.may_see(t))
            .collect()
    }

    /// Which of our numbers the agent texts from: the one asked for if they see what comes to it, else their own, else one of their
    /// teams', else any that they see.
    pub fn texting_number(&self, agent: &Agent, asked: Option<&str>) -> Option<&Number> {
        let mine =
            |number: &&Number| matches!(&number.owner, NumberOwner::User { agent: of } if *of == agent.id);
        let ours = |number: &&Number| agent.teams.contains(&number.team);
        let seen = |number: &&Number| agent.may_see(&number.team);
        match asked {
            Some(asked) => {
                let asked = PhoneNumber::parse(asked).ok();
                asked.and_then(|asked| self.number(&asked)).filter(seen)
            }
            None => self
                .numbers
                .iter()
                .find(mine)
                .or_else(|| self.numbers.iter().find(ours))
                .or_else(|| self.numbers.iter().find(seen)),
        }
    }
}
