//! Triggers: kept, refused, previewed, counted.

use serde_json::{Value, json};

use crate::world::World;
use crate::world::agents::Answer;
use crate::world::people::TWILIO_NUMBER;
use crate::world::tracking::trigger;

const MEMBER: &str = "+13195550101";

fn wanted() -> Value {
    json!({
        "id": "income", "name": "Income stalled", "kind": "stalled", "journey": "Loan Application", "stages": ["Income"], "delay_minutes": 60,
        "template": "Hi {first_name|there}, pick up where you left off.", "category": "automation", "max_nudges": 2, "spacing_minutes": 1440,
        "holdout_percent": 10, "number": TWILIO_NUMBER, "enabled": true,
    })
}

async fn put(world: &World, agent: &str, id: &str, body: &Value) -> Answer {
    let mut body = body.clone();
    body["id"] = json!(id);
    world.agent(agent).keeps(&format!("triggers/{id}"), &body).await
}

#[tokio::test]
async fn el_18_an_administrator_keeps_triggers_and_everybody_sees_them() {
    let world = World::new().await;
    let kept = put(&world, "amara", "income", &wanted()).await;
    assert_eq!((kept.status, &kept.body["record"]), (201, &wanted()));
    for agent in ["maria", "sofia"] {
        let refused = put(&world, agent, "income", &wanted()).await;
        assert_eq!(
            (refused.status, &refused.body["code"]),
            (403, &json!("forbidden"))
        );
    }
    let listed = world.agent("maria").get("/v1/triggers").await;
    let row = &listed.body["items"][0];
    assert_eq!(
        (
            &row["name"],
            &row["statistics"]["sent"],
            &row["statistics"]["lift"]
        ),
        (&json!("Income stalled"), &json!(0), &Value::Null)
    );
}

#[tokio::test]
async fn a_trigger_that_cannot_work_is_refused_with_its_code() {
    let world = World::new().await;
    for (member, value, code) in [
        ("delay_minutes", json!(525_601), "delay_out_of_range"),
        ("delay_minutes", json!(-1), "delay_out_of_range"),
        ("delay_minutes", json!(i64::MAX), "delay_out_of_range"),
        ("spacing_minutes", json!(0), "spacing_out_of_range"),
        ("max_nudges", json!(0), "max_nudges_out_of_range"),
        ("max_nudges", json!(11), "max_nudges_out_of_range"),
        ("holdout_percent", json!(101), "holdout_out_of_range"),
        ("name", json!(" "), "invalid_name"),
        ("name", json!("a\u{0}"), "invalid_name"),
        ("stages", json!([""]), "invalid_stages"),
        ("number", json!("+15559999999"), "unknown_number"),
        ("number", json!("our number"), "invalid_number"),
        ("template", json!("Hi {surname}"), "template_unknown_field"),
        ("template", json!("Hi {first_name}"), "template_fallback_missing"),
        ("template", json!("x".repeat(641)), "template_too_long"),
        ("template", json!(""), "template_empty"),
    ] {
        let mut body = wanted();
        body[member] = value.clone();
        let refused = put(&world, "amara", "income", &body).await;
        assert_eq!(
            (refused.status, &refused.body["problems"][0]["code"]),
            (422, &json!(code)),
            "{member}: {value}"
        );
        assert_eq!(refused.body["problems"][0]["field"], format!("/{member}"));
    }
    let reserved = put(&world, "amara", "consent-request", &wanted()).await;
    assert_eq!(
        (reserved.status, &reserved.body["problems"][0]["code"]),
        (422, &json!("trigger_id_reserved"))
    );
    assert_eq!(put(&world, "amara", "No-Slug", &wanted()).await.status, 404);
    for delay in [0, 525_600] {
        let mut body = wanted();
        body["delay_minutes"] = json!(delay);
        let kept = put(&world, "amara", "income", &body).await;
        assert_eq!(kept.body["record"]["delay_minutes"], delay, "{}", kept.body);
    }
}

async fn delete(world: &World, agent: &str, id: &str) -> Answer {
    world.agent(agent).removes(&format!("triggers/{id}")).await
}

#[tokio::test]
async fn el_18_a_deleted_trigger_sends_nothing_more_and_histories_tell_its_name() {
    let world = World::new().await;
    world
        .tracks(&[trigger("stalled", &[], 60), trigger("other", &[], 600)])
        .await;
    world.applies("LN-1", MEMBER).await;
    world.moves("s1", "LN-1", "stage.entered", Some("Income")).await;
    assert_eq!(delete(&world, "amara", "stalled").await.status, 204);
    assert_eq!(delete(&world, "amara", "stalled").await.status, 404);
    let listed = world.agent("maria").get("/v1/triggers").await;
    let ids: Vec<_> = listed.body["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|t| &t["id"])
        .collect();
    assert_eq!(ids, ["other"]);
    let path = format!("/v1/applications/{}", world.application("LN-1").await.head.id);
    let planned = async || {
        let shown = world.agent("maria").get(&path).await.body;
        let nudges = shown["nudges"].as_array().unwrap().clone();
        nudges
            .into_iter()
            .find(|nudge| nudge["trigger"]["id"] == "stalled")
            .unwrap()
    };
    let shown = planned().await;
    assert_eq!(
        (&shown["state"], &shown["reason"]["code"]),
        (&json!("cancelled"), &json!("trigger_deleted"))
    );
    assert_eq!(world.next_timer().await.as_deref(), Some("cancelled"));
    world.flow().await;
    assert!(world.carrier.sent().is_empty());
    assert_eq!(planned().await, shown, "as its timer notes it");
    let history = world.agent("maria").get(&format!("{path}/history")).await.body;
    let last = &history["items"][0];
    assert_eq!(
        (&last["kind"], &last["reason"]["code"]),
        (&json!("nudge_cancelled"), &json!("trigger_deleted"))
    );
    assert_eq!(last["trigger"], json!({"id": "stalled", "name": "stalled"}));
}

#[tokio::test]
async fn a_trigger_is_deleted_by_its_own_administrators_only() {
    let world = World::new().await;
    assert_eq!(put(&world, "amara", "income", &wanted()).await.status, 201);
    for agent in ["maria", "sofia"] {
        let refused = delete(&world, agent, "income").await;
        assert_eq!(
            (refused.status, &refused.body["code"]),
            (403, &json!("forbidden")),
            "{agent}"
        );
    }
    for unknown in ["never-was", "consent-request", "No-Slug"] {
        let refused = delete(&world, "amara", unknown).await;
        assert_eq!(
            (refused.status, &refused.body["code"]),
            (404, &json!("record_not_found")),
            "{unknown}"
        );
    }
    assert_eq!(delete(&world, "amara", "income").await.status, 204);
    assert_eq!(
        world.agent("maria").get("/v1/triggers").await.body["items"],
        json!([])
    );
    assert_eq!(
        put(&world, "amara", "income", &wanted()).await.status,
        201,
        "it may be made anew"
    );
    assert_eq!(
        world.agent("maria").get("/v1/triggers").await.body["items"][0]["id"],
        "income"
    );
}

#[tokio::test]
async fn a_deleted_trigger_takes_nobodys_place() {
    let world = World::new().await;
    let triggers: Vec<_> = (0..20).map(|n| trigger(&format!("t{n}"), &[], 60)).collect();
    world.tracks(&triggers).await;
    assert_eq!(delete(&world, "amara", "t3").await.status, 204);
    assert_eq!(put(&world, "amara", "income", &wanted()).await.status, 201);
}

#[tokio::test]
async fn there_are_at_most_twenty_triggers() {
    let world = World::new().await;
    let triggers: Vec<_> = (0..20).map(|n| trigger(&format!("t{n}"), &[], 60)).collect();
    world.tracks(&triggers).await;
    let refused = put(&world, "amara", "income", &wanted()).await;
    assert_eq!(
        (refused.status, &refused.body["problems"][0]["code"]),
        (422, &json!("too_many"))
    );
    assert_eq!(
        put(&world, "amara", "t3", &wanted()).await.status,
        200,
        "one that there is may change"
    );
}

#[tokio::test]
async fn el_18_a_template_is_rendered_and_counted_before_it_is_saved() {
    let world = World::new().await;
    let preview = async |template: &str| {
        let mut body = wanted();
        body["template"] = json!(template);
        let answer = world
            .agent("amara")
            .post("/v1/directory/trigger-previews", &body)
            .await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.body
    };
    let shown = preview("Hi {first_name|there}, {brand} waits at {stage|your stage}.").await;
    assert_eq!(shown["rendered"], "Hi Priya, lakeside waits at Income.");
    assert_eq!((&shown["segments"], &shown["problems"]), (&json!(1), &json!([])));
    assert!(shown["fields"].as_array().unwrap().contains(&json!("first_name")));
    let wrong = preview("Hi {surname}").await;
    assert_eq!(wrong["problems"][0]["code"], "template_unknown_field");
}

#[tokio::test]
async fn statistics_count_what_was_sent_replied_and_completed() {
    let world = World::new().await;
    world.tracks(&[trigger("stalled", &[], 60)]).await;
    world.applies("LN-1", MEMBER).await;
    world.moves("s1", "LN-1", "stage.entered", Some("Income")).await;
    assert_eq!(world.next_timer().await.as_deref(), Some("sent"));
    world.flow().await;
    world.member(MEMBER).texts("SM1", "I will do it tonight").await;
    assert!(world.set_timers("").await);
    world.moves("c1", "LN-1", "application.completed", None).await;
    let listed = world.agent("maria").get("/v1/triggers").await;
    let statistics = &listed.body["items"][0]["statistics"];
    for (name, expected) in [
        ("due", 1),
        ("sent", 1),
        ("nudged", 1),
        ("replied", 1),
        ("completed", 1),
        ("withheld", 0),
    ] {
        assert_eq!(statistics[name], expected, "{name}: {statistics}");
    }
    assert_eq!(statistics["completion_rate"], 1.0);
    assert_eq!(statistics["lift"], Value::Null, "nothing to compare with");
}
