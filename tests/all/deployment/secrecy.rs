//! Nothing that a member or an agent wrote is readable in a table, and what is sealed does not open elsewhere.

use aws_sdk_dynamodb::types::AttributeValue;
use memberline_domain::OrganisationId;
use memberline_store::Wanted;

use crate::world::World;
use crate::world::cloud::Item;
use crate::world::outbox::{attribute, entries, timelines_of};
use crate::world::people::{TWILIO_TOKEN, seed};

const MEMBER: &str = "+15552010001";

fn bytes(value: &AttributeValue) -> Vec<u8> {
    match value {
        AttributeValue::S(text) | AttributeValue::N(text) => text.clone().into_bytes(),
        AttributeValue::B(blob) => blob.as_ref().to_vec(),
        other => format!("{other:?}").into_bytes(),
    }
}

#[tokio::test]
async fn el_25_x_09_no_table_holds_a_text_or_a_secret_that_can_be_read() {
    let world = World::new().await;
    world.member(MEMBER).texts("SM1", "My balance is a walrus").await;
    world
        .answers("maria", MEMBER, "Then feed the walrus")
        .await
        .unwrap();
    world.flow().await;
    world.member(MEMBER).texts("SM2", "STOP").await;
    let mut forged = world.member(MEMBER).webhook("SM3", "another walrus");
    forged.headers.remove("x-twilio-signature");
    world.inbound().handle(forged, "test", world.clock.now()).await;
    let mut items = 0;
    for table in ["timeline", "directory", "keys", "access"] {
        for item in world.cloud.items(table).await {
            items += 1;
            for (name, value) in &item {
                let value = bytes(value);
                for secret in ["walrus", TWILIO_TOKEN, "KEY-test"] {
                    let found = value.windows(secret.len()).any(|w| w == secret.as_bytes());
                    assert!(
                        !found,
                        "{table}: {name} of {} holds {secret}",
                        attribute(&item, "pk")
                    );
                }
            }
        }
    }
    assert!(items > 20, "{items}");
}

#[tokio::test]
async fn every_timeline_is_a_chain_that_an_offline_check_follows() {
    let world = World::new().await;
    for n in 0..4 {
        world.member(MEMBER).texts(&format!("SMa{n}"), "Hello").await;
        world.answers("maria", MEMBER, "Hello").await.unwrap();
    }
    world.flow().await;
    world.member(MEMBER).texts("SMb", "STOP").await;
    let items = world.cloud.items("timeline").await;
    let timelines = timelines_of(&items);
    assert_eq!(timelines.len(), 2, "a thread and a subscriber");
    let checked: Vec<u64> = timelines
        .iter()
        .map(|timeline| timeline.check().unwrap())
        .collect();
    assert_eq!(
        checked.iter().sum::<u64>(),
        u64::try_from(entries(&items)).unwrap()
    );
    let messages: usize = timelines.iter().map(|timeline| timeline.messages.len()).sum();
    assert_eq!(messages, 5, "four answers and the confirmation");
}

#[tokio::test]
async fn a_new_organisation_key_wraps_from_then_on_and_old_content_stays_readable() {
    let world = World::new().await;
    world.member(MEMBER).texts("SM1", "before").await;
    let wrapped = |items: Vec<Item>| {
        let head = items
            .into_iter()
            .find(|i| attribute(i, "sk") == "HEAD" && attribute(i, "pk").starts_with("T#"))
            .unwrap();
        head["wrapped_key"].as_b().unwrap().as_ref().to_vec()
    };
    let before = wrapped(world.cloud.items("timeline").await);
    let lakeside = OrganisationId::parse("lakeside").unwrap();
    assert_eq!(world.store().add_organisation_key(&lakeside).await.unwrap(), 2);
    world.member(MEMBER).texts("SM2", "after").await;
    let after = wrapped(world.cloud.items("timeline").await);
    assert_eq!(
        (&before[1..3], &after[1..3]),
        (&[0, 1][..], &[0, 2][..]),
        "the version that wrapped it"
    );
    let (_, entries) = world.timeline(MEMBER).await;
    assert!(entries.iter().all(|entry| entry.content.is_some()));
}

/// The same member at two organisations: two threads, and neither opens the other's.
#[tokio::test]
async fn organisations_with_the_same_member_see_nothing_of_each_other() {
    let world = World::new().await;
    seed(&world.store(), "harbor", "+155502000", world.clock.now()).await;
    world.member(MEMBER).texts("SM1", "To Lakeside").await;
    let ids = ["lakeside", "harbor"].map(|org| world.thread(org, "+15550100001", MEMBER));
    assert_ne!(ids[0], ids[1]);
    let harbor = world.tenant("harbor").await;
    let store = world.store();
    let read = || store.load(Wanted::of(&harbor).thread(&ids[0]));
    assert!(read().await.unwrap().is_empty());

    // A copy of Lakeside's item in Harbor's partition does not open there.
    let item = world
        .cloud
        .items("timeline")
        .await
        .into_iter()
        .find(|i| attribute(i, "sk") == "HEAD")
        .unwrap();
    let mut moved = item.clone();
    moved.insert(
        "pk".to_owned(),
        AttributeValue::S(attribute(&item, "pk").replace("lakeside", "harbor")),
    );
    world.cloud.put("timeline", moved).await;
    assert!(read().await.unwrap().of_thread(&ids[0], None).is_err());
}
