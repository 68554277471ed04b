//! Who may do what, and when they last signed in.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anyhow::Result;
use futures_util::stream::{self, StreamExt as _, TryStreamExt as _};
use jiff::Timestamp;
use memberline_domain::directory::{Agent, AgentStatus, Permission, Role};
use memberline_domain::{AgentId, TeamId};
use serde_json::{Value, json};

use super::people::People;
use crate::operate::say::table;
use crate::operate::{Deployment, Pool, User};

/// How many users are asked for at once.
const AT_ONCE: usize = 8;

/// An agent, and what is known of them.
struct Line {
    agent: Agent,
    last_signed_in_at: Option<Timestamp>,
    user: Option<User>,
}

/// What a review found.
pub struct Reviewed {
    lines: Vec<Line>,
    has_pool: bool,
    /// Users of the pool who are no agent of any organisation.
    strangers: Vec<User>,
}

impl Reviewed {
    /// Reviews the agents of an organisation.
    pub async fn of(deployment: &Deployment, people: &People) -> Result<Self> {
        let signed_in = deployment
            .store
            .last_sign_ins(&people.records.organisation)
            .await?;
        let (users, strangers) = match &deployment.pool {
            Some(pool) => (
                users(pool, people).await?,
                strangers(deployment, pool, people).await?,
            ),
            None => (BTreeMap::new(), Vec::new()),
        };
        let lines = people.records.agents().map(|agent| Line {
            agent: agent.clone(),
            last_signed_in_at: signed_in.get(&agent.id).copied(),
            user: users.get(&agent.id).cloned(),
        });
        Ok(Self {
            lines: lines.collect(),
            has_pool: deployment.pool.is_some(),
            strangers,
        })
    }

    /// The review as a table.
    pub fn words(&self) -> String {
        let rows: Vec<[String; 8]> = self
            .lines
            .iter()
            .map(|line| {
                let agent = &line.agent;
                [
                    agent.id.to_string(),
                    agent.name.clone(),
                    agent.email.clone(),
                    role(agent.role).to_owned(),
                    or_dash(&teams(agent)),
                    or_dash(&permissions(agent)),
                    self.may_sign_in(line),
                    line.last_signed_in_at
                        .map_or_else(|| "never seen".to_owned(), |at| at.to_string()),
                ]
            })
            .collect();
        let header = [
            "AGENT",
            "NAME",
            "EMAIL",
            "ROLE",
            "TEAMS",
            "MAY BESIDES",
            "SIGN-IN",
            "LAST SIGNED IN",
        ];
        let mut text = table(header, &rows);
        for user in &self.strangers {
            let _ = write!(
                text,
                "\nno agent of any organisation: the Cognito user {}",
                user.shown()
            );
        }
        text
    }

    /// The review for machines.
    pub fn json(&self) -> Value {
        let agents = self.lines.iter().map(|line| {
            let agent = &line.agent;
            let permissions: Vec<&str> = agent.role.permissions().map(Permission::as_str).collect();
            let teams: Vec<&str> = agent.teams.iter().map(TeamId::as_str).collect();
            json!({
                "id": agent.id.as_str(), "name": agent.name, "email": agent.email, "role": role(agent.role),
                "teams": teams, "permissions": permissions, "status": status(agent.status), "subject": agent.subject,
                "last_signed_in_at": line.last_signed_in_at.map(|at| at.to_string()),
                "user": line.user.as_ref().map(user_json),
            })
        });
        json!({
            "agents": agents.collect::<Vec<_>>(),
            "strangers": self.strangers.iter().map(user_json).collect::<Vec<_>>(),
        })
    }

    fn may_sign_in(&self, line: &Line) -> String {
        if line.agent.status == AgentStatus::Suspended {
            return match &line.user {
                Some(user) if user.is_enabled => "suspended; enabled at Cognito".to_owned(),
                _ => "suspended".to_owned(),
            };
        }
        match (&line.agent.subject, &line.user) {
            (None, _) => "not invited".to_owned(),
            (Some(_), None) if self.has_pool => "no user at Cognito".to_owned(),
            (Some(_), None) => "active".to_owned(),
            (Some(_), Some(user)) if !user.is_enabled => "disabled at Cognito".to_owned(),
            (Some(_), Some(user)) if user.is_awaited() => "invited".to_owned(),
            (Some(_), Some(user)) if user.second_factors.is_empty() => "active, no second factor".to_owned(),
            (Some(_), Some(user)) => format!("active, {}", user.second_factors.join(" ")),
        }
    }
}

fn role(role: Role) -> &'static str {
    match role {
        Role::Agent => "agent",
        Role::Supervisor => "supervisor",
        Role::Admin => "admin",
    }
}

fn status(status: AgentStatus) -> &'static str {
    match status {
        AgentStatus::Active => "active",
        AgentStatus::Suspended => "suspended",
    }
}

fn teams(agent: &Agent) -> String {
    let teams: Vec<&str> = agent.teams.iter().map(TeamId::as_str).collect();
    teams.join(" ")
}

fn permissions(agent: &Agent) -> String {
    let permissions: Vec<&str> = agent.role.permissions().map(Permission::as_str).collect();
    permissions.join(" ")
}

fn or_dash(text: &str) -> String {
    if text.is_empty() { "-" } else { text }.to_owned()
}

fn user_json(user: &User) -> Value {
    json!({
        "name": user.name, "email": user.email, "enabled": user.is_enabled, "status": user.status,
        "second_factors": user.second_factors,
    })
}

/// The users of those who were invited.
async fn users(pool: &Pool, people: &People) -> Result<BTreeMap<AgentId, User>> {
    let invited = people
        .records
        .agents()
        .filter_map(|agent| Some((agent.id.clone(), agent.subject.clone()?)));
    let invited: Vec<(AgentId, String)> = invited.collect();
    let found = stream::iter(invited)
        .map(|(id, subject)| async move { anyhow::Ok((id, pool.find(&subject).await?)) })
        .buffer_unordered(AT_ONCE);
    found
        .try_filter_map(async |(id, user)| Ok(user.map(|user| (id, user))))
        .try_collect()
        .await
}

/// The users who are no agent of any organisation: nobody finished inviting them, or their record was given another subject.
async fn strangers(deployment: &Deployment, pool: &Pool, people: &People) -> Result<Vec<User>> {
    let mut strangers = Vec::new();
    for user in pool.users().await? {
        let is_known = people
            .records
            .agents()
            .any(|agent| agent.subject.as_ref() == Some(&user.subject));
        if !is_known && deployment.store.agent_of(&user.subject).await?.is_none() {
            strangers.push(user);
        }
    }
    Ok(strangers)
}
