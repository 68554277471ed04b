//! An agent is shut out: by their record, which every function knows within half a minute, and at Cognito.

use std::fmt::Write as _;

use anyhow::Result;
use jiff::Timestamp;
use memberline_domain::AgentId;
use memberline_domain::directory::administration::{Decided, Record, RecordKind};
use memberline_domain::directory::{Agent, AgentStatus, NumberOwner};
use memberline_store::Row;
use memberline_store::keys::{List, agent_list};
use serde_json::{Value, json};

use super::people::{People, changed, changed_json};
use crate::operate::{Deployment, Refused, User};

/// How many conversations are named.
const NAMED: usize = 10;

/// A suspension as it would be carried out.
#[derive(Debug)]
pub struct Suspension {
    agent: Agent,
    decided: Option<Decided>,
    user: Option<User>,
    /// Whether it leaves nobody who administers the organisation.
    leaves_nobody: bool,
    /// The conversations that they hold, some of them if there are many.
    holds: Vec<String>,
    /// The numbers that are theirs.
    numbers: Vec<String>,
}

impl Suspension {
    /// What suspending an agent takes; nothing is changed. It is refused while they hold conversations, unless it is to be at once.
    pub async fn plan(
        deployment: &Deployment,
        people: &People,
        id: &AgentId,
        at_once: bool,
        now: Timestamp,
    ) -> Result<Self> {
        let before = people.known(id)?;
        let agent = Agent {
            status: AgentStatus::Suspended,
            ..before.clone()
        };
        let decided = people.decide(&agent, now)?;
        let holds = holds(deployment, people, id).await?;
        if !holds.is_empty() && !at_once && decided.is_some() {
            let listed = holds.join(", ");
            let why = format!(
                "nothing was changed: {id} holds conversations, which nobody else could answer: {listed}. Have a supervisor close them first, or say --at-once"
            );
            let problems = json!([{ "code": "conversations_held", "conversations": holds }]);
            return Err(Refused { why, problems }.into());
        }
        let user = match &deployment.pool {
            Some(pool) => {
                let known_by = agent.subject.as_ref().unwrap_or(&agent.email);
                pool.find(known_by).await?
            }
            None => None,
        };
        let remain = people
            .agents()
            .any(|other| other.id != *id && other.administers());
        Ok(Self {
            leaves_nobody: before.administers() && !remain,
            numbers: numbers(people, id),
            agent,
            decided,
            user,
            holds,
        })
    }

    /// The plan in words.
    pub fn words(&self) -> String {
        let mut text = changed(self.decided.as_ref());
        if self.decided.is_none() {
            let _ = writeln!(text, "{} is suspended in the directory already", self.agent.id);
        }
        if let Some(user) = &self.user {
            let _ = writeln!(
                text,
                "disable the Cognito user {}, and sign them out everywhere",
                user.email.as_ref().unwrap_or(&user.name)
            );
        }
        if self.leaves_nobody {
            text.push_str("nobody is left then who may administer the organisation\n");
        }
        if !self.holds.is_empty() {
            let listed = self.holds.join(", ");
            let _ = writeln!(text, "supervisors have to close what they hold: {listed}");
        }
        for number in &self.numbers {
            let _ = writeln!(
                text,
                "{number} is theirs: give it to somebody else, or to the organisation"
            );
        }
        text
    }

    /// The plan for machines.
    pub fn json(&self) -> Value {
        json!({
            "agent": self.agent.id.as_str(), "record": changed_json(self.decided.as_ref()),
            "user": self.user.as_ref().map(|user| user.name.as_str()), "leaves_no_administrator": self.leaves_nobody,
            "conversations": self.holds, "numbers": self.numbers,
        })
    }

    /// Does it: the record first, as it ends every session by itself.
    pub async fn carry_out(&self, deployment: &Deployment, people: &People, now: Timestamp) -> Result<()> {
        people.write(deployment, &self.agent, now).await?;
        if let (Some(pool), Some(user)) = (&deployment.pool, &self.user) {
            pool.disable(&user.name).await?;
            pool.sign_out(&user.name).await?;
        }
        Ok(())
    }
}

/// The open conversations that an agent claimed.
async fn holds(deployment: &Deployment, people: &People, id: &AgentId) -> Result<Vec<String>> {
    let organisation = &people.records.organisation;
    let tenant = deployment.tenant(organisation).await?;
    let pk = agent_list(organisation, id);
    let limit = u16::try_from(NAMED).unwrap_or(u16::MAX);
    let page = deployment
        .store
        .list(&tenant, List::Mine, &pk, (limit, None))
        .await?;
    let open = page.items.iter().filter_map(|(_, row)| match row {
        Row::Open(thread) => {
            let open = thread.conversation.as_ref()?;
            Some(format!("{}-{}", thread.id, open.ordinal))
        }
        Row::Closed(_) => None,
    });
    Ok(open.collect())
}

fn numbers(people: &People, id: &AgentId) -> Vec<String> {
    let numbers = people.records.of(RecordKind::Number);
    numbers
        .filter_map(|found| match &found.record {
            Record::Number(number) => Some(number),
            _ => None,
        })
        .filter(|number| matches!(&number.owner, NumberOwner::User { agent } if agent == id))
        .map(|number| number.number.to_string())
        .collect()
}
