//! The demonstration credit unions: directories that are files, applied as an operator applies theirs.

mod people;

use anyhow::{Context, Result};
use aws_config::SdkConfig;
use memberline_administration::{apply, plan};
use memberline_platform::clock;
use memberline_store::{Store, Tables, Vault};

pub use people::{
    AGENT, Agent, Demonstration, MEMBERS, NUMBER, ORGANISATION, ORGANISATIONS, OwnNumber, Shown, agent,
    agents, numbers, shown,
};

use crate::deploy::{Stamp, Stamps};
use crate::hash::hex;
use crate::progress::Step;
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

/// Applies the directories the first time, and again when they changed; whether it did.
pub async fn seed(aws: &SdkConfig, stack: &Stack, secrets: &Secrets) -> Result<bool> {
    let directories: Vec<_> = ORGANISATIONS
        .iter()
        .map(|organisation| &organisation.wanted)
        .collect();
    let wanted = hex(format!("{directories:?}{:?}", stack.all("AWS::DynamoDB::Table")).as_bytes());
    let mut stamps = Stamps::read(aws).await?;
    if stamps.has(Stamp::Seeded, &wanted) {
        return Ok(false);
    }
    let names: Vec<&str> = ORGANISATIONS
        .iter()
        .map(|organisation| organisation.shown.name.as_str())
        .collect();
    let step = Step::start(format!("seeding {}", names.join(" and ")));
    write(&store(aws, stack)?, secrets)
        .await
        .context("the directory could not be written")?;
    stamps.set(aws, Stamp::Seeded, &wanted).await?;
    step.done();
    Ok(true)
}

/// Writes the directories of all organisations, and what their carriers and loan systems prove themselves by. The first one looks
/// after webhooks for numbers that nobody has.
pub async fn write(store: &Store, secrets: &Secrets) -> Result<()> {
    for organisation in ORGANISATIONS.iter() {
        write_organisation(store, secrets, organisation)
            .await
            .with_context(|| organisation.shown.name.clone())?;
    }
    Ok(())
}

async fn write_organisation(store: &Store, secrets: &Secrets, organisation: &Demonstration) -> Result<()> {
    let id = &organisation.id;
    let records = store.records(id).await?;
    let planned = plan(store, &records, organisation.wanted.clone(), clock::now()).await?;
    apply(store, id, &planned, |_| ()).await?;
    let los = serde_json::json!({ "current": secrets.los, "previous": null });
    store
        .put_credentials(id, "los", &serde_json::to_vec(&los)?)
        .await?;
    for credentials in secrets.credentials() {
        let json = serde_json::to_vec(&credentials)?;
        store
            .put_credentials(id, credentials.carrier().as_str(), &json)
            .await?;
    }
    Ok(())
}
