//! What suspended agents leave behind, and whether anybody is left who administers: an operator is told before it is done.

use std::fmt::Write as _;

use anyhow::Result;
use memberline_administration::NAMED;
use memberline_domain::AgentId;
use memberline_domain::directory::administration::{Record, RecordKind, Records};
use memberline_domain::directory::{Agent, AgentStatus, NumberOwner};
use serde_json::{Value, json};

use super::Deployment;

/// What is said where [`leave_no_administrator`].
pub const NO_ADMINISTRATOR: &str = "nobody is left then who may administer the organisation";

/// Whether somebody administers an organisation with the records before, and nobody does with those after.
pub fn leave_no_administrator(before: &Records, after: &Records) -> bool {
    let are_administered = |records: &Records| records.agents().any(Agent::administers);
    are_administered(before) && !are_administered(after)
}

/// What a change of the directory leaves behind.
#[derive(Debug)]
pub struct LeftBehind {
    /// Whether nobody is left who administers the organisation.
    pub nobody_administers: bool,
    /// Whose own numbers those are of whom it suspends. They hold no conversations then: the change is not planned otherwise.
    pub agents: Vec<OwnNumbers>,
}

/// The own numbers of a suspended agent.
#[derive(Debug)]
pub struct OwnNumbers {
    pub agent: AgentId,
    pub numbers: Vec<String>,
}

/// What a suspended agent leaves behind.
#[derive(Debug)]
pub struct LeftByAgent {
    /// The conversations that they hold, some of them if there are many.
    pub holds: Vec<String>,
    /// The numbers that are theirs.
    pub own: OwnNumbers,
}

impl LeftBehind {
    /// What it leaves behind that an organisation's records become these others.
    pub fn by(before: &Records, after: &Records) -> Self {
        let is_active = |agent: &&Agent| agent.status == AgentStatus::Active;
        let shut_out = after.agents().filter(|agent| {
            agent.status == AgentStatus::Suspended && before.agent(&agent.id).as_ref().is_some_and(is_active)
        });
        Self {
            nobody_administers: leave_no_administrator(before, after),
            agents: shut_out.map(|agent| OwnNumbers::of(after, &agent.id)).collect(),
        }
    }

    /// It in words; nothing when nothing is left behind.
    pub fn words(&self) -> String {
        let mut text = String::new();
        if self.nobody_administers {
            let _ = writeln!(text, "{NO_ADMINISTRATOR}");
        }
        for left in &self.agents {
            text.push_str(&left.words());
        }
        text
    }

    /// The suspended agents for machines.
    pub fn json(&self) -> Value {
        let agents = self
            .agents
            .iter()
            .map(|left| json!({ "agent": left.agent.as_str(), "numbers": left.numbers }));
        agents.collect()
    }
}

impl LeftByAgent {
    /// What an agent has of an organisation with these records.
    pub async fn of(deployment: &Deployment, records: &Records, agent: &AgentId) -> Result<Self> {
        Ok(Self {
            holds: holds(deployment, records, agent).await?,
            own: OwnNumbers::of(records, agent),
        })
    }

    /// It in words; nothing when nothing is left behind.
    pub fn words(&self) -> String {
        let (mut text, agent) = (String::new(), &self.own.agent);
        if !self.holds.is_empty() {
            let listed = self.holds.join(", ");
            let _ = writeln!(text, "supervisors have to close what {agent} holds: {listed}");
        }
        text + &self.own.words()
    }
}

impl OwnNumbers {
    fn of(records: &Records, agent: &AgentId) -> Self {
        Self {
            agent: agent.clone(),
            numbers: numbers(records, agent),
        }
    }

    /// It in words; nothing when they have none.
    pub fn words(&self) -> String {
        let (mut text, agent) = (String::new(), &self.agent);
        for number in &self.numbers {
            let _ = writeln!(
                text,
                "{number} is the own number of {agent}: give it to somebody else, or to the organisation"
            );
        }
        text
    }
}

/// The open conversations that an agent claimed.
async fn holds(deployment: &Deployment, records: &Records, agent: &AgentId) -> Result<Vec<String>> {
    let (store, organisation) = (&deployment.store, &records.organisation);
    let held = store
        .held_conversations(organisation, agent, NAMED, |_| true)
        .await?;
    Ok(held.iter().map(ToString::to_string).collect())
}

fn numbers(records: &Records, agent: &AgentId) -> Vec<String> {
    let numbers = records.of(RecordKind::Number);
    numbers
        .filter_map(|found| match &found.record {
            Record::Number(number) => Some(number),
            _ => None,
        })
        .filter(|number| matches!(&number.owner, NumberOwner::User { agent: theirs } if theirs == agent))
        .map(|number| number.number.to_string())
        .collect()
}
