//! The demonstration credit unions.

mod harbor_point;
mod lakeside;
mod triggers;

use anyhow::{Context, Result};
use aws_config::SdkConfig;
use memberline_domain::OrganisationId;
use memberline_domain::directory::{self, Organisation};
use memberline_store::{Record, Store, Tables, Vault};

pub use lakeside::{AGENTS, Agent, MEMBERS, NUMBERS, ORGANISATION, OwnNumber};

use crate::deploy::{Stamp, Stamps};
use crate::hash::hex;
use crate::progress::Step;
use crate::random::random_hex;
use crate::secrets::Secrets;
use crate::stack::Stack;

/// The organisations by name, each with everybody who may sign in there.
pub const ORGANISATIONS: [(&str, &[Agent]); 2] = [
    (lakeside::NAME, AGENTS),
    (harbor_point::NAME, harbor_point::AGENTS),
];

/// Everybody who may sign in, of both organisations.
pub fn agents() -> impl Iterator<Item = &'static Agent> {
    ORGANISATIONS.iter().flat_map(|(_, agents)| *agents)
}

/// All numbers, of both organisations.
pub fn numbers() -> impl Iterator<Item = &'static OwnNumber> {
    NUMBERS.iter().chain(harbor_point::NUMBERS)
}

/// A store over the local stack.
pub fn store(aws: &SdkConfig, stack: &Stack) -> Result<Store> {
    let table = |id: &str| stack.one("AWS::DynamoDB::Table", id);
    let tables = Tables {
        timeline: table("TimelineTable")?,
        directory: table("DirectoryTable")?,
        keys: table("KeysTable")?,
        access: table("AccessTable")?,
    };
    let vault = Vault::new(
        aws_sdk_kms::Client::new(aws),
        stack.one("AWS::KMS::Key", "OrganisationKey")?,
    );
    Ok(Store::new(aws_sdk_dynamodb::Client::new(aws), tables, vault))
}

/// Writes the directory the first time, and again when this source changed; whether it did.
pub async fn seed(aws: &SdkConfig, stack: &Stack, secrets: &Secrets) -> Result<bool> {
    let wanted = hex(format!(
        "{}{}{}{:?}",
        include_str!("seed/harbor_point.rs"),
        include_str!("seed/lakeside.rs"),
        include_str!("seed/triggers.rs"),
        stack.all("AWS::DynamoDB::Table")
    )
    .as_bytes());
    let mut stamps = Stamps::read(aws).await?;
    if stamps.has(Stamp::Seeded, &wanted) {
        return Ok(false);
    }
    let step = Step::start("seeding Lakeside Credit Union and Harbor Point Federal");
    write(&store(aws, stack)?, secrets)
        .await
        .context("the directory could not be written")?;
    stamps.set(aws, Stamp::Seeded, &wanted).await?;
    step.done();
    Ok(true)
}

/// Writes the directory of both organisations.
pub async fn write(store: &Store, secrets: &Secrets) -> Result<()> {
    let is_new = write_organisation(
        store,
        secrets,
        lakeside::organisation()?,
        lakeside::records()?,
        AGENTS,
    )
    .await?;
    let lakeside = OrganisationId::parse(ORGANISATION)?;
    if is_new {
        store.set_caretaker(&lakeside).await?;
    }
    for trigger in triggers::triggers()? {
        store.put_trigger(&lakeside, &trigger).await?;
    }
    let (organisation, records) = (harbor_point::organisation()?, harbor_point::records()?);
    write_organisation(store, secrets, organisation, records, harbor_point::AGENTS).await?;
    Ok(())
}

/// Writes the records and the secrets of an organisation; whether there was none before.
async fn write_organisation(
    store: &Store,
    secrets: &Secrets,
    organisation: Organisation,
    records: Vec<Record>,
    agents: &[Agent],
) -> Result<bool> {
    let id = organisation.id.clone();
    let before = store.tenant(&id).await?;
    let salt = match &before {
        Some(tenant) => tenant.organisation().salt.clone(),
        None => random_hex(16)?,
    };
    let organisation = Organisation { salt, ..organisation };
    store.put_record(&id, &Record::Organisation(organisation)).await?;
    if before.is_none() {
        store.add_organisation_key(&id).await?;
    }
    for record in records {
        store.put_record(&id, &record).await?;
    }
    for agent in agents {
        store
            .put_record(&id, &Record::Agent(record(agent)?, agent.id.to_owned()))
            .await?;
    }
    let los = serde_json::json!({ "current": secrets.los, "previous": null });
    store
        .put_credentials(&id, "los", &serde_json::to_vec(&los)?)
        .await?;
    for credentials in secrets.credentials() {
        let json = serde_json::to_vec(&credentials)?;
        store
            .put_credentials(&id, credentials.carrier().as_str(), &json)
            .await?;
    }
    Ok(before.is_none())
}

fn record(agent: &Agent) -> Result<directory::Agent> {
    Ok(directory::Agent {
        id: memberline_domain::AgentId::parse(agent.id)?,
        name: agent.name.to_owned(),
        email: agent.email.to_owned(),
        role: agent.roles[0],
        teams: agent
            .teams
            .iter()
            .map(|team| memberline_domain::TeamId::parse(team))
            .collect::<Result<_, _>>()?,
        subscribed: agent.subscribed,
        mail_stopped: None,
        display_images: true,
    })
}
