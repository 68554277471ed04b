//! The demonstration credit union.

mod lakeside;
mod triggers;

use anyhow::{Context, Result};
use aws_config::SdkConfig;
use memberline_domain::OrganisationId;
use memberline_domain::directory::{self, Organisation};
use memberline_store::{Record, Store, Tables, Vault};

pub use lakeside::{AGENTS, Agent, MEMBERS, NUMBERS, ORGANISATION};

use crate::deploy::{Stamp, Stamps};
use crate::hash::hex;
use crate::progress::Step;
use crate::random::random_hex;
use crate::secrets::Secrets;
use crate::stack::Stack;

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
        "{}{}{:?}",
        include_str!("seed/lakeside.rs"),
        include_str!("seed/triggers.rs"),
        stack.all("AWS::DynamoDB::Table")
    )
    .as_bytes());
    let mut stamps = Stamps::read(aws).await?;
    if stamps.has(Stamp::Seeded, &wanted) {
        return Ok(false);
    }
    let step = Step::start("seeding Lakeside Credit Union");
    write(&store(aws, stack)?, secrets)
        .await
        .context("the directory could not be written")?;
    stamps.set(aws, Stamp::Seeded, &wanted).await?;
    step.done();
    Ok(true)
}

/// Writes the directory.
pub async fn write(store: &Store, secrets: &Secrets) -> Result<()> {
    let id = OrganisationId::parse(ORGANISATION)?;
    let before = store.tenant(&id).await?;
    let salt = match &before {
        Some(tenant) => tenant.organisation().salt.clone(),
        None => random_hex(16)?,
    };
    store
        .put_record(
            &id,
            &Record::Organisation(Organisation {
                salt,
                ..lakeside::organisation()?
            }),
        )
        .await?;
    if before.is_none() {
        store.add_organisation_key(&id).await?;
        store.set_caretaker(&id).await?;
    }
    for record in lakeside::records()? {
        store.put_record(&id, &record).await?;
    }
    for trigger in triggers::triggers()? {
        store.put_trigger(&id, &trigger).await?;
    }
    for agent in AGENTS {
        store
            .put_record(&id, &Record::Agent(record(agent)?, agent.id.to_owned()))
            .await?;
    }
    let los = serde_json::json!({ "current": secrets.los, "previous": null });
    store
        .put_credentials(&id, "los", &serde_json::to_vec(&los)?)
        .await?;
    for credentials in secrets.credentials() {
        store
            .put_credentials(
                &id,
                credentials.carrier().as_str(),
                &serde_json::to_vec(&credentials)?,
            )
            .await?;
    }
    Ok(())
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
