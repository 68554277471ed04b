//! Agents who text somebody on an application first.

use serde_json::{Value, json};

use super::cast::MEMBER;
use crate::world::World;
use crate::world::tracking::agreed;

#[tokio::test]
async fn in_01_an_agent_texts_somebody_on_an_application_first() {
    let world = World::new().await;
    world.tracks(&[]).await;
    world.applies("LN-1", MEMBER).await;
    let id = world.application("LN-1").await.head.id.to_string();
    let path = format!("/v1/applications/{id}/people/b1/conversations");
    let started = world.agent("maria").post(&path, &json!({})).await;
    assert_eq!(started.status, 201, "{}", started.body);
    assert_eq!(started.body["agent"]["id"], "maria");
    assert_eq!(started.body["name"], "Priya Nair");
    assert_eq!(started.body["application"]["los_id"], "LN-1");
    assert_eq!(started.body["can_send"]["allowed"], true);
    let conversation = started.body["id"].as_str().unwrap().to_owned();
    assert_eq!(
        world
            .agent("maria")
            .writes(&conversation, "Hello Priya", "k1")
            .await
            .status,
        202
    );
    world.flow().await;
    assert_eq!(world.carrier.sent()[0].to, MEMBER);
    let again = world.agent("maria").post(&path, &json!({})).await;
    assert_eq!(
        (again.status, &again.body["code"]),
        (409, &json!("conversation_open"))
    );
    assert_eq!(again.body["conversation"], conversation);
    let nobody = world
        .agent("maria")
        .post(&path.replace("b1", "b9"), &json!({}))
        .await;
    assert_eq!(
        (nobody.status, &nobody.body["code"]),
        (404, &json!("person_not_found"))
    );
}

#[tokio::test]
async fn in_37_without_green_nobody_texts_first() {
    let world = World::new().await;
    world.tracks(&[]).await;
    let now = world.clock.now().to_string();
    let people = json!([
        {"id": "b1", "role": "borrower", "mobile": MEMBER},
        {"id": "b2", "role": "co_borrower", "mobile": "by post"},
        {"id": "b3", "role": "guarantor", "mobile": "+13195550102", "consents": [agreed("service", true, &now)]},
    ]);
    world
        .tells(json!({"id": "e1", "type": "application.created", "occurred_at": now, "application": {"id": "LN-1", "people": people, "agents": ["maria"]}}))
        .await;
    world.member("+13195550102").texts("SM1", "STOP").await;
    let id = world.application("LN-1").await.head.id.to_string();
    for (person, code) in [
        ("b1", "consent_missing"),
        ("b2", "no_mobile"),
        ("b3", "opted_out"),
    ] {
        let answer = world
            .agent("maria")
            .post(
                &format!("/v1/applications/{id}/people/{person}/conversations"),
                &json!({}),
            )
            .await;
        assert_eq!(
            (answer.status, &answer.body["code"]),
            (409, &json!(code)),
            "{person}"
        );
    }
    let shown = world.agent("maria").get(&format!("/v1/applications/{id}")).await;
    assert_eq!(shown.body["people"][1]["number_problem"], "not_a_number");
    assert_eq!(shown.body["people"][1]["told_number"], "by post");
    assert_eq!(shown.body["people"][0]["told_number"], Value::Null);
    assert_eq!(shown.body["people"][2]["opted_out"], true);
}
