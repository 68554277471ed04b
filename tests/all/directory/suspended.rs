//! A suspended agent is out: within half a minute everywhere, and at once where nothing is kept.

use std::time::Duration;

use serde_json::{Value, json};

use crate::world::World;
use crate::world::deployment::process_time_passes;

/// What a function keeps of the directory grows old.
async fn half_a_minute_passes() {
    process_time_passes(Duration::from_secs(30)).await;
}

async fn record(world: &World, agent: &str) -> Value {
    let path = format!("/v1/directory/agents/{agent}");
    world.agent("amara").get(&path).await.body["record"].clone()
}

#[tokio::test]
async fn a_suspended_agent_is_out_within_half_a_minute() {
    let world = World::new().await;
    let maria = world.agent("maria");
    assert_eq!(maria.get("/v1/me").await.status, 200);
    let mut suspended = record(&world, "maria").await;
    suspended["status"] = json!("suspended");
    assert_eq!(
        world
            .agent("amara")
            .keeps("agents/maria", &suspended)
            .await
            .status,
        200
    );
    half_a_minute_passes().await;
    let answer = maria.get("/v1/me").await;
    assert_eq!(
        (answer.status, &answer.body["code"]),
        (403, &json!("agent_suspended"))
    );
    suspended["status"] = json!("active");
    assert_eq!(
        world
            .agent("amara")
            .keeps("agents/maria", &suspended)
            .await
            .status,
        200
    );
    half_a_minute_passes().await;
    assert_eq!(maria.get("/v1/me").await.status, 200);
}

/// What a change of an agent leaves out is as it was before.
#[tokio::test]
async fn what_is_left_out_of_an_agent_stays_and_what_is_said_holds() {
    let world = World::new().await;
    let amara = world.agent("amara");
    let mut maria = record(&world, "maria").await;
    maria["subscribed"] = json!(true);
    maria["display_images"] = json!(false);
    maria["status"] = json!("suspended");
    assert_eq!(amara.keeps("agents/maria", &maria).await.status, 200);
    let mut less = maria.clone();
    for field in ["subscribed", "display_images", "status", "subject"] {
        less.as_object_mut().unwrap().remove(field);
    }
    less["name"] = json!("Maria Holt");
    maria["name"] = json!("Maria Holt");
    let kept = amara.keeps("agents/maria", &less).await;
    assert_eq!((kept.status, &kept.body["record"]), (200, &maria));

    less["status"] = json!("active");
    less["subject"] = Value::Null;
    let said = amara.keeps("agents/maria", &less).await;
    assert_eq!(said.body["record"]["status"], "active");
    assert_eq!(said.body["record"]["subject"], Value::Null);
    assert_eq!(said.body["record"]["subscribed"], true);
    for field in ["subscribed", "display_images", "status"] {
        let mut odd = less.clone();
        odd[field] = Value::Null;
        let refused = amara.keeps("agents/maria", &odd).await;
        assert_eq!(refused.status, 400, "{field} is not null: {}", refused.body);
    }

    let new = json!({ "id": "nina", "name": "Nina Holt", "email": "nina@lakeside.example", "role": "agent" });
    let made = amara.keeps("agents/nina", &new).await.body["record"].clone();
    let usual = json!({ "status": "active", "subject": null, "subscribed": false, "display_images": true });
    for (field, value) in usual.as_object().unwrap() {
        assert_eq!(&made[field], value, "{field} of a new agent");
    }
}

#[tokio::test]
async fn an_agent_who_is_added_signs_in_and_another_subject_is_nobody() {
    let world = World::new().await;
    let agent = |subject: &str| json!({ "id": "nina", "name": "Nina Holt", "email": "nina@lakeside.example", "role": "agent", "teams": ["lending"], "subject": subject });
    assert_eq!(
        world.agent("nina").get("/v1/me").await.body["code"],
        "unknown_agent"
    );
    let added = world
        .agent("amara")
        .keeps("agents/nina", &agent("lakeside-nina"))
        .await;
    assert_eq!(added.status, 201, "{}", added.body);
    assert_eq!(
        world.agent("nina").get("/v1/me").await.body["agent"]["name"],
        "Nina Holt"
    );
    let moved = world
        .agent("amara")
        .keeps("agents/nina", &agent("lakeside-nina-2"))
        .await;
    assert_eq!(moved.status, 200, "{}", moved.body);
    assert_eq!(
        world.agent("nina").get("/v1/me").await.body["code"],
        "unknown_agent"
    );
    assert_eq!(world.agent("nina-2").get("/v1/me").await.status, 200);
}

#[tokio::test]
async fn the_last_administrator_stays() {
    let world = World::new().await;
    let mut amara = record(&world, "amara").await;
    for (field, value) in [("status", "suspended"), ("role", "agent")] {
        let before = amara[field].take();
        amara[field] = json!(value);
        let refused = world.agent("amara").keeps("agents/amara", &amara).await;
        assert_eq!(
            (refused.status, &refused.body["code"]),
            (409, &json!("last_administrator"))
        );
        amara[field] = before;
    }
}
