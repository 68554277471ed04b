//! The deployment: its tables and its key, by the name of its stack.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_sdk_cloudformation::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_dynamodb::config::Credentials;
use jiff::{SignedDuration, Timestamp};
use memberline_domain::OrganisationId;
use memberline_store::{Store, Tables, Tenant, Vault};
use serde::Deserialize;

use super::pool::Pool;
use super::say::Refused;
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
    /// The users who are agents, where Cognito is the issuer of their tokens.
    pub pool: Option<Pool>,
    /// How far its clock is ahead, which a local stack's can be.
    ahead: SignedDuration,
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
        let aws = aws_of(target).await?;
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
        let pool = resources.id("UserPool").map(|id| Pool::new(&aws, id));
        Ok(Self {
            store: Store::new(aws_sdk_dynamodb::Client::new(&aws), tables, vault),
            aws,
            resources,
            pool,
            ahead: target.local.as_deref().map_or(SignedDuration::ZERO, ahead),
        })
    }

    /// A deployment of these parts, by the clock of this machine.
    pub fn over(store: Store, pool: Option<Pool>) -> Self {
        Self {
            store,
            aws: SdkConfig::builder().build(),
            resources: Resources::default(),
            pool,
            ahead: SignedDuration::ZERO,
        }
    }

    /// The time now by the deployment's clock.
    pub fn now(&self) -> Timestamp {
        let now = Self::real_time();
        now.checked_add(self.ahead).unwrap_or(now)
    }

    /// The time now by the clock of this machine, to the millisecond, as the functions read theirs.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place where the command asks for the time"
    )]
    pub fn real_time() -> Timestamp {
        let now = Timestamp::now();
        Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now)
    }

    /// An organisation of the deployment.
    pub async fn tenant(&self, organisation: &OrganisationId) -> Result<Arc<Tenant>> {
        let tenant = self.store.tenant(organisation).await?;
        let unknown =
            || format!("there is no organisation {organisation}: `memberline directory apply` makes it");
        Ok(tenant.ok_or_else(|| Refused::because(unknown()))?)
    }
}

/// What the deployment says of itself, and the AWS that it is in.
pub struct Outputs {
    pub aws: SdkConfig,
    named: HashMap<String, String>,
}

impl Outputs {
    /// Outputs of these names.
    pub fn new(aws: SdkConfig, named: HashMap<String, String>) -> Self {
        Self { aws, named }
    }

    /// Those of the deployment that a command is to work on.
    pub async fn find(target: &Target) -> Result<Self> {
        let aws = aws_of(target).await?;
        look_for_region(&aws)?;
        let client = aws_sdk_cloudformation::Client::new(&aws);
        let described = client.describe_stacks().stack_name(&target.stack).send().await;
        let described = described.map_err(|error| not_found(target, error))?;
        let outputs = described
            .stacks()
            .first()
            .map(aws_sdk_cloudformation::types::Stack::outputs);
        let named: HashMap<_, _> = outputs
            .unwrap_or_default()
            .iter()
            .filter_map(|output| Some((output.output_key()?.to_owned(), output.output_value()?.to_owned())))
            .collect();
        if !named.contains_key("TimelineTableName") {
            bail!(
                "the stack {} is none of Memberline: it has no TimelineTableName",
                target.stack
            );
        }
        Ok(Self::new(aws, named))
    }

    /// One of them.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.named.get(name).map(String::as_str)
    }
}

async fn aws_of(target: &Target) -> Result<SdkConfig> {
    match &target.local {
        Some(folder) => local(folder).await,
        None => Ok(aws_config::load_defaults(BehaviorVersion::latest()).await),
    }
}

fn look_for_region(aws: &SdkConfig) -> Result<()> {
    if aws.region().is_none() {
        bail!("no AWS region is set: set AWS_REGION, or choose a profile with AWS_PROFILE");
    }
    Ok(())
}

/// Why CloudFormation does not tell of the stack.
fn not_found<E>(target: &Target, error: SdkError<E>) -> anyhow::Error
where
    E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static,
{
    match error.code() {
        Some("ValidationError") => anyhow::anyhow!(
            "there is no stack {} in this account and region: name it with --stack, or set AWS_PROFILE and AWS_REGION",
            target.stack
        ),
        _ => anyhow::Error::new(error).context("AWS CloudFormation does not answer"),
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

/// How far the clock of the local stack with its data in this folder is ahead.
fn ahead(folder: &Path) -> SignedDuration {
    let seconds = std::fs::read_to_string(folder.join("clock-offset")).unwrap_or_default();
    SignedDuration::from_secs(seconds.trim().parse().unwrap_or(0))
}

/// What the stack made.
async fn resources(aws: &SdkConfig, target: &Target) -> Result<Resources> {
    look_for_region(aws)?;
    let client = aws_sdk_cloudformation::Client::new(aws);
    let mut pages = client
        .list_stack_resources()
        .stack_name(&target.stack)
        .into_paginator()
        .items()
        .send();
    let mut resources = HashMap::new();
    while let Some(resource) = pages.next().await {
        let resource = resource.map_err(|error| not_found(target, error))?;
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
