//! `cargo dev verify`: whether every timeline is what was written, entry by entry.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::AttributeValue;
use memberline_domain::aggregate::{Entry, Event as _};
use memberline_domain::chain;
use memberline_domain::subscriber::{Subscriber, SubscriberEvent};
use memberline_store::keys::{ENTRIES, HEAD};
use memberline_store::{Item, chain_end, link};

use crate::aws;
use crate::places::Places;
use crate::up::Running;

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
    let mut links = timeline.entries.iter().map(link).collect::<Result<Vec<_>, _>>()?;
    links.sort_by_key(|stored| stored.link.seq);
    let head = timeline.head.as_ref().context("the entries have no head")?;
    let (seq, hash) = chain_end(head)?;
    let checked = chain::verify(links, seq, hash)?;
    if pk.starts_with("S#") {
        check_ledger(head, &timeline.entries)?;
    }
    Ok(checked)
}

/// Whether the head of a consent ledger says what its entries say: emptied, it would lift every block, and no link would break.
fn check_ledger(head: &Item, entries: &[Item]) -> Result<()> {
    let state: Subscriber = serde_json::from_str(text(head, "state")?)?;
    let mut read = Vec::with_capacity(entries.len());
    for item in entries {
        let stored = link(item)?.link;
        let event = SubscriberEvent::read(stored.sk, stored.kind, stored.meta)?;
        if !event.is_known() {
            return Ok(());
        }
        read.push(Entry {
            seq: stored.seq,
            at: stored.at.parse()?,
            event,
            content: None,
        });
    }
    read.sort_by_key(|entry| entry.seq);
    let new = Subscriber::new(state.organisation.clone(), state.id.clone(), state.number.clone());
    if new.replay(&read) != state {
        bail!("the head does not say what the entries say");
    }
    Ok(())
}

fn text<'a>(item: &'a Item, name: &str) -> Result<&'a str> {
    let value = item.get(name).and_then(|value| value.as_s().ok());
    value
        .map(String::as_str)
        .with_context(|| format!("an item has no text {name:?}"))
}

#[cfg(test)]
mod tests {
    use aws_sdk_dynamodb::primitives::Blob;
    use memberline_domain::chain::{GENESIS, Hash};
    use serde_json::{Value, json};

    use super::*;

    const LEDGER: &str = "S#lakeside#0123456789abcdef";

    fn s(text: &str) -> AttributeValue {
        AttributeValue::S(text.to_owned())
    }

    fn b(hash: Hash) -> AttributeValue {
        AttributeValue::B(Blob::new(hash.as_bytes()))
    }

    fn timeline(pk: &str, metas: &[Value], state: &Value) -> Timeline {
        let mut timeline = Timeline::default();
        let mut prev = GENESIS;
        for (seq, meta) in (1..).zip(metas) {
            let mut item = Item::from([
                ("pk".to_owned(), s(pk)),
                ("sk".to_owned(), s(&format!("{ENTRIES}{seq:010}"))),
                ("seq".to_owned(), AttributeValue::N(seq.to_string())),
                ("at".to_owned(), s("2026-11-22T10:00:00Z")),
                ("kind".to_owned(), s(meta["kind"].as_str().unwrap())),
                ("meta".to_owned(), s(&meta.to_string())),
                ("prev".to_owned(), b(prev)),
                ("hash".to_owned(), b(prev)),
            ]);
            prev = link(&item).unwrap().link.hash(prev);
            item.insert("hash".to_owned(), b(prev));
            timeline.entries.insert(0, item);
        }
        timeline.head = Some(Item::from([
            ("sk".to_owned(), s(HEAD)),
            ("seq".to_owned(), AttributeValue::N(metas.len().to_string())),
            ("hash".to_owned(), b(prev)),
            ("state".to_owned(), s(&state.to_string())),
        ]));
        timeline
    }

    fn thread() -> Timeline {
        timeline("T#o#t", &vec![json!({"kind": "message_in"}); 3], &json!({}))
    }

    #[test]
    fn a_whole_timeline_holds() {
        assert_eq!(check("T#o#t", &thread()).unwrap(), 3);
    }

    #[test]
    fn the_first_broken_link_is_named() {
        let mut altered = thread();
        altered.entries[1].insert("meta".to_owned(), s("{\"by\":\"nobody\"}"));
        assert_eq!(
            check("T#o#t", &altered).unwrap_err().to_string(),
            "entry 2 was altered after it was written"
        );
        let mut moved = thread();
        moved.entries.remove(0);
        assert!(check("T#o#t", &moved).is_err());
        let headless = Timeline {
            head: None,
            ..thread()
        };
        assert!(check("T#o#t", &headless).is_err());
    }

    #[test]
    fn a_ledger_whose_head_forgot_a_stop_is_named() {
        let source = json!({"via": "text", "number": "+15550100001", "carrier_message_id": "SM1"});
        let stop = json!({"kind": "opted_out", "number": null, "source": source});
        let stopped =
            json!({"at": "2026-11-22T10:00:00Z", "via": "text", "us": "+15550100001", "mid": "SM1"});
        let state = |stops: &[&Value]| json!({"org": "lakeside", "id": "0123456789abcdef", "num": "+15552010001", "stop": stops});
        let whole = timeline(LEDGER, std::slice::from_ref(&stop), &state(&[&stopped]));
        assert_eq!(check(LEDGER, &whole).unwrap(), 1);
        let emptied = timeline(LEDGER, std::slice::from_ref(&stop), &state(&[]));
        assert_eq!(
            check(LEDGER, &emptied).unwrap_err().to_string(),
            "the head does not say what the entries say"
        );
        let later = timeline(
            LEDGER,
            &[stop, json!({"kind": "from_a_later_release"})],
            &state(&[]),
        );
        assert_eq!(check(LEDGER, &later).unwrap(), 2);
    }
}
