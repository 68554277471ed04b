//! A stack of a group, through CloudFormation as the product is deployed.

use aws_sdk_cloudformation::Client;
use aws_sdk_cloudformation::types::{Capability, Parameter, Stack};
use tokio::time::Instant;

use crate::case::{Failure, Outcome, differs};
use crate::ground::Ground;

/// Deploys the template as that of the group, which has its outputs then.
pub async fn create(ground: &Ground, template: &str) -> Outcome {
    let (client, name) = (&ground.clients.cloudformation, &ground.name());
    let parameter = |key: &str, value: &str| {
        Parameter::builder()
            .parameter_key(key)
            .parameter_value(value)
            .build()
    };
    client
        .create_stack()
        .stack_name(name)
        .template_body(template)
        .parameters(parameter("Run", ground.run()))
        .set_capabilities(Some(vec![
            Capability::CapabilityIam,
            Capability::CapabilityNamedIam,
            Capability::CapabilityAutoExpand,
        ]))
        .send()
        .await?;
    let Some(stack) = settled(ground).await? else {
        return differs("its stack is gone as soon as it is made");
    };
    let status = stack.stack_status().map_or("", |status| status.as_str());
    if status != "CREATE_COMPLETE" {
        let why = why(client, name).await?;
        let lacking = [
            "nsupported resource",
            "not supported",
            "nknown resource",
            "Unrecognized resource",
        ];
        if lacking.iter().any(|said| why.contains(said)) {
            return Err(Failure::NotThere(why));
        }
        return differs(format!("its stack ends as {status}: {why}"));
    }
    let outputs = stack.outputs().iter();
    ground.stands_on(
        outputs
            .filter_map(|output| Some((output.output_key()?.to_owned(), output.output_value()?.to_owned())))
            .collect(),
    );
    Ok(())
}

/// Deletes it and waits until it is gone.
pub async fn delete(ground: &Ground) -> Outcome {
    let (client, name) = (&ground.clients.cloudformation, &ground.name());
    if find(client, name).await?.is_none() {
        return Ok(());
    }
    // What is being made is deleted when it is made.
    settled(ground).await?;
    client.delete_stack().stack_name(name).send().await?;
    match settled(ground).await? {
        None => Ok(()),
        Some(_) => differs(format!("stack {name}: {}", why(client, name).await?)),
    }
}

async fn find(client: &Client, name: &str) -> Result<Option<Stack>, Failure> {
    let found = client.describe_stacks().stack_name(name).send().await;
    match found.map_err(Failure::from) {
        Ok(answer) => Ok(answer
            .stacks()
            .first()
            .filter(|stack| !is(stack, "DELETE_COMPLETE"))
            .cloned()),
        Err(Failure::Differs(said)) if said.contains("does not exist") => Ok(None),
        Err(failure) => Err(failure),
    }
}

fn is(stack: &Stack, end: &str) -> bool {
    stack
        .stack_status()
        .is_some_and(|status| status.as_str().ends_with(end))
}

async fn settled(ground: &Ground) -> Result<Option<Stack>, Failure> {
    let end = Instant::now() + ground.patience();
    loop {
        match find(&ground.clients.cloudformation, &ground.name()).await? {
            Some(stack) if is(&stack, "_IN_PROGRESS") && Instant::now() < end => {
                tokio::time::sleep(ground.pause()).await;
            }
            stack => return Ok(stack),
        }
    }
}

async fn why(client: &Client, name: &str) -> Result<String, Failure> {
    let events = client.describe_stack_events().stack_name(name).send().await?;
    let failures = events.stack_events().iter().filter(|event| {
        let status = event.resource_status().map_or("", |status| status.as_str());
        status.ends_with("_FAILED")
    });
    let said: Vec<String> = failures
        .filter_map(|event| {
            Some(format!(
                "{} {}",
                event.resource_type()?,
                event.resource_status_reason()?
            ))
        })
        .collect();
    Ok(said.join("; "))
}
