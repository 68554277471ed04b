//! `memberline verify`: whether every timeline of a deployment is what was written.

mod check;

use std::collections::HashSet;
use std::fmt;

use anyhow::{Context as _, Result};
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::AttributeValue;
use memberline_store::Item;
use serde_json::{Value, json};

use super::say::answer;
use super::{Deployment, Target};
use crate::counted::counted;
use crate::outcome::Outcome;
use check::{Partition, chained, check};

/// Where the timelines are.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Read this table instead of the deployment's, such as a restored one
    #[arg(long, value_name = "NAME", conflicts_with = "packet")]
    table: Option<String>,
}

/// Does what was asked for.
pub async fn run(args: Args, target: &Target) -> Result<Outcome> {
    let deployment = Deployment::find(target).await?;
    let own = || deployment.resources.id("TimelineTable").map(str::to_owned);
    let table = args.table.or_else(own).context("the deployment has no table")?;
    let verified = verify(&Client::new(&deployment.aws), &table).await?;
    answer(target, &verified.to_string(), &verified.json())?;
    Ok(if verified.broken.is_empty() {
        Outcome::Done
    } else {
        Outcome::Refused
    })
}

/// What a table's timelines came to.
#[derive(Debug, Default)]
pub struct Verified {
    pub timelines: usize,
    /// The entries of those that hold.
    pub entries: u64,
    /// The first broken link of each that does not.
    pub broken: Vec<String>,
}

/// Checks every timeline of a table, which is read from one end to the other, a timeline at a time.
pub async fn verify(client: &Client, table: &str) -> Result<Verified> {
    let mut reading = Reading {
        client,
        table,
        seen: HashSet::new(),
        verified: Verified::default(),
    };
    let mut items = client.scan().table_name(table).into_paginator().items().send();
    let mut current: Option<(String, Partition)> = None;
    while let Some(item) = items.next().await {
        let item = item.with_context(|| unreadable(table))?;
        let Some((pk, sk)) = chained(&item)? else {
            continue;
        };
        match &mut current {
            Some((of, partition)) if *of == pk => drop(partition.insert(sk, item)),
            _ => {
                if let Some(whole) = current.replace((pk, Partition::from([(sk, item)]))) {
                    reading.take(whole).await?;
                }
            }
        }
    }
    if let Some(whole) = current {
        reading.take(whole).await?;
    }
    Ok(reading.verified)
}

struct Reading<'a> {
    client: &'a Client,
    table: &'a str,
    /// The timelines that were checked.
    seen: HashSet<String>,
    verified: Verified,
}

impl Reading<'_> {
    /// Checks a timeline as the scan gave it. What was written meanwhile looks torn, and what the scan gives in pieces looks broken: read
    /// alone and strongly it does not.
    async fn take(&mut self, (pk, partition): (String, Partition)) -> Result<()> {
        if self.seen.contains(&pk) {
            return Ok(());
        }
        let mut checked = check(&pk, &partition);
        if checked.is_err() {
            checked = check(&pk, &self.alone(&pk).await?);
        }
        match checked {
            Ok(entries) => self.verified.entries += entries,
            Err(broken) => self.verified.broken.push(format!("{broken:#}")),
        }
        self.verified.timelines += 1;
        self.seen.insert(pk);
        Ok(())
    }

    async fn alone(&self, pk: &str) -> Result<Partition> {
        let query = self.client.query().table_name(self.table).consistent_read(true);
        let query = query
            .key_condition_expression("pk = :pk")
            .expression_attribute_values(":pk", AttributeValue::S(pk.to_owned()));
        let mut partition = Partition::new();
        let mut items = query.into_paginator().items().send();
        while let Some(item) = items.next().await {
            let item: Item = item.with_context(|| unreadable(self.table))?;
            if let Some((_, sk)) = chained(&item)? {
                partition.insert(sk, item);
            }
        }
        Ok(partition)
    }
}

fn unreadable(table: &str) -> String {
    format!("the table {table} could not be read")
}

impl Verified {
    /// It for machines.
    fn json(&self) -> Value {
        json!({ "timelines": self.timelines, "entries": self.entries, "broken": self.broken })
    }
}

impl fmt::Display for Verified {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let timelines = counted(self.timelines, "timeline", "timelines");
        if self.broken.is_empty() {
            let entries = counted(self.entries, "entry", "entries");
            return write!(formatter, "{timelines} with {entries}: every link holds");
        }
        for broken in &self.broken {
            writeln!(formatter, "{broken}")?;
        }
        write!(formatter, "{} of {timelines} broken", self.broken.len())
    }
}
