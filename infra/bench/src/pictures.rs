//! Members who send pictures: from the carrier's webhook until agents may see them.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use memberline_local::random::random_hex;
use serde_json::Value;

use super::binary::Binary;
use super::cloud::Cloud;
use super::deployment::{Deployment, entries};
use super::events;
use super::functions::{DOCUMENTS, INBOUND_SMS};
use super::journey::Journey;
use super::operation::{BEFORE, Trigger};

/// Has so many members send a picture each. The ids of all messages, of those that were not measured as well.
pub async fn measure(binaries: &[Binary], cloud: &Cloud, count: u32) -> Result<(Journey, Vec<String>)> {
    let functions = [INBOUND_SMS, DOCUMENTS];
    let mut deployment = Deployment::start(binaries, &functions, cloud, Duration::ZERO).await?;
    let mut messages = send(&mut deployment, 0..BEFORE).await?;
    deployment.warm();
    messages.extend(send(&mut deployment, BEFORE..BEFORE + count).await?);
    let journey = Journey {
        name: "picture in to ready",
        measured: deployment.measured()?,
    };
    Ok((journey, messages))
}

async fn send(deployment: &mut Deployment<'_>, members: std::ops::Range<u32>) -> Result<Vec<String>> {
    let (cloud, count) = (deployment.cloud, members.len());
    let mut webhooks = Vec::with_capacity(count);
    for member in members {
        let (id, member) = (format!("MM{}", random_hex(16)?), format!("+1554{member:07}"));
        let address = cloud.outside.medium(&cloud.secrets.twilio.account_sid, &id);
        let numbers = (member.as_str(), events::OURS);
        webhooks.push(events::picture(&cloud.secrets, &id, numbers, &address)?);
    }
    let taken = deployment
        .process("picture in", (INBOUND_SMS, Trigger::Request), webhooks)
        .await?;
    let messages = entries(taken.put, "message_in");
    let batches = messages.iter().map(events::queued).collect::<Result<_>>()?;
    let stored = deployment
        .process("picture stored", (DOCUMENTS, Trigger::Queue), batches)
        .await?;
    ensure!(
        stored.objects.len() == count,
        "{count} pictures made {} objects",
        stored.objects.len()
    );
    let mut verdicts = Vec::with_capacity(count);
    for object in &stored.objects {
        cloud.bucket.scan(&object.key).await?;
        verdicts.push(events::clean(&cloud.bucket.name, &object.key)?);
    }
    let ready = deployment
        .process("picture ready", (DOCUMENTS, Trigger::Queue), verdicts)
        .await?;
    ensure!(
        ready.objects.len() == count,
        "{count} clean pictures made {} thumbnails",
        ready.objects.len()
    );
    messages.iter().map(id).collect()
}

/// The id of the message that an entry is.
fn id(entry: &Value) -> Result<String> {
    let thread = entry["pk"]["S"].as_str().and_then(|pk| pk.rsplit('#').next());
    let (thread, seq) = thread
        .zip(entry["seq"]["N"].as_str())
        .context("a message without a place")?;
    Ok(format!("{thread}.{seq}"))
}
