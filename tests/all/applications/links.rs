//! The links of a number to its applications: the first ones in one item, further ones each in a row.

use std::collections::BTreeSet;

use futures_util::{StreamExt, stream};
use jiff::SignedDuration;
use memberline_domain::application::{ApplicationLink, Status};
use serde_json::{Value, json};

use crate::deployment::calls::documented;
use crate::world::World;
use crate::world::applications::person;
use crate::world::outbox::attribute;

const MEMBER: &str = "+13195550101";

/// More than one item holds.
const MANY: usize = 20;

fn los_id(n: usize) -> String {
    format!("LN-{n:02}")
}

/// The number's items of links: how many applications are in each, the first item before the rows.
async fn items(world: &World) -> Vec<(String, usize)> {
    let items = world.cloud.items("timeline").await;
    let links = items
        .iter()
        .filter(|item| attribute(item, "pk").starts_with("L#"));
    let mut items: Vec<_> = links
        .map(|item| {
            let applications = item.keys().filter(|name| name.len() == 16);
            (attribute(item, "sk").to_owned(), applications.count())
        })
        .collect();
    items.sort_by_key(|(sk, _)| sk != "FIRST");
    items
}

/// What a number is on, in the order of the loan system's ids.
async fn on(world: &World) -> Vec<ApplicationLink> {
    let mut links = world.links(MEMBER).await;
    links.sort_by(|a, b| a.los_id.cmp(&b.los_id));
    links
}

async fn world_with_many() -> World {
    let world = World::new().await;
    world.tracks(&[]).await;
    for n in 0..MANY {
        world.applies(&los_id(n), MEMBER).await;
        world.clock.pass(SignedDuration::from_mins(1));
    }
    world
}

#[tokio::test]
async fn further_applications_of_a_number_have_rows_of_their_own() {
    let world = world_with_many().await;
    let items = items(&world).await;
    assert_eq!(items[0], ("FIRST".to_owned(), 16));
    assert_eq!(items.len(), 1 + 4, "{items:?}");
    assert!(items.iter().skip(1).all(|(_, applications)| *applications == 1));
    let found: Vec<_> = on(&world).await.into_iter().map(|link| link.los_id).collect();
    assert_eq!(found, (0..MANY).map(los_id).collect::<Vec<_>>());
}

#[tokio::test]
async fn links_are_changed_where_they_are() {
    let world = world_with_many().await;
    let before = items(&world).await;
    // One in the first item, and one in a row; the events tell nothing of people.
    for n in [3, 19] {
        let id = los_id(n);
        world
            .moves(&format!("{id}-stage"), &id, "stage.entered", Some("Income"))
            .await;
        world
            .moves(&format!("{id}-end"), &id, "application.completed", None)
            .await;
    }
    let links = on(&world).await;
    assert_eq!(links.len(), MANY);
    for (n, link) in links.iter().enumerate() {
        let moved = n == 3 || n == 19;
        assert_eq!(
            link.stage.as_deref(),
            moved.then_some("Income"),
            "{}",
            link.los_id
        );
        assert_eq!(link.status == Status::Completed, moved, "{}", link.los_id);
    }
    assert_eq!(items(&world).await, before);
}

#[tokio::test]
async fn a_number_leaves_an_application_and_comes_back() {
    let world = world_with_many().await;
    let tell = async |event: &str, id: &str, mobile: &str| {
        world.clock.pass(SignedDuration::from_mins(1));
        let now = world.clock.now().to_string();
        let people = [json!({"id": "b1", "role": "borrower", "mobile": mobile})];
        world
            .tells(json!({
                "id": format!("{id}-{event}"), "type": "application.updated", "occurred_at": now,
                "application": {"id": id, "people": people},
            }))
            .await;
    };
    for n in [3, 19] {
        tell("leaves", &los_id(n), "+13195550199").await;
    }
    let left: BTreeSet<_> = on(&world).await.into_iter().map(|link| link.los_id).collect();
    assert_eq!(left.len(), MANY - 2);
    assert!(!left.contains("LN-03") && !left.contains("LN-19"));
    assert_eq!(world.links("+13195550199").await.len(), 2);

    for n in [3, 19] {
        tell("back", &los_id(n), MEMBER).await;
    }
    let back: Vec<_> = on(&world).await.into_iter().map(|link| link.los_id).collect();
    assert_eq!(back, (0..MANY).map(los_id).collect::<Vec<_>>(), "each once");
    assert_eq!(world.links("+13195550199").await, []);
}

#[tokio::test]
async fn applications_that_come_at_once_lose_no_link() {
    let world = World::new().await;
    world.tracks(&[]).await;
    let function = world.re_engagement();
    let now = world.clock.now().to_string();
    let events = (0..2 * MANY).map(|n| {
        let people = [
            person("b1", "borrower", MEMBER),
            person("g1", "guarantor", MEMBER),
        ];
        let event = json!({
            "id": format!("e{n}"), "type": "application.created", "occurred_at": now,
            "application": {"id": los_id(n), "people": people},
        });
        world.event_request(&event, crate::world::tracking::LOS_SECRET)
    });
    let taken = stream::iter(events.collect::<Vec<Value>>())
        .map(|event| world.handles(&function, event))
        .buffer_unordered(8);
    let statuses: Vec<_> = taken
        .map(|answer| answer.unwrap()["statusCode"].as_i64())
        .collect()
        .await;
    assert_eq!(statuses, vec![Some(200); 2 * MANY]);
    let links = on(&world).await;
    assert_eq!(links.len(), 2 * 2 * MANY, "both people of each");
    let applications: BTreeSet<_> = links.iter().map(|link| &link.application).collect();
    assert_eq!(applications.len(), 2 * MANY);
    let (first, rows) = items(&world)
        .await
        .split_first()
        .map(|(a, b)| (a.1, b.len()))
        .unwrap();
    assert_eq!(first + rows, 2 * MANY, "each in one place");
    // Those that read it before it said that it is full, eight at a time, went there as well.
    assert!((16..16 + 2 * 8).contains(&first), "{first}");
}

#[tokio::test]
async fn a_text_of_a_number_on_many_applications_is_placed_among_all_of_them() {
    let world = world_with_many().await;
    let inbound = world.inbound();
    for id in ["SM1", "SM2"] {
        let webhook = world.member(MEMBER).webhook(id, "Hello");
        world.cloud.tap.take_calls();
        inbound.handle(webhook, "test", world.clock.now()).await;
    }
    let mut calls = world.cloud.tap.take_calls();
    calls.sort();
    assert_eq!(
        calls,
        documented("inbound-sms: text from a number on many applications")
    );
    let conversation = format!("{}-1", world.thread("lakeside", "+15550100001", MEMBER));
    let maria = world.agent("maria");
    let shown = maria.get(&format!("/v1/conversations/{conversation}")).await;
    assert_eq!(shown.body["application"]["los_id"], "LN-19", "{}", shown.body);
}
