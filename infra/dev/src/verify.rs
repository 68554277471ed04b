//! `cargo dev verify`: whether every timeline is what was written, entry by entry.

use std::collections::{BTreeMap, HashMap};

use anyhow::{Context, Result, bail};
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::AttributeValue;
use memberline_domain::chain::{self, Link, StoredLink};
use memberline_store::keys::{ENTRIES, HEAD};

use crate::aws;
use crate::places::Places;
use crate::up::Running;

type Item = HashMap<String, AttributeValue>;

/// What is stored of one aggregate.
#[derive(Default)]
struct Timeline {
    head: Option<Item>,
    entries: Vec<Item>,
}

/// Checks the hash chain of every timeline of the running stack; names the first broken link of each.
pub async fn verify(places: &Places) -> Result<()> {
    let running = Running::read(places)?;
    let table = running.stack.one("AWS::DynamoDB::Table", "TimelineTable")?;
    let client = Client::new(&aws::config(&running.aws_endpoint).await);

    let (mut entries, mut broken) = (0, 0);
    let timelines = read_all(&client, &table).await?;
    for (pk, timeline) in &timelines {
        let mut outcome = check(pk, timeline);
        if outcome.is_err() {
            // What was written while the table was read looks torn; read alone and strongly it does not.
            outcome = check(pk, &read_one(&client, &table, pk).await?);
        }
        match outcome {
            Ok(count) => entries += count,
            Err(error) => {
                broken += 1;
                println!("{pk}: {error:#}");
            }
        }
    }
    if broken > 0 {
        bail!("{broken} of {} timelines are broken", timelines.len());
    }
    println!(
        "{} timelines with {entries} entries: every link holds",
        timelines.len()
    );
    Ok(())
}

async fn read_all(client: &Client, table: &str) -> Result<BTreeMap<String, Timeline>> {
    let mut timelines = BTreeMap::<String, Timeline>::new();
    let mut items = client.scan().table_name(table).into_paginator().items().send();
    while let Some(item) = items.next().await {
        let item = item.context("the timeline table could not be read")?;
        let pk = text(&item, "pk")?.to_owned();
        if belongs(&item)? {
            timelines.entry(pk).or_default().add(item)?;
        }
    }
    Ok(timelines)
}

async fn read_one(client: &Client, table: &str, pk: &str) -> Result<Timeline> {
    let mut timeline = Timeline::default();
    let query = client.query().table_name(table).consistent_read(true);
    let query = query
        .key_condition_expression("pk = :pk")
        .expression_attribute_values(":pk", AttributeValue::S(pk.to_owned()));
    let mut items = query.into_paginator().items().send();
    while let Some(item) = items.next().await {
        let item = item.context("the timeline table could not be read")?;
        if belongs(&item)? {
            timeline.add(item)?;
        }
    }
    Ok(timeline)
}

/// Whether the item is a head or an entry; once-keys and what closed conversations leave behind are not.
fn belongs(item: &Item) -> Result<bool> {
    let sk = text(item, "sk")?;
    Ok(sk == HEAD || sk.starts_with(ENTRIES))
}

impl Timeline {
    fn add(&mut self, item: Item) -> Result<()> {
        if text(&item, "sk")? == HEAD {
            self.head = Some(item);
        } else {
            self.entries.push(item);
        }
        Ok(())
    }
}

/// Checks one timeline; the number of its entries.
fn check(pk: &str, timeline: &Timeline) -> Result<u64> {
    let mut links = timeline
        .entries
        .iter()
        .map(|item| link(pk, item))
        .collect::<Result<Vec<_>>>()?;
    links.sort_by_key(|stored| stored.link.seq);
    let head = timeline.head.as_ref().context("the entries have no head")?;
    Ok(chain::verify(links, number(head, "seq")?, text(head, "hash")?)?)
}

fn link<'a>(pk: &'a str, item: &'a Item) -> Result<StoredLink<'a>> {
    let sealed = item
        .get("sealed")
        .and_then(|value| value.as_b().ok())
        .map(AsRef::as_ref)
        .unwrap_or_default();
    let link = Link {
        pk,
        sk: text(item, "sk")?,
        seq: number(item, "seq")?,
        at: text(item, "at")?,
        kind: text(item, "kind")?,
        meta: text(item, "meta")?,
        sealed,
    };
    Ok(StoredLink {
        link,
        prev: text(item, "prev")?,
        hash: text(item, "hash")?,
    })
}

fn text<'a>(item: &'a Item, name: &str) -> Result<&'a str> {
    let value = item.get(name).and_then(|value| value.as_s().ok());
    value
        .map(String::as_str)
        .with_context(|| format!("an item has no text {name:?}"))
}

fn number(item: &Item, name: &str) -> Result<u64> {
    let value = item
        .get(name)
        .and_then(|value| value.as_n().ok())
        .and_then(|value| value.parse().ok());
    value.with_context(|| format!("an item has no number {name:?}"))
}

#[cfg(test)]
mod tests {
    use memberline_domain::chain::GENESIS;

    use super::*;

    fn s(text: &str) -> AttributeValue {
        AttributeValue::S(text.to_owned())
    }

    fn timeline() -> Timeline {
        let mut timeline = Timeline::default();
        let mut prev = GENESIS.to_owned();
        for seq in 1..=3 {
            let mut item = Item::from([
                ("sk".to_owned(), s(&format!("{ENTRIES}{seq:010}"))),
                ("seq".to_owned(), AttributeValue::N(seq.to_string())),
                ("at".to_owned(), s("2026-11-22T10:00:00Z")),
                ("kind".to_owned(), s("message_in")),
                ("meta".to_owned(), s("{}")),
                ("prev".to_owned(), s(&prev)),
                ("hash".to_owned(), s("")),
            ]);
            prev = link("T#o#t", &item).unwrap().link.hash(&prev);
            item.insert("hash".to_owned(), s(&prev));
            timeline.entries.insert(0, item);
        }
        timeline.head = Some(Item::from([
            ("sk".to_owned(), s(HEAD)),
            ("seq".to_owned(), AttributeValue::N("3".to_owned())),
            ("hash".to_owned(), s(&prev)),
        ]));
        timeline
    }

    #[test]
    fn a_whole_timeline_holds() {
        assert_eq!(check("T#o#t", &timeline()).unwrap(), 3);
    }

    #[test]
    fn the_first_broken_link_is_named() {
        let mut altered = timeline();
        altered.entries[1].insert("meta".to_owned(), s("{\"by\":\"nobody\"}"));
        assert_eq!(
            check("T#o#t", &altered).unwrap_err().to_string(),
            "entry 2 was altered after it was written"
        );
        let mut moved = timeline();
        moved.entries.remove(0);
        assert!(check("T#o#t", &moved).is_err());
        let headless = Timeline {
            head: None,
            ..timeline()
        };
        assert!(check("T#o#t", &headless).is_err());
    }
}
