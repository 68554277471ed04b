//! Whether a timeline is what was written, entry by entry.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result, bail};
use memberline_domain::aggregate::{Entry, Event as _};
use memberline_domain::consent::{Subscriber, SubscriberEvent};
use memberline_store::keys::{ENTRIES, HEAD};
use memberline_store::{Item, link, timeline_of};

/// The heads and entries of a timeline and of all that hangs on it, by sort key.
pub type Partition = BTreeMap<String, Item>;

/// The keys of a head or an entry; once-keys and what closed conversations leave behind are in no chain.
pub fn chained(item: &Item) -> Result<Option<(String, String)>> {
    let (pk, sk) = (text(item, "pk")?, text(item, "sk")?);
    let is_chained = sk == HEAD || sk.starts_with(ENTRIES);
    Ok(is_chained.then(|| (pk.to_owned(), sk.to_owned())))
}

/// Checks one timeline with all that hangs on its messages; the number of its entries.
pub fn check(pk: &str, partition: &Partition) -> Result<u64> {
    let items: Vec<Item> = partition.values().cloned().collect();
    let timeline = timeline_of(pk, &items)?;
    let checked = timeline.check()?;
    if let (true, Some(head)) = (pk.starts_with("S#"), partition.get(HEAD)) {
        let entries: Vec<Item> = items
            .into_iter()
            .filter(|item| item.contains_key("kind"))
            .collect();
        check_ledger(head, &entries).with_context(|| pk.to_owned())?;
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
    use aws_sdk_dynamodb::types::AttributeValue;
    use memberline_domain::aggregate::chain::{GENESIS, Hash};
    use memberline_store::keys;
    use serde_json::{Value, json};

    use super::*;

    const LEDGER: &str = "S#lakeside#0123456789abcdef";
    const THREAD: &str = "T#lakeside#0123456789abcdef0123456789";

    fn s(text: &str) -> AttributeValue {
        AttributeValue::S(text.to_owned())
    }

    fn n(number: u64) -> AttributeValue {
        AttributeValue::N(number.to_string())
    }

    fn b(hash: Hash) -> AttributeValue {
        AttributeValue::B(Blob::new(hash.as_bytes()))
    }

    /// Adds a chain with its head; the hashes of its entries.
    fn add(
        items: &mut Partition,
        pk: &str,
        on: Option<(u64, Hash)>,
        metas: &[Value],
        state: &Value,
    ) -> Vec<Hash> {
        let (message, mut prev) = on.map_or((None, GENESIS), |(message, hash)| (Some(message), hash));
        let mut hashes = Vec::new();
        for (seq, meta) in (1..).zip(metas) {
            let sk = keys::entry(seq, message);
            let mut item = Item::from([
                ("pk".to_owned(), s(pk)),
                ("sk".to_owned(), s(&sk)),
                ("seq".to_owned(), n(seq)),
                ("at".to_owned(), s("2026-11-22T10:00:00Z")),
                ("kind".to_owned(), s(meta["kind"].as_str().unwrap())),
                ("meta".to_owned(), s(&meta.to_string())),
                ("prev".to_owned(), b(prev)),
                ("hash".to_owned(), b(prev)),
            ]);
            prev = link(&item).unwrap().link.hash(prev);
            item.insert("hash".to_owned(), b(prev));
            items.insert(sk, item);
            hashes.push(prev);
        }
        let sk = keys::head(message);
        let head = Item::from([
            ("sk".to_owned(), s(&sk)),
            ("seq".to_owned(), n(metas.len() as u64)),
            ("hash".to_owned(), b(prev)),
            ("state".to_owned(), s(&state.to_string())),
        ]);
        items.insert(sk, head);
        hashes
    }

    /// A text that went out, and one that waits.
    fn thread() -> Partition {
        let out = json!({"kind": "message_out", "conversation": 0, "by": {"kind": "system"}, "purpose": "help", "encoding": "gsm7",
                         "carrier_segments": 1, "plan_units": 1});
        let sent = json!({"kind": "delivery", "message": 1, "status": "sent", "attempt": 1});
        let mut items = Partition::new();
        let own = add(&mut items, THREAD, None, &[out.clone(), out], &json!({}));
        let at = "2026-11-22T10:00:00Z";
        let state = json!({"m": 1, "conv": 0, "out": {"is": "sent", "at": at, "try": 1}});
        add(&mut items, THREAD, Some((1, own[0])), &[sent], &state);
        let state = json!({"m": 2, "conv": 0, "out": {"is": "queued", "at": at, "try": 0, "due": "2026-11-22T10:05:00Z"}});
        add(&mut items, THREAD, Some((2, own[1])), &[], &state);
        items
    }

    #[test]
    fn a_whole_timeline_holds() {
        assert_eq!(check(THREAD, &thread()).unwrap(), 3);
    }

    #[test]
    fn the_first_broken_link_is_named() {
        type Break = fn(&mut Partition);
        let alter: Break = |items| {
            let entry = items.get_mut("E#0000000002").unwrap();
            entry.insert("at".to_owned(), s("2026-11-22T10:00:01Z"));
        };
        let alter_beside: Break = |items| {
            let entry = items.get_mut("E#0000000001#0000000001").unwrap();
            let meta = entry["meta"].as_s().unwrap().replace("sent", "failed");
            entry.insert("meta".to_owned(), s(&meta));
        };
        let lie: Break = |items| {
            let head = items.get_mut("E#0000000002#HEAD").unwrap();
            let state = head["state"].as_s().unwrap().replace("queued", "delivered");
            head.insert("state".to_owned(), s(&state));
        };
        let cases: [(Break, &str); 7] = [
            (alter, "entry 2 was altered after it was written"),
            (
                |items| drop(items.remove("E#0000000001")),
                "entry 1 is missing: entry 2 follows the one before it",
            ),
            (
                |items| drop(items.remove(HEAD)),
                "the head names entry 0, the last entry is 2",
            ),
            (
                alter_beside,
                "message 1: entry 1 was altered after it was written",
            ),
            (
                |items| drop(items.remove("E#0000000001#0000000001")),
                "message 1: the head names entry 1, the last entry is 0",
            ),
            (
                |items| drop(items.remove("E#0000000002#HEAD")),
                "message 2: its head is missing",
            ),
            (lie, "message 2: its head does not say what its entries say"),
        ];
        for (alter, named) in cases {
            let mut items = thread();
            alter(&mut items);
            let broken = check(THREAD, &items).unwrap_err().to_string();
            assert_eq!(broken, format!("{THREAD}: {named}"));
        }
    }

    #[test]
    fn a_ledger_whose_head_forgot_a_stop_is_named() {
        let source = json!({"via": "text", "number": "+15550100001", "carrier_message_id": "SM1"});
        let stop = json!({"kind": "opted_out", "number": null, "source": source});
        let stopped =
            json!({"at": "2026-11-22T10:00:00Z", "via": "text", "us": "+15550100001", "mid": "SM1"});
        let state = |stops: &[&Value]| json!({"org": "lakeside", "id": "0123456789abcdef", "num": "+15552010001", "stop": stops});
        let ledger = |metas: &[Value], state: &Value| {
            let mut items = Partition::new();
            add(&mut items, LEDGER, None, metas, state);
            items
        };
        let whole = ledger(std::slice::from_ref(&stop), &state(&[&stopped]));
        assert_eq!(check(LEDGER, &whole).unwrap(), 1);
        let emptied = ledger(std::slice::from_ref(&stop), &state(&[]));
        let broken = check(LEDGER, &emptied).unwrap_err();
        assert_eq!(
            format!("{broken:#}"),
            format!("{LEDGER}: the head does not say what the entries say")
        );
        let later = ledger(&[stop, json!({"kind": "from_a_later_release"})], &state(&[]));
        assert_eq!(check(LEDGER, &later).unwrap(), 2);
    }
}
