//! An agent is shut out: by their record, which every function knows within half a minute, and at Cognito.

use std::fmt::Write as _;

use anyhow::Result;
use jiff::Timestamp;
use memberline_administration::held;
use memberline_domain::AgentId;
use memberline_domain::directory::administration::{Decided, Record};
use memberline_domain::directory::{Agent, AgentStatus};
use serde_json::{Value, json};

use super::people::{People, changed, changed_json, refused, user_of};
use crate::operate::left_behind::{LeftByAgent, NO_ADMINISTRATOR, leave_no_administrator};
use crate::operate::{Deployment, User};

/// A suspension as it would be carried out.
#[derive(Debug)]
pub struct Suspension {
    agent: Agent,
    /// Whether it does not wait for the conversations that they hold.
    at_once: bool,
    decided: Option<Decided>,
    user: Option<User>,
    /// Whether it leaves nobody who administers the organisation.
    leaves_nobody: bool,
    /// What they leave behind, also when they were suspended before.
    left: LeftByAgent,
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
        let agent = Agent {
            status: AgentStatus::Suspended,
            ..people.known(id)?.clone()
        };
        let decided = people.decide(&agent, now)?;
        let left = LeftByAgent::of(deployment, &people.records, id).await?;
        if !at_once {
            let suspended = Record::Agent(agent.clone());
            if let Some(refusal) = held(&deployment.store, &people.records, &suspended).await? {
                return Err(refused(&refusal).into());
            }
        }
        let user = user_of(deployment, &agent).await?;
        let leaves_nobody = decided.as_ref().is_some_and(|decided| {
            let after = people.records.after(decided);
            leave_no_administrator(&people.records, &after)
        });
        Ok(Self {
            agent,
            at_once,
            decided,
            user,
            leaves_nobody,
            left,
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
                user.shown()
            );
        }
        if self.leaves_nobody {
            let _ = writeln!(text, "{NO_ADMINISTRATOR}");
        }
        text.push_str(&self.left.words());
        text
    }

    /// The plan for machines.
    pub fn json(&self) -> Value {
        json!({
            "agent": self.agent.id.as_str(), "record": changed_json(self.decided.as_ref()),
            "user": self.user.as_ref().map(|user| user.name.as_str()), "leaves_no_administrator": self.leaves_nobody,
            "conversations": self.left.holds, "numbers": self.left.own.numbers,
        })
    }

    /// Does it: the record first, as it ends every session by itself.
    pub async fn carry_out(&self, deployment: &Deployment, people: &People, now: Timestamp) -> Result<()> {
        if self.at_once {
            people.write_at_once(deployment, &self.agent, now).await?;
        } else {
            people.write(deployment, &self.agent, now).await?;
        }
        if let (Some(pool), Some(user)) = (&deployment.pool, &self.user) {
            pool.disable(&user.name).await?;
            pool.sign_out(&user.name).await?;
        }
        Ok(())
    }
}
