//! The deployment: its tables and its key, by the name of its stack.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use anyhow::{Context, Result, bail};
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_sdk_cloudformation::error::ProvideErrorMetadata as _;
use aws_sdk_dynamodb::config::Credentials;
use memberline_store::{Store, Tables, Vault};
use serde::Deserialize;

use super::target::Target;

/// The region of the local stack, and the key id and secret of its root.
const LOCAL_REGION: &str = "us-east-1";
const LOCAL_KEY: &str = "test";

/// A deployment that was found.
pub struct Deployment {
    pub store: Store,
    /// What clients of AWS are made of.
    pub aws: SdkConfig,
    /// What the stack made.
    pub resources: Resources,
}

/// What a stack made, by logical id.
#[derive(Debug, Clone, Default)]
pub struct Resources(HashMap<String, Resource>);

/// One thing that a stack made.
#[derive(Debug, Clone)]
pub struct Resource {
    /// What it is, such as `AWS::SQS::Queue`.
    pub kind: String,
    /// Its physical id.
    pub id: String,
}

impl Resources {
    /// The physical id of a resource.
    pub fn id(&self, logical: &str) -> Option<&str> {
        self.0.get(logical).map(|resource| resource.id.as_str())
    }

    /// All of one kind, by logical id.
    pub fn of_kind(&self, kind: &str) -> BTreeMap<&str, &str> {
        let all = self.0.iter().filter(|(_, resource)| resource.kind == kind);
        all.map(|(logical, resource)| (logical.as_str(), resource.id.as_str()))
            .collect()
    }
}

/// What the local stack says of itself while it runs.
#[derive(Deserialize)]
struct Running {
    aws_endpoint: String,
}

impl Deployment {
    /// Finds the deployment that a command is to work on.
    pub async fn find(target: &Target) -> Result<Self> {
        let aws = match &target.local {
            Some(folder) => local(folder).await?,
            None => aws_config::load_defaults(BehaviorVersion::latest()).await,
        };
        let resources = resources(&aws, target).await?;
        let named = |id: &str| {
            let found = resources.id(id).map(str::to_owned);
            found.with_context(|| format!("the stack {} is none of Memberline: it has no {id}", target.stack))
        };
        let tables = Tables {
            timeline: named("TimelineTable")?,
            directory: named("DirectoryTable")?,
            keys: named("KeysTable")?,
            access: named("AccessTable")?,
        };
        let vault = Vault::new(aws_sdk_kms::Client::new(&aws), named("OrganisationKey")?);
        Ok(Self {
            store: Store::new(aws_sdk_dynamodb::Client::new(&aws), tables, vault),
            aws,
            resources,
        })
    }
}

async fn local(folder: &Path) -> Result<SdkConfig> {
    let file = folder.join("running.json");
    let text = std::fs::read_to_string(&file).with_context(|| {
        format!(
            "{} cannot be read: start the local stack with `cargo dev up`, and call this from the repository, or say --local=FOLDER",
            file.display()
        )
    })?;
    let running: Running =
        serde_json::from_str(&text).with_context(|| format!("{} is damaged", file.display()))?;
    let root = Credentials::new(LOCAL_KEY, LOCAL_KEY, None, None, "local");
    Ok(aws_config::defaults(BehaviorVersion::latest())
        .region(Region::new(LOCAL_REGION))
        .endpoint_url(running.aws_endpoint)
        .credentials_provider(root)
        .load()
        .await)
}

async fn resources(aws: &SdkConfig, target: &Target) -> Result<Resources> {
    if aws.region().is_none() {
        bail!("no AWS region is set: set AWS_REGION, or choose a profile with AWS_PROFILE");
    }
    let client = aws_sdk_cloudformation::Client::new(aws);
    let mut pages = client
        .list_stack_resources()
        .stack_name(&target.stack)
        .into_paginator()
        .items()
        .send();
    let mut resources = HashMap::new();
    while let Some(resource) = pages.next().await {
        let resource = resource.map_err(|error| match error.code() {
            Some("ValidationError") => anyhow::anyhow!(
                "there is no stack {} in this account and region: name it with --stack, or set AWS_PROFILE and AWS_REGION",
                target.stack
            ),
            _ => anyhow::Error::new(error).context("AWS CloudFormation does not answer"),
        })?;
        if let (Some(logical), Some(id), Some(kind)) = (
            resource.logical_resource_id,
            resource.physical_resource_id,
            resource.resource_type,
        ) {
            resources.insert(logical, Resource { kind, id });
        }
    }
    Ok(Resources(resources))
}
