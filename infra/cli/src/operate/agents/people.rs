//! The agents of an organisation as their records say, and changing one.

use anyhow::Result;
use jiff::Timestamp;
use memberline_administration::{
    AdministrationError, change, change_at_once, taken_elsewhere, taken_meanwhile,
};
use memberline_domain::directory::Agent;
use memberline_domain::directory::administration::{
    Author, Change, ChangeRefusal, Decided, Plan, Record, RecordKey, RecordKind, Records,
};
use memberline_domain::{AgentId, OrganisationId};
use memberline_store::RecordError;
use serde_json::{Value, json};

use crate::operate::directory::show;
use crate::operate::{Deployment, Refused, User};

/// An organisation's records as they were read.
#[derive(Debug)]
pub struct People {
    pub records: Records,
}

impl People {
    /// Reads the records of an organisation.
    pub async fn of(deployment: &Deployment, organisation: OrganisationId) -> Result<Self> {
        let records = deployment.store.records(&organisation).await?;
        if records.organisation().is_none() {
            let why =
                format!("there is no organisation {organisation}: `memberline directory apply` makes it");
            return Err(Refused::because(why).into());
        }
        Ok(Self { records })
    }

    /// The agent with an id; a refusal when there is none.
    pub(super) fn known(&self, id: &AgentId) -> Result<&Agent, Refused> {
        self.records.agent(id).ok_or_else(|| {
            let organisation = &self.records.organisation;
            Refused::because(format!("{organisation} has no agent {id}"))
        })
    }

    /// What writing an agent would change, by the rules of the directory; `None` when it changes nothing.
    pub(super) fn decide(&self, agent: &Agent, now: Timestamp) -> Result<Option<Decided>, Refused> {
        let (change, expected) = self.change_of(agent);
        self.records
            .decide(&change, expected, false, &Author::Operator, now)
            .map_err(|refusal| refused(&refusal))
    }

    /// Refuses an agent whose new subject an agent of another organisation of the deployment has.
    pub(super) async fn refuse_taken(&self, deployment: &Deployment, agent: &Agent) -> Result<()> {
        let wanted = [Record::Agent(agent.clone())];
        let taken = taken_elsewhere(&deployment.store, &self.records, &wanted).await?;
        match taken.first() {
            Some(taken) => Err(refused(&taken.refusal).into()),
            None => Ok(()),
        }
    }

    /// Writes an agent by the way in which every record is written, unless they are there as they are to be.
    pub(super) async fn write(&self, deployment: &Deployment, agent: &Agent, now: Timestamp) -> Result<()> {
        let (write, expected) = self.change_of(agent);
        let author = (&Author::Operator, now);
        written(change(&deployment.store, &self.records, &write, expected, author).await)
    }

    /// The same, whatever conversations they hold.
    pub(super) async fn write_at_once(
        &self,
        deployment: &Deployment,
        agent: &Agent,
        now: Timestamp,
    ) -> Result<()> {
        let (write, expected) = self.change_of(agent);
        let author = (&Author::Operator, now);
        written(change_at_once(&deployment.store, &self.records, &write, expected, author).await)
    }

    /// The change that writes an agent, and the version that it is of.
    fn change_of(&self, agent: &Agent) -> (Change, u64) {
        let before = self.records.get(&RecordKey::new(RecordKind::Agent, &agent.id));
        let expected = before.map_or(0, |before| before.version.number);
        (Change::Write(Record::Agent(agent.clone())), expected)
    }
}

/// What came of writing an agent.
fn written(done: Result<Option<Decided>, AdministrationError>) -> Result<()> {
    match done {
        Ok(_) => Ok(()),
        Err(AdministrationError::Refused(refusal)) => Err(refused(&refusal).into()),
        Err(AdministrationError::Record {
            error: RecordError::Conflict,
            ..
        }) => Err(Refused::because("the directory was changed meanwhile: run it again").into()),
        Err(AdministrationError::Record {
            error: RecordError::Taken,
            key,
        }) => Err(refused(&ChangeRefusal::Invalid(vec![taken_meanwhile(key.kind)])).into()),
        Err(error) => Err(error.into()),
    }
}

/// The user whom an agent signs in as, where Cognito is the issuer: by their subject, or by their address until they have one.
pub(super) async fn user_of(deployment: &Deployment, agent: &Agent) -> Result<Option<User>> {
    match &deployment.pool {
        Some(pool) => pool.find(agent.subject.as_ref().unwrap_or(&agent.email)).await,
        None => Ok(None),
    }
}

/// What changes in the directory, in words.
pub(super) fn changed(decided: Option<&Decided>) -> String {
    decided.map_or_else(String::new, |decided| show::words(&plan(decided)))
}

/// The same for machines; null when nothing does.
pub(super) fn changed_json(decided: Option<&Decided>) -> Value {
    decided.map_or(Value::Null, |decided| {
        show::json(&plan(decided))["changes"][0].clone()
    })
}

fn plan(decided: &Decided) -> Plan {
    Plan {
        steps: vec![decided.clone()],
        left_alone: Vec::new(),
        stay_suspended: Vec::new(),
    }
}

pub(super) fn refused(refusal: &ChangeRefusal) -> Refused {
    let problems = match refusal {
        ChangeRefusal::ConversationsHeld { conversations, .. } => {
            let held: Vec<String> = conversations.iter().map(ToString::to_string).collect();
            vec![json!({ "code": refusal.code(), "conversations": held })]
        }
        ChangeRefusal::Invalid(found) => found
            .iter()
            .map(|found| json!({ "field": found.field, "code": found.code, "detail": found.detail }))
            .collect(),
        _ => vec![json!({ "code": refusal.code() })],
    };
    Refused {
        why: format!("nothing was changed: {refusal}"),
        problems: problems.into(),
    }
}
