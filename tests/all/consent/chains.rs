//! What an operator finds out about a whole table: whether every timeline is what was written.

use aws_sdk_dynamodb::types::AttributeValue;
use memberline_cli::operate::timelines::verify;

use crate::world::World;
use crate::world::cloud::Item;
use crate::world::outbox::attribute;

const MEMBERS: [&str; 2] = ["+15552010001", "+15552010002"];

/// Members who texted, one of whom stopped.
async fn texted() -> World {
    let world = World::new().await;
    for (member, id) in MEMBERS.into_iter().zip(["SM1", "SM2"]) {
        world.member(member).texts(id, "Is my loan approved?").await;
    }
    world.member(MEMBERS[1]).texts("SM3", "STOP").await;
    world.flow().await;
    world
}

async fn replace(world: &World, mut item: Item, name: &str, from: &str, to: &str) {
    let altered = attribute(&item, name).replace(from, to);
    assert_ne!(altered, attribute(&item, name));
    item.insert(name.to_owned(), AttributeValue::S(altered));
    world.cloud.put("timeline", item).await;
}

#[tokio::test]
async fn every_timeline_of_a_table_is_checked_and_each_that_was_altered_is_named() {
    let world = texted().await;
    let items = world.cloud.items("timeline").await;
    let of = |is: fn(&str) -> bool| items.iter().filter(move |item| is(attribute(item, "sk")));
    let client = world.cloud.dynamodb();
    let verified = verify(&client, "timeline").await.unwrap();
    assert_eq!(verified.broken, Vec::<String>::new());
    assert_eq!(verified.timelines, of(|sk| sk == "HEAD").count());
    let entries = of(|sk| sk.starts_with("E#") && !sk.ends_with("HEAD")).count();
    assert_eq!(verified.entries, entries as u64);
    assert!(
        verified
            .to_string()
            .ends_with(&format!("with {entries} entries: every link holds"))
    );

    let text = of(|sk| sk == "E#0000000001").find(|item| attribute(item, "kind") == "message_in");
    let thread = text.unwrap();
    replace(&world, thread.clone(), "at", "20", "19").await;
    let mut ledgers = of(|sk| sk == "HEAD").filter(|head| attribute(head, "state").contains("\"stop\":["));
    let ledger = ledgers.next().unwrap();
    replace(&world, ledger.clone(), "state", "\"stop\":", "\"once\":").await;
    let mut broken = verify(&client, "timeline").await.unwrap().broken;
    broken.sort();
    assert_eq!(
        broken,
        [
            format!(
                "{}: the head does not say what the entries say",
                attribute(ledger, "pk")
            ),
            format!(
                "{}: entry 1 was altered after it was written",
                attribute(thread, "pk")
            ),
        ]
    );
}

#[tokio::test]
async fn a_table_that_is_not_there_is_no_table_that_holds() {
    let world = World::new().await;
    let refused = verify(&world.cloud.dynamodb(), "restored").await.unwrap_err();
    assert_eq!(refused.to_string(), "the table restored could not be read");
}
