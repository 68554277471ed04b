//! An AWS that runs already, which `cargo dev up --aws` is given: what it is, and what is wrong with it.

mod address;
mod kind;
mod surroundings;

use std::time::Duration;

use anyhow::{Result, bail};
use aws_config::SdkConfig;
use aws_config::timeout::TimeoutConfig;
use aws_sdk_cloudformation::error::{DisplayErrorContext, ProvideErrorMetadata};

pub use kind::Kind;
pub use surroundings::{MACHINE_OF_A_CONTAINER, Surroundings};

use crate::{aws, deploy};

/// An AWS that somebody else starts and stops.
#[derive(Debug, Clone)]
pub struct Emulator {
    /// Where it answers, without a trailing slash.
    pub endpoint: String,
    pub kind: Kind,
}

/// How long it may take to answer a question about itself.
const LONGEST_ANSWER: Duration = Duration::from_secs(15);

impl Emulator {
    /// Looks at what answers at `address`; refuses what is no AWS, AWS itself, and what has no CloudFormation.
    pub async fn find(address: &str) -> Result<Self> {
        let endpoint = address::parse(address)?;
        let kind = kind(&endpoint).await?;
        let aws = aws::config(&endpoint).await.into_builder();
        let patience = TimeoutConfig::builder().operation_timeout(LONGEST_ANSWER).build();
        look_for_cloudformation(&endpoint, &aws.timeout_config(patience).build()).await?;
        Ok(Self { endpoint, kind })
    }
}

/// What says of itself which it is.
async fn kind(endpoint: &str) -> Result<Kind> {
    let client = reqwest::Client::builder().timeout(LONGEST_ANSWER).build()?;
    let asked = async |path: &str| client.get(format!("{endpoint}{path}")).send().await;
    let own = match asked("/_ministack/health").await {
        Ok(answer) => answer.status().is_success(),
        Err(error) if error.is_connect() => bail!(
            "nothing listens at {endpoint}: start the AWS that --aws names first, or leave --aws out and have one started"
        ),
        Err(_) => false,
    };
    if own {
        return Ok(Kind::MiniStack);
    }
    match asked("/_localstack/health").await {
        Ok(answer) if answer.status().is_success() => Ok(Kind::LocalStack),
        _ => Ok(Kind::Other),
    }
}

async fn look_for_cloudformation(endpoint: &str, aws: &SdkConfig) -> Result<()> {
    let asked = aws_sdk_cloudformation::Client::new(aws)
        .describe_stacks()
        .stack_name(deploy::STACK)
        .send()
        .await;
    let Err(error) = asked else { return Ok(()) };
    if deploy::is_absent(error.message()) {
        return Ok(());
    }
    // Whoever keeps no stacks may still keep buckets.
    let is_aws = deploy::client(aws).list_buckets().send().await.is_ok();
    let said = match (error.code(), error.message()) {
        (Some(code), Some(message)) => format!("{code}: {message}"),
        _ => DisplayErrorContext(&error).to_string(),
    };
    if is_aws {
        bail!(
            "the AWS at {endpoint} has no CloudFormation that answers, which everything is deployed through ({said})"
        );
    }
    bail!("what answers at {endpoint} is no AWS: look at the address that --aws names ({said})")
}

#[cfg(test)]
mod tests;
