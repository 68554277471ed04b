//! Somebody becomes an agent: first the user, whom a second run finds, then the record that names its subject, in one write.

use std::fmt::Write as _;

use anyhow::Result;
use clap::ValueEnum;
use jiff::Timestamp;
use memberline_domain::directory::administration::Decided;
use memberline_domain::directory::{Agent, AgentStatus, Role as DomainRole};
use memberline_domain::{AgentId, TeamId};
use serde_json::{Value, json};

use super::people::{People, changed, changed_json};
use crate::operate::{Deployment, Refused, User};

/// What an agent may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Role {
    /// Answers the conversations of their teams
    Agent,
    /// Sees and closes the conversations of all teams
    Supervisor,
    /// A supervisor who also administers the organisation
    Admin,
}

impl From<Role> for DomainRole {
    fn from(role: Role) -> Self {
        match role {
            Role::Agent => Self::Agent,
            Role::Supervisor => Self::Supervisor,
            Role::Admin => Self::Admin,
        }
    }
}

/// Who somebody is. What is not given stays as their record has it.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Person {
    /// Their name
    #[arg(long)]
    pub name: Option<String>,
    /// Where their notices go, and, with Cognito, what they sign in by
    #[arg(long)]
    pub email: Option<String>,
    /// What they may do
    #[arg(long)]
    pub role: Option<Role>,
    /// A team whose conversations they see; several times for several
    #[arg(long = "team", value_name = "TEAM")]
    pub teams: Vec<String>,
    /// Tell them by email of texts of their teams that nobody claimed
    #[arg(long)]
    pub subscribed: bool,
    /// The subject of their tokens, where Cognito is not the issuer
    #[arg(long)]
    pub subject: Option<String>,
}

impl Person {
    /// The agent that they become, who was there before or not.
    fn agent(&self, id: &AgentId, before: Option<&Agent>) -> Result<Agent, Refused> {
        let lacking = |option: &str| {
            let why = format!("{id} has no record yet: say --{option}");
            Refused::because(why)
        };
        let mut teams = Vec::new();
        for team in &self.teams {
            let id = TeamId::parse(team).map_err(|_| Refused::because(format!("{team} is no team's id")))?;
            if !teams.contains(&id) {
                teams.push(id);
            }
        }
        if teams.is_empty() {
            teams = before.map_or_else(Vec::new, |before| before.teams.clone());
        }
        let of_before = |field: fn(&Agent) -> &str| before.map(|before| field(before).to_owned());
        let name = self.name.clone().or_else(|| of_before(|before| &before.name));
        let email = self.email.clone().or_else(|| of_before(|before| &before.email));
        let role = self.role.map(DomainRole::from);
        Ok(Agent {
            id: id.clone(),
            name: name.ok_or_else(|| lacking("name"))?,
            email: email.ok_or_else(|| lacking("email"))?,
            role: role
                .or_else(|| before.map(|before| before.role))
                .ok_or_else(|| lacking("role"))?,
            teams,
            subscribed: self.subscribed || before.is_some_and(|before| before.subscribed),
            status: before.map_or(AgentStatus::Active, |before| before.status),
            subject: self
                .subject
                .clone()
                .or_else(|| before.and_then(|before| before.subject.clone())),
            mail_stopped: None,
            display_images: before.is_none_or(|before| before.display_images),
        })
    }
}

/// What becomes of the user.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    /// Another issuer has them.
    None,
    Create,
    Take(User),
    SendAgain(User),
}

/// An invitation as it would be carried out.
#[derive(Debug)]
pub struct Invitation {
    agent: Agent,
    user: Step,
    /// The record's change, as far as it is known before there is a user.
    decided: Option<Decided>,
}

impl Invitation {
    /// What inviting somebody takes; nothing is changed.
    pub async fn plan(
        deployment: &Deployment,
        people: &People,
        (id, person): (&AgentId, &Person),
        send_again: bool,
        now: Timestamp,
    ) -> Result<Self> {
        let before = people.records.agent(id);
        let mut agent = person.agent(id, before)?;
        if agent.status == AgentStatus::Suspended {
            return Err(Refused::because(format!("{id} is suspended: {}", reinstate(people, id))).into());
        }
        let user = user(deployment, person, &agent, send_again).await?;
        match &user {
            Step::Take(user) | Step::SendAgain(user) => {
                if !user.is_enabled {
                    let why = format!("{id} is disabled at Cognito: {}", reinstate(people, id));
                    return Err(Refused::because(why).into());
                }
                agent.subject = Some(user.subject.clone());
            }
            Step::Create => agent.subject = None,
            Step::None => {}
        }
        // The rules of the directory hold before there is a user.
        let decided = people.decide(&agent, now)?;
        people.refuse_taken(deployment, &agent).await?;
        Ok(Self { agent, user, decided })
    }

    /// Whether nothing is left to do.
    pub fn is_done(&self) -> bool {
        self.decided.is_none() && matches!(self.user, Step::None | Step::Take(_))
    }

    /// The plan in words.
    pub fn words(&self) -> String {
        let Agent { email, .. } = &self.agent;
        let mut text = changed(self.decided.as_ref());
        let user = match &self.user {
            Step::None => return text,
            Step::Create => {
                format!("create the Cognito user {email}, and mail them a password for the first time")
            }
            Step::Take(user) => format!("take the Cognito user {}, who is there already", user.shown()),
            Step::SendAgain(user) => format!("mail the Cognito user {} another first password", user.shown()),
        };
        let _ = writeln!(text, "{user}");
        text
    }

    /// The plan for machines.
    pub fn json(&self) -> Value {
        let user = match &self.user {
            Step::None => "none",
            Step::Create => "create",
            Step::Take(_) => "take",
            Step::SendAgain(_) => "send_again",
        };
        json!({
            "agent": self.agent.id.as_str(), "email": self.agent.email, "subject": self.agent.subject,
            "user": user, "record": changed_json(self.decided.as_ref()),
        })
    }

    /// Does it. The subject that the agent signs in as.
    pub async fn carry_out(
        &self,
        deployment: &Deployment,
        people: &People,
        now: Timestamp,
    ) -> Result<String> {
        let mut agent = self.agent.clone();
        if let (Step::Create, Some(pool)) = (&self.user, &deployment.pool) {
            agent.subject = Some(pool.create(&agent.email).await?.subject);
        }
        people.write(deployment, &agent, now).await?;
        // Last, as each time mails another password.
        if let (Step::SendAgain(user), Some(pool)) = (&self.user, &deployment.pool) {
            pool.invite_again(user).await?;
        }
        Ok(agent.subject.unwrap_or_default())
    }
}

fn reinstate(people: &People, id: &AgentId) -> String {
    let organisation = &people.records.organisation;
    format!("`memberline agents reinstate {organisation} {id}` lets them sign in again")
}

/// Who somebody is at the issuer.
async fn user(deployment: &Deployment, person: &Person, agent: &Agent, send_again: bool) -> Result<Step> {
    let Some(pool) = &deployment.pool else {
        let why = if send_again {
            "this deployment has no user pool: its issuer of tokens invites"
        } else if agent.subject.is_none() {
            "this deployment has no user pool: say by --subject what its issuer of tokens calls them"
        } else {
            return Ok(Step::None);
        };
        return Err(Refused::because(why).into());
    };
    if person.subject.is_some() {
        let why = "Cognito is the issuer here, and gives the subject: leave --subject out";
        return Err(Refused::because(why).into());
    }
    let mut found = match &agent.subject {
        Some(subject) => pool.find(subject).await?,
        None => None,
    };
    if found.is_none() {
        found = pool.find(&agent.email).await?;
    }
    match (found, send_again) {
        (Some(user), true) if user.is_awaited() => Ok(Step::SendAgain(user)),
        (Some(user), true) => {
            let why = format!(
                "{} signed in already, and can ask for a new password",
                user.shown()
            );
            Err(Refused::because(why).into())
        }
        (Some(user), false) => Ok(Step::Take(user)),
        (None, _) => Ok(Step::Create),
    }
}
