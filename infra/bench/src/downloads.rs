//! Agents who press Secure Download: from there until the page has the file's address.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use memberline_domain::{MessageId, OrganisationId, ThreadId};
use memberline_local::seed::{self, ORGANISATION};
use memberline_store::{Wanted, keys};
use serde_json::{Value, json};

use super::binary::Binary;
use super::cloud::Cloud;
use super::deployment::{Deployment, entries};
use super::events;
use super::functions::{AGENT_API, EMAIL_NOTIFIER, SECURE_DOWNLOAD};
use super::journey::Journey;
use super::operation::{BEFORE, Trigger};

/// Has an agent download the first attachment of each message.
pub async fn measure(binaries: &[Binary], cloud: &Cloud, messages: &[String]) -> Result<Journey> {
    let functions = [AGENT_API, EMAIL_NOTIFIER, SECURE_DOWNLOAD];
    let mut deployment = Deployment::start(binaries, &functions, cloud, Duration::ZERO).await?;
    let maria = seed::agent();
    let session = cloud.outside.issuer.token(maria, Duration::from_hours(1))?;
    let (before, messages) = messages.split_at(usize::try_from(BEFORE)?);
    download(&mut deployment, before, &session).await?;
    deployment.warm();
    download(&mut deployment, messages, &session).await?;
    Ok(Journey {
        name: "download asked for to the file's address",
        measured: deployment.measured()?,
    })
}

async fn download(deployment: &mut Deployment<'_>, messages: &[String], session: &str) -> Result<()> {
    let cloud = deployment.cloud;
    let press = |message: &String| {
        let path = format!("/v1/messages/{message}/attachments/1/downloads");
        events::request(session, (&path, ""), Some(&json!({})))
    };
    let pressed = messages.iter().map(press).collect::<Result<_>>()?;
    let asked = deployment
        .process("download asked for", (AGENT_API, Trigger::Request), pressed)
        .await?;
    let asked = entries(asked.put, "download_requested");
    ensure!(
        asked.len() == messages.len(),
        "{} downloads of {} were asked for",
        asked.len(),
        messages.len()
    );
    let batches = asked.iter().map(events::queued).collect::<Result<_>>()?;
    deployment
        .process("email with the link", (EMAIL_NOTIFIER, Trigger::Queue), batches)
        .await?;
    let mut tokens = Vec::with_capacity(asked.len());
    for request in &asked {
        tokens.push(token(cloud, request).await?);
    }
    for (name, operation) in [("link described", "describe"), ("link opened", "open")] {
        let link = |token: &String| events::download(operation, token, session);
        let visits = tokens.iter().map(link).collect::<Result<_>>()?;
        deployment
            .process(name, (SECURE_DOWNLOAD, Trigger::Request), visits)
            .await?;
    }
    Ok(())
}

/// The token of a link that was asked for, as the email has it.
async fn token(cloud: &Cloud, request: &Value) -> Result<String> {
    let thread = request["pk"]["S"].as_str().and_then(|pk| pk.rsplit('#').next());
    let thread = ThreadId::parse(thread.context("an entry without a thread")?)?;
    let seq: u64 = request["seq"]["N"]
        .as_str()
        .context("an entry without a place")?
        .parse()?;
    let sk = request["sk"]["S"].as_str().and_then(keys::about);
    let message = sk.context("an entry beside no message")?;
    let tenant = cloud.store.tenant(&OrganisationId::parse(ORGANISATION)?).await?;
    let tenant = tenant.context("there is no organisation")?;
    let message = MessageId { thread, seq: message };
    let wanted = Wanted::of(&tenant).thread(&message.thread).message(&message);
    let (_, message) = cloud.store.load(wanted).await?.of_message(&message)?;
    let message = message.context("a link to no message")?;
    Ok(message.head.link_token(seq)?.text())
}
