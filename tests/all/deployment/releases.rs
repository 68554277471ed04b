//! A deploy runs beside the one before: what a later release wrote is read, kept and written back by this one.

use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue;
use memberline_domain::aggregate::chain::{Hash, Link, verify};
use memberline_domain::evidence::Packet;
use memberline_store::{chain_end, link};
use serde_json::{Value, json};

use crate::world::World;
use crate::world::cloud::Item;
use crate::world::outbox::attribute;
use crate::world::people::TWILIO_NUMBER;

const MEMBER: &str = "+15552010001";

fn s(text: &str) -> AttributeValue {
    AttributeValue::S(text.to_owned())
}

fn b(hash: Hash) -> AttributeValue {
    AttributeValue::B(Blob::new(hash.as_bytes()))
}

/// The head of the member's timeline of this sort.
async fn head(world: &World, sort: &str) -> Item {
    let items = world.cloud.items("timeline").await;
    let is_head = |item: &Item| attribute(item, "sk") == "HEAD" && attribute(item, "pk").starts_with(sort);
    items.into_iter().find(is_head).unwrap()
}

fn state(head: &Item) -> Value {
    serde_json::from_str(attribute(head, "state")).unwrap()
}

/// Appends an entry of a kind that a later release brings, and has the head say more than this one knows.
async fn as_a_later_release(world: &World, sort: &str) {
    let mut head = head(world, sort).await;
    let (seq, prev) = chain_end(&head).unwrap();
    let (pk, sk) = (attribute(&head, "pk").to_owned(), format!("E#{:010}", seq + 1));
    let (at, meta) = (
        world.clock.now().to_string(),
        json!({"kind": "telepathy", "what": {"any": "thing"}}).to_string(),
    );
    let hash = Link {
        pk: &pk,
        sk: &sk,
        seq: seq + 1,
        at: &at,
        kind: "telepathy",
        meta: &meta,
        sealed: &[],
        salted: None,
        owner: None,
    }
    .hash(prev);
    let number = |number: u64| AttributeValue::N(number.to_string());
    let entry = [
        ("pk", s(&pk)),
        ("sk", s(&sk)),
        ("v", number(1)),
        ("seq", number(seq + 1)),
        ("at", s(&at)),
        ("kind", s("telepathy")),
        ("meta", s(&meta)),
        ("prev", b(prev)),
        ("hash", b(hash)),
    ];
    world
        .cloud
        .put(
            "timeline",
            entry.map(|(name, value)| (name.to_owned(), value)).into(),
        )
        .await;
    let mut said = state(&head);
    said["mood"] = json!({"is": "fine"});
    if let Some(open) = said.get_mut("open") {
        open["colour"] = json!("blue");
    }
    head.extend([
        ("seq".to_owned(), number(seq + 1)),
        ("hash".to_owned(), b(hash)),
        ("state".to_owned(), s(&said.to_string())),
        ("horoscope".to_owned(), s("lucky")),
    ]);
    world.cloud.put("timeline", head).await;
}

async fn chains_hold(world: &World) {
    let items = world.cloud.items("timeline").await;
    for sort in ["T#", "S#"] {
        let head = head(world, sort).await;
        let mut entries: Vec<_> = items
            .iter()
            .filter(|item| attribute(item, "pk") == attribute(&head, "pk") && item.contains_key("kind"))
            .map(|item| link(item).unwrap())
            .filter(|entry| entry.link.sk.matches('#').count() == 1)
            .collect();
        entries.sort_by_key(|entry| entry.link.seq);
        let (seq, hash) = chain_end(&head).unwrap();
        assert_eq!(verify(entries, seq, hash), Ok(seq), "{sort}");
    }
}

#[tokio::test]
async fn what_a_later_release_wrote_outlives_what_this_one_writes() {
    let world = World::new().await;
    world.member(MEMBER).texts("SM1", "START").await;
    world.member(MEMBER).texts("SM2", "STOP").await;
    world.member(MEMBER).texts("SM3", "Hello?").await;
    as_a_later_release(&world, "T#").await;
    as_a_later_release(&world, "S#").await;

    let conversation = format!("{}-2", world.thread("lakeside", TWILIO_NUMBER, MEMBER));
    let maria = world.agent("maria");
    assert_eq!(maria.claims(&conversation).await.status, 200);
    world.member(MEMBER).texts("SM4", "START").await;
    for sort in ["T#", "S#"] {
        let head = head(&world, sort).await;
        assert_eq!(state(&head)["mood"], json!({"is": "fine"}), "{sort}");
        assert_eq!(attribute(&head, "horoscope"), "lucky", "{sort}");
    }
    assert_eq!(state(&head(&world, "T#").await)["open"]["colour"], "blue");
    chains_hold(&world).await;

    let shown = maria
        .get(&format!("/v1/conversations/{conversation}/timeline"))
        .await;
    let entries = shown.body["items"].as_array().unwrap();
    let others: Vec<_> = entries.iter().filter(|entry| entry["kind"] == "other").collect();
    assert_eq!((others.len(), &others[0]["what"]), (1, &json!("telepathy")));

    let answer = world
        .agent("amara")
        .get("/v1/evidence?number=%2B15552010001")
        .await;
    let packet: Packet = serde_json::from_value(answer.body).unwrap();
    assert_eq!(packet.check().unwrap().unknown, 2);

    assert_eq!(maria.closes(&conversation).await.body["state"], "closed");
    let after = state(&head(&world, "T#").await);
    assert_eq!(
        (after["mood"]["is"].as_str(), after.get("open")),
        (Some("fine"), None)
    );
    let items = world.cloud.items("timeline").await;
    let closed = items
        .iter()
        .find(|item| attribute(item, "sk") == "C#0000000002")
        .unwrap();
    assert_eq!(
        state(closed)["conv"]["colour"],
        "blue",
        "it goes with the conversation"
    );
}
