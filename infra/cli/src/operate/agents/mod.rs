//! `memberline agents`: the people who answer members, in the directory and at Cognito, where that is the issuer of their tokens.

mod invite;
mod people;
mod reinstate;
mod review;
mod suspend;

use anyhow::Result;
use clap::Subcommand;
use memberline_domain::AgentId;

use super::say::{agree, answer, note};
use super::{Deployment, Refused, Target, organisation_id};
use crate::outcome::Outcome;

pub use invite::{Invitation, Person, Role};
pub use people::People;
pub use reinstate::Reinstatement;
pub use review::Reviewed;
pub use suspend::Suspension;

/// What is done with agents.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make somebody an agent: their record, and their user where Cognito is the issuer
    #[command(after_help = "\
Examples:
  memberline agents invite lakeside maria --name \"Maria Lopez\" --email maria@lakeside.example --role agent --team lending
  memberline agents invite lakeside maria                  # a record that `directory apply` made without a subject
  memberline agents invite lakeside maria --send-again     # the first password lasts three days
  memberline agents invite lakeside maria --subject 8c5e…  # another issuer than Cognito tells the subject

Cognito mails the password for the first time. Of a record that is there already, what is not given stays. Interrupted, the command is
run again.")]
    Invite {
        #[command(flatten)]
        who: Who,
        #[command(flatten)]
        person: Person,
        /// Mail the invitation once more to who never signed in
        #[arg(long)]
        send_again: bool,
    },
    /// Shut an agent out: everywhere within half a minute
    #[command(after_help = "\
Examples:
  memberline agents suspend lakeside maria
  memberline agents suspend lakeside maria --at-once --yes

It is refused while the agent holds conversations, which nobody else could answer: have a supervisor close them first, or say --at-once. What
the agent wrote stays theirs. `memberline agents reinstate` takes it back.")]
    Suspend {
        #[command(flatten)]
        who: Who,
        /// Whatever conversations the agent holds: supervisors can close them afterwards
        #[arg(long)]
        at_once: bool,
    },
    /// Let a suspended agent sign in again
    #[command(after_help = "\
Examples:
  memberline agents reinstate lakeside maria")]
    Reinstate {
        #[command(flatten)]
        who: Who,
    },
    /// List who may do what, and when they last signed in
    #[command(after_help = "\
Examples:
  memberline agents access-review lakeside
  memberline agents access-review lakeside --json > review.json

With Cognito it also tells whether each may sign in there and by which second factor, and names users of the pool who are no agent of
any organisation.")]
    AccessReview {
        /// The organisation's id
        organisation: String,
    },
}

/// An agent.
#[derive(Debug, clap::Args)]
pub struct Who {
    /// The organisation's id
    organisation: String,
    /// The agent's id: lower-case letters, digits and hyphens
    agent: String,
}

impl Who {
    async fn find(&self, target: &Target) -> Result<(Deployment, People, AgentId)> {
        let organisation = organisation_id(&self.organisation)?;
        let agent = AgentId::parse(&self.agent)
            .map_err(|_| Refused::because(format!("{} is no agent's id", self.agent)))?;
        let deployment = Deployment::find(target).await?;
        let people = People::of(&deployment, organisation).await?;
        Ok((deployment, people, agent))
    }
}

/// Does what was asked for.
pub async fn run(command: Command, target: &Target) -> Result<Outcome> {
    match command {
        Command::Invite {
            who,
            person,
            send_again,
        } => {
            let (deployment, people, agent) = who.find(target).await?;
            let now = deployment.now();
            let planned = Invitation::plan(&deployment, &people, (&agent, &person), send_again, now).await?;
            if planned.is_done() {
                return told(target, "there is nothing to do", &planned.json());
            }
            note(target, &planned.words());
            agree(target, &format!("Invite {agent}?"))?;
            let subject = planned.carry_out(&deployment, &people, now).await?;
            let words = format!("{agent} is invited, and signs in as subject {subject}");
            let mut json = planned.json();
            json["subject"] = subject.into();
            told(target, &words, &json)
        }
        Command::Suspend { who, at_once } => {
            let (deployment, people, agent) = who.find(target).await?;
            let now = deployment.now();
            let planned = Suspension::plan(&deployment, &people, &agent, at_once, now).await?;
            note(target, &planned.words());
            agree(target, &format!("Suspend {agent}?"))?;
            planned.carry_out(&deployment, &people, now).await?;
            let words = format!("{agent} is suspended, and out everywhere within half a minute");
            told(target, &words, &planned.json())
        }
        Command::Reinstate { who } => {
            let (deployment, people, agent) = who.find(target).await?;
            let now = deployment.now();
            let planned = Reinstatement::plan(&deployment, &people, &agent, now).await?;
            let words = planned.told(&people);
            if planned.is_done() {
                return told(target, &words, &planned.json());
            }
            note(target, &planned.words());
            agree(target, &format!("Reinstate {agent}?"))?;
            planned.carry_out(&deployment, &people, now).await?;
            told(target, &words, &planned.json())
        }
        Command::AccessReview { organisation } => {
            let organisation = organisation_id(&organisation)?;
            let deployment = Deployment::find(target).await?;
            let people = People::of(&deployment, organisation).await?;
            let reviewed = Reviewed::of(&deployment, &people).await?;
            told(target, &reviewed.words(), &reviewed.json())
        }
    }
}

fn told(target: &Target, words: &str, json: &serde_json::Value) -> Result<Outcome> {
    answer(target, words, json)?;
    Ok(Outcome::Done)
}
