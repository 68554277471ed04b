//! The organisations of the local stack as carriers, issuer and pages know them: whatever stands in its directory.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use anyhow::{Context as _, Result};
use aws_config::SdkConfig;
use aws_sdk_dynamodb::types::AttributeValue;
use memberline_administration::OWN_ORGANISATION;
use memberline_carriers::Carrier;
use memberline_domain::directory::Directory;
use memberline_store::{Store, keys};
use tokio::task::JoinSet;

use crate::progress::note;
use crate::seed::{self, Agent, OwnNumber, Shown};
use crate::stack::Stack;

/// How often the directory is read anew.
const PAUSE: Duration = Duration::from_secs(1);

/// The organisations, each with who may sign in there and which numbers it has.
#[derive(Clone, Default)]
pub struct Known(Arc<RwLock<Vec<Shown>>>);

impl Known {
    /// The demonstration organisations, whatever stands in a directory.
    #[cfg(test)]
    pub fn demonstration() -> Self {
        let known = Self::default();
        let shown = seed::ORGANISATIONS
            .iter()
            .map(|organisation| organisation.shown.clone());
        known.replace(shown.collect());
        known
    }

    /// What is known from now on.
    pub(crate) fn replace(&self, organisations: Vec<Shown>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = organisations;
    }

    /// All organisations.
    pub fn organisations(&self) -> Vec<Shown> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The agent whom the issuer knows by this subject.
    pub fn agent(&self, subject: &str) -> Option<Agent> {
        let mut agents = self
            .organisations()
            .into_iter()
            .flat_map(|organisation| organisation.agents);
        agents.find(|agent| agent.id == subject)
    }

    /// All numbers.
    pub fn numbers(&self) -> Vec<OwnNumber> {
        self.organisations()
            .into_iter()
            .flat_map(|organisation| organisation.numbers)
            .collect()
    }

    /// The carrier that serves one of the institutions' numbers.
    pub fn carrier_of(&self, number: &str) -> Option<Carrier> {
        let numbers = self.numbers();
        let known = numbers.iter().find(|known| known.number == number)?;
        Some(known.carrier)
    }

    /// What stands in the directory of a stack now.
    pub async fn read(aws: &SdkConfig, stack: &Stack) -> Result<Self> {
        let known = Self::default();
        known.replace(LocalDirectory::of(aws, stack)?.read().await?);
        Ok(known)
    }

    /// Reads the directory now, and goes on to for as long as the answer is held.
    pub async fn follow(&self, aws: &SdkConfig, stack: &Stack) -> Result<JoinSet<()>> {
        let directory = LocalDirectory::of(aws, stack)?;
        self.replace(directory.read().await?);
        let known = self.clone();
        let mut following = JoinSet::new();
        following.spawn(async move {
            let mut is_read = true;
            loop {
                tokio::time::sleep(PAUSE).await;
                let read = directory.read().await;
                if let (Err(error), true) = (&read, is_read) {
                    note(&format!("the directory could not be read: {error:#}"));
                }
                is_read = read.is_ok();
                if let Ok(organisations) = read {
                    known.replace(organisations);
                }
            }
        });
        Ok(following)
    }
}

struct LocalDirectory {
    dynamodb: aws_sdk_dynamodb::Client,
    table: String,
    store: Store,
}

impl LocalDirectory {
    fn of(aws: &SdkConfig, stack: &Stack) -> Result<Self> {
        Ok(Self {
            dynamodb: aws_sdk_dynamodb::Client::new(aws),
            table: stack.one("AWS::DynamoDB::Table", "DirectoryTable")?,
            store: seed::store(aws, stack)?,
        })
    }

    /// All organisations of the local stack. Nothing of the product lists them, so the table is read through.
    async fn read(&self) -> Result<Vec<Shown>> {
        let scan = self
            .dynamodb
            .scan()
            .table_name(&self.table)
            .filter_expression("sk = :only and begins_with(pk, :organisation)")
            .expression_attribute_values(":only", AttributeValue::S(keys::ONLY.to_owned()))
            .expression_attribute_values(":organisation", AttributeValue::S(keys::ORGANISATIONS.to_owned()));
        let found = scan.send().await.context("the directory cannot be read")?;
        let mut organisations = Vec::new();
        for item in found.items.unwrap_or_default() {
            let pk = item.get("pk").and_then(|pk| pk.as_s().ok());
            let Some(id) = pk.and_then(|pk| keys::organisation_of(pk)) else {
                continue;
            };
            // Its number is with no carrier, so that no handset can text it.
            if id.as_str() == OWN_ORGANISATION {
                continue;
            }
            let records = self.store.records(&id).await?;
            let all = records
                .including_removed()
                .map(|versioned| (versioned.record.clone(), versioned.is_removed));
            organisations.extend(Directory::of(all).as_ref().map(seed::shown));
        }
        organisations.sort_by(|a, b| {
            (b.id == seed::ORGANISATION, &a.name).cmp(&(a.id == seed::ORGANISATION, &b.name))
        });
        Ok(organisations)
    }
}
