//! The deployment into the local AWS, through CloudFormation as on AWS.

mod parameters;
mod stamps;
mod upload;

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use aws_config::SdkConfig;
use aws_sdk_cloudformation::Client as CloudFormation;
use aws_sdk_cloudformation::error::{DisplayErrorContext, ProvideErrorMetadata};
use aws_sdk_cloudformation::types::{Capability, Parameter};

use crate::clock;
use crate::emulator::Surroundings;
use crate::functions::{self, Build};
use crate::hash::hex;
use crate::places::Places;
use crate::progress::{Step, note};
use crate::stack::Stack;
use crate::template::Template;

pub use parameters::{MAIL_SENDER, values};
pub use stamps::{Stamp, Stamps};
#[cfg(test)]
pub use upload::BUCKET;
pub use upload::client;

/// What the stack is called.
pub const STACK: &str = "memberline";

/// What helps when the data are the cause.
const FRESH: &str = "If it is not the template, `cargo dev up --fresh` starts from nothing";

/// What came of a deployment.
pub struct Deployed {
    /// What is there now.
    pub stack: Stack,
    /// Whether anything was deployed.
    pub changed: bool,
}

/// Brings the stack to what template and functions say now. In an AWS that `owner` does not have to itself, a stack of the name that
/// belongs to somebody else is left alone.
pub async fn deploy(
    places: &Places,
    aws: &SdkConfig,
    surroundings: &Surroundings,
    build: Build,
    owner: Option<&str>,
) -> Result<Deployed> {
    let template = Template::read(&places.root().join("template.yaml"))?;
    let functions = template.functions()?;
    let client = CloudFormation::new(aws);
    let status = status(&client).await?;
    let mut stamps = Stamps::read(aws).await?;
    if let (Some(owner), Some(_)) = (owner, &status)
        && !stamps.has(Stamp::Owner, owner)
    {
        bail!(
            "that AWS has a stack named {STACK} already, which these data do not belong to: give --state the folder of the `cargo dev up` \
             that deployed it, remove the stack, or take another AWS"
        );
    }
    let packages = functions::build(places, functions.values(), build).await?;

    let step = Step::start("deploying template.yaml");
    let offset = clock::offset(&clock::file(places.state()));
    let parameters = parameters::local(&template, parameters::values(surroundings, offset));
    let mut keys = BTreeMap::new();
    for (id, package) in &functions {
        let package = packages
            .get(package)
            .with_context(|| format!("{package} was not built"))?;
        keys.insert(
            id.clone(),
            (format!("{}{}.zip", upload::CODE, package.hash), package),
        );
    }
    let template = template.given(&parameters).packaged(
        upload::BUCKET,
        &keys
            .iter()
            .map(|(id, (key, _))| (id.clone(), key.clone()))
            .collect(),
    );
    let wanted = hex(format!("{template}{parameters:?}").as_bytes());

    let complete = status
        .as_deref()
        .is_some_and(|status| status.ends_with("_COMPLETE") && !status.contains("ROLLBACK"));
    if complete && stamps.has(Stamp::Deployed, &wanted) {
        step.done_with("nothing changed");
        return Ok(Deployed {
            stack: resources(&client).await?,
            changed: false,
        });
    }
    if surroundings.is_of_containers() {
        functions::suit_the_image(packages.values()).await?;
    }
    verify_sender(aws).await?;
    let code: BTreeMap<_, _> = keys.into_values().collect();
    upload::upload(aws, &code, &template).await?;
    // Whatever interrupts it, what it has left is not taken for the deployment before.
    stamps.set(aws, Stamp::Deployed, "").await?;
    if let Some(owner) = owner {
        stamps.set(aws, Stamp::Owner, owner).await?;
    }
    apply(&client, status.as_deref(), parameters).await?;
    upload::sweep(aws, &code).await?;
    stamps.set(aws, Stamp::Deployed, &wanted).await?;
    step.done();
    Ok(Deployed {
        stack: resources(&client).await?,
        changed: true,
    })
}

/// Gives the stack that is deployed its parameters again, with its clock so many seconds ahead.
pub async fn configure(aws: &SdkConfig, surroundings: &Surroundings, clock_offset: u64) -> Result<()> {
    let template = Template::parse(&upload::template(aws).await?)?;
    let parameters = parameters::local(&template, parameters::values(surroundings, clock_offset));
    upload::put_template(aws, &template.given(&parameters).to_string()).await?;
    let client = CloudFormation::new(aws);
    let status = status(&client).await?;
    apply(&client, status.as_deref(), parameters).await
}

/// Verifies the address that emails come from, as an institution does before it deploys; MiniStack asks no owner.
pub async fn verify_sender(aws: &SdkConfig) -> Result<()> {
    let ses = aws_sdk_sesv2::Client::new(aws);
    let verify = ses.create_email_identity().email_identity(MAIL_SENDER);
    match verify.send().await {
        // AWS has an identity verified once; so has whatever is true to it.
        Err(error) if error.code() == Some("AlreadyExistsException") => Ok(()),
        verified => verified.map(drop).context("cannot verify the sender of emails"),
    }
}

/// Whether CloudFormation says that there is no such stack.
pub fn is_absent(said: Option<&str>) -> bool {
    said.is_some_and(|text| text.contains("does not exist"))
}

/// The stack's status, if it exists.
async fn status(client: &CloudFormation) -> Result<Option<String>> {
    match client.describe_stacks().stack_name(STACK).send().await {
        Ok(answer) => Ok(answer
            .stacks()
            .first()
            .and_then(|stack| stack.stack_status())
            .map(|status| status.as_str().to_owned())
            .filter(|status| status != "DELETE_COMPLETE")),
        Err(error) if is_absent(error.message()) => Ok(None),
        Err(error) => bail!("CloudFormation does not answer: {}", DisplayErrorContext(error)),
    }
}

async fn apply(client: &CloudFormation, status: Option<&str>, parameters: Vec<Parameter>) -> Result<()> {
    let template = format!("https://s3.amazonaws.com/{}/{}", upload::BUCKET, upload::TEMPLATE);
    let capabilities = [
        Capability::CapabilityIam,
        Capability::CapabilityNamedIam,
        Capability::CapabilityAutoExpand,
    ];
    // What a first deployment left behind when it failed cannot be updated.
    let failed = status.is_some_and(|status| status.starts_with("ROLLBACK") || status == "CREATE_FAILED");
    if failed {
        client
            .delete_stack()
            .stack_name(STACK)
            .send()
            .await
            .context("cannot remove the failed stack")?;
        settle(client).await?;
    }
    let refused = if status.is_none() || failed {
        let call = client.create_stack().stack_name(STACK).template_url(template);
        let call = call
            .set_parameters(Some(parameters))
            .set_capabilities(Some(capabilities.to_vec()));
        call.send().await.err().map(|error| {
            (
                error.message().map(str::to_owned),
                DisplayErrorContext(error).to_string(),
            )
        })
    } else {
        let call = client.update_stack().stack_name(STACK).template_url(template);
        let call = call
            .set_parameters(Some(parameters))
            .set_capabilities(Some(capabilities.to_vec()));
        call.send().await.err().map(|error| {
            (
                error.message().map(str::to_owned),
                DisplayErrorContext(error).to_string(),
            )
        })
    };
    if let Some((message, detail)) = refused {
        if message
            .as_deref()
            .is_some_and(|text| text.contains("No updates are to be performed"))
        {
            return Ok(());
        }
        bail!(
            "CloudFormation refuses the template: {}. {FRESH}",
            message.unwrap_or(detail)
        );
    }
    let end = settle(client).await?;
    if end.ends_with("_COMPLETE") && !end.contains("ROLLBACK") {
        return Ok(());
    }
    for event in failures(client).await? {
        note(&event);
    }
    bail!("the deployment ended as {end}; the events above say why. {FRESH}")
}

/// Waits until nothing is in progress; the status then.
async fn settle(client: &CloudFormation) -> Result<String> {
    for _ in 0..1200 {
        let now = status(client)
            .await?
            .unwrap_or_else(|| "DELETE_COMPLETE".to_owned());
        if !now.ends_with("_IN_PROGRESS") {
            return Ok(now);
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    bail!("the deployment does not end; the log of the local AWS says more")
}

async fn failures(client: &CloudFormation) -> Result<Vec<String>> {
    let events = client
        .describe_stack_events()
        .stack_name(STACK)
        .send()
        .await
        .context("cannot read the stack's events")?;
    Ok(events
        .stack_events()
        .iter()
        .filter(|event| {
            event
                .resource_status()
                .is_some_and(|status| status.as_str().ends_with("_FAILED"))
        })
        .map(|event| {
            let text = |value: Option<&str>| value.unwrap_or("?").to_owned();
            let reason = text(event.resource_status_reason());
            format!(
                "{} {}: {reason}",
                text(event.resource_type()),
                text(event.logical_resource_id())
            )
        })
        .collect())
}

async fn resources(client: &CloudFormation) -> Result<Stack> {
    let mut all = client
        .list_stack_resources()
        .stack_name(STACK)
        .into_paginator()
        .items()
        .send();
    let mut stack = Stack::default();
    while let Some(resource) = all.next().await {
        let resource = resource.context("cannot list the stack's resources")?;
        if let (Some(kind), Some(id), Some(physical)) = (
            resource.resource_type(),
            resource.logical_resource_id(),
            resource.physical_resource_id(),
        ) {
            stack.add(kind, id, physical);
        }
    }
    Ok(stack)
}

#[cfg(test)]
mod tests;
