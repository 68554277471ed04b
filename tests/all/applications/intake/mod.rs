//! Events of loan-origination systems, and what becomes of them.

mod cast;
mod first_texts;
mod refused;
mod shown;
mod unread;

use cast::{MEMBER, created};
use jiff::SignedDuration;
use memberline_domain::application::Status;
use serde_json::json;

use crate::world::World;
use crate::world::tracking::{LOS_SECRET, agreed, trigger};

#[tokio::test]
async fn el_16_a_signed_event_is_taken_in_once() {
    let world = World::new().await;
    world.tracks(&[]).await;
    let event = created(&world, "e1", "LN-1");
    let (status, body) = world.posts(world.event_request(&event, LOS_SECRET)).await;
    assert_eq!((status, body), (200, json!({"outcome": "accepted"})));
    let (status, body) = world
        .posts(world.event_request(&event, "retired-los-secret"))
        .await;
    assert_eq!(
        (status, body),
        (200, json!({"outcome": "known_already"})),
        "the secret before counts too"
    );
    assert_eq!(world.application("LN-1").await.seq, 1);
}

#[tokio::test]
async fn the_links_of_numbers_follow_the_people() {
    let world = World::new().await;
    world.tracks(&[]).await;
    world.applies("LN-1", MEMBER).await;
    let consents = world.ledger(MEMBER).await.consents.len();
    assert!(consents > 0, "the consents of the event are in the ledger");
    let found = world.links(MEMBER).await;
    assert_eq!((found.len(), found[0].status), (1, Status::Active));
    world.clock.pass(SignedDuration::from_mins(1));
    world.moves("s1", "LN-1", "stage.entered", Some("Income")).await;
    assert_eq!(world.links(MEMBER).await[0].stage.as_deref(), Some("Income"));
    let people = json!([{"id": "b1", "role": "borrower", "mobile": "+13195550199"}]);
    world.clock.pass(SignedDuration::from_mins(1));
    let now = world.clock.now().to_string();
    world
        .tells(json!({"id": "u1", "type": "application.updated", "occurred_at": now, "application": {"id": "LN-1", "people": people}}))
        .await;
    assert_eq!(world.links(MEMBER).await, []);
    assert_eq!(world.links("+13195550199").await.len(), 1);
}

#[tokio::test]
async fn a_full_application_fits_into_one_event() {
    let world = World::new().await;
    let stages: Vec<_> = (0..20).map(|n| trigger(&format!("t{n}"), &[], n)).collect();
    world.tracks(&stages).await;
    let now = world.clock.now().to_string();
    let people = |from: usize| {
        let consents = json!([
            agreed("service", true, &now),
            agreed("automation", true, &now),
            agreed("marketing", false, &now)
        ]);
        let people = (from..from + 20).map(|n| json!({"id": format!("p{n}"), "role": "guarantor", "mobile": format!("+1319555{n:04}"), "consents": consents}));
        people.collect::<Vec<_>>()
    };
    for (id, from) in [("e1", 0), ("e2", 50)] {
        world
            .tells(json!({"id": id, "type": "stage.entered", "occurred_at": now, "stage": {"name": id}, "application": {"id": "LN-1", "people": people(from)}}))
            .await;
    }
    let head = world.application("LN-1").await.head;
    assert_eq!(
        (head.people()[0].id.as_str(), head.nudge_plans.len()),
        ("p50", 20)
    );
}
