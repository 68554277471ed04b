//! A suspended agent may sign in again.

use std::fmt::Write as _;

use anyhow::Result;
use jiff::Timestamp;
use memberline_domain::AgentId;
use memberline_domain::directory::administration::Decided;
use memberline_domain::directory::{Agent, AgentStatus};
use serde_json::{Value, json};

use super::people::{People, changed, changed_json, user_of};
use crate::operate::{Deployment, User};

/// A reinstatement as it would be carried out.
#[derive(Debug)]
pub struct Reinstatement {
    agent: Agent,
    decided: Option<Decided>,
    /// The user, if they are disabled.
    disabled: Option<User>,
}

impl Reinstatement {
    /// What it takes; nothing is changed.
    pub async fn plan(
        deployment: &Deployment,
        people: &People,
        id: &AgentId,
        now: Timestamp,
    ) -> Result<Self> {
        let agent = Agent {
            status: AgentStatus::Active,
            ..people.known(id)?.clone()
        };
        let decided = people.decide(&agent, now)?;
        let user = user_of(deployment, &agent).await?;
        Ok(Self {
            agent,
            decided,
            disabled: user.filter(|user| !user.is_enabled),
        })
    }

    /// Whether nothing is left to do.
    pub fn is_done(&self) -> bool {
        self.decided.is_none() && self.disabled.is_none()
    }

    /// What to say once it is done, or was before: whoever has no subject yet cannot sign in.
    pub fn told(&self, people: &People) -> String {
        let Agent { id, subject, .. } = &self.agent;
        let organisation = &people.records.organisation;
        match (subject, self.is_done()) {
            (Some(_), true) => "there is nothing to do".to_owned(),
            (Some(_), false) => format!("{id} may sign in again"),
            (None, _) => format!(
                "{id} is active, and cannot sign in yet, as no subject is known of them: `memberline agents invite {organisation} {id}`"
            ),
        }
    }

    /// The plan in words.
    pub fn words(&self) -> String {
        let mut text = changed(self.decided.as_ref());
        if let Some(user) = &self.disabled {
            let _ = writeln!(text, "enable the Cognito user {}", user.shown());
        }
        text
    }

    /// The plan for machines.
    pub fn json(&self) -> Value {
        json!({
            "agent": self.agent.id.as_str(), "subject": self.agent.subject,
            "record": changed_json(self.decided.as_ref()),
            "user": self.disabled.as_ref().map(|user| user.name.as_str()),
        })
    }

    /// Does it: the user first, so that whoever is active in the directory can sign in.
    pub async fn carry_out(&self, deployment: &Deployment, people: &People, now: Timestamp) -> Result<()> {
        if let (Some(pool), Some(user)) = (&deployment.pool, &self.disabled) {
            pool.enable(&user.name).await?;
        }
        people.write(deployment, &self.agent, now).await
    }
}
