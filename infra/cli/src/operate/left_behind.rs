//! What suspended agents leave behind, and whether anybody is left who administers: an operator is told before it is done.

use std::fmt::Write as _;

use anyhow::Result;
use memberline_domain::AgentId;
use memberline_domain::directory::administration::{Record, RecordKind, Records};
use memberline_domain::directory::{Agent, AgentStatus, NumberOwner};
use memberline_store::Row;
use memberline_store::keys::{List, agent_list};
use serde_json::{Value, json};

use super::Deployment;

/// How many conversations of an agent are named.
const NAMED: u16 = 10;

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
    /// What those leave who are suspended by it.
    pub agents: Vec<LeftByAgent>,
}

/// What a suspended agent leaves behind.
#[derive(Debug)]
pub struct LeftByAgent {
    pub agent: AgentId,
    /// The conversations that they hold, some of them if there are many.
    pub holds: Vec<String>,
    /// The numbers that are theirs.
    pub numbers: Vec<String>,
}

impl LeftBehind {
    /// What it leaves behind that an organisation's records become these others.
    pub async fn by(deployment: &Deployment, before: &Records, after: &Records) -> Result<Self> {
        let is_active = |agent: &&Agent| agent.status == AgentStatus::Active;
        let shut_out = after.agents().filter(|agent| {
            agent.status == AgentStatus::Suspended && before.agent(&agent.id).as_ref().is_some_and(is_active)
        });
        let mut agents = Vec::new();
        for agent in shut_out {
            agents.push(LeftByAgent::of(deployment, after, &agent.id).await?);
        }
        Ok(Self {
            nobody_administers: leave_no_administrator(before, after),
            agents,
        })
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
        let agents = self.agents.iter().map(|left| {
            json!({ "agent": left.agent.as_str(), "conversations": left.holds, "numbers": left.numbers })
        });
        agents.collect()
    }
}

impl LeftByAgent {
    /// What an agent has of an organisation with these records.
    pub async fn of(deployment: &Deployment, records: &Records, agent: &AgentId) -> Result<Self> {
        Ok(Self {
            agent: agent.clone(),
            holds: holds(deployment, records, agent).await?,
            numbers: numbers(records, agent),
        })
    }

    /// It in words; nothing when nothing is left behind.
    pub fn words(&self) -> String {
        let (mut text, agent) = (String::new(), &self.agent);
        if !self.holds.is_empty() {
            let listed = self.holds.join(", ");
            let _ = writeln!(text, "supervisors have to close what {agent} holds: {listed}");
        }
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
    let organisation = &records.organisation;
    let tenant = deployment.tenant(organisation).await?;
    let pk = agent_list(organisation, agent);
    let store = &deployment.store;
    let page = store.list(&tenant, List::Mine, &pk, (NAMED, None)).await?;
    let open = page.items.iter().filter_map(|(_, row)| match row {
        Row::Open(thread) => {
            let open = thread.conversation.as_ref()?;
            Some(format!("{}-{}", thread.id, open.ordinal))
        }
        Row::Closed(_) => None,
    });
    Ok(open.collect())
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
