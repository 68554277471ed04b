//! When somebody signed in is noted, once for each time, and nothing depends on it.

use jiff::{SignedDuration, Timestamp};
use memberline_domain::AgentId;
use serde_json::{Value, json};

use crate::deployment::calls::documented;
use crate::world::World;
use crate::world::agents::AgentAt;
use crate::world::issuer::{KEY, claims};
use crate::world::people::lakeside;
use crate::world::tap::Break;

/// Maria with a token that claims this besides.
fn maria(world: &World, besides: &Value) -> AgentAt {
    let mut claims = claims("lakeside-maria", world.clock.now().as_second());
    for (name, value) in besides.as_object().unwrap() {
        claims[name] = value.clone();
    }
    world.bearer(&KEY.token(&claims))
}

async fn last(world: &World) -> Option<Timestamp> {
    let known = world.store().last_sign_ins(&lakeside()).await.unwrap();
    known.get(&AgentId::parse("maria").unwrap()).copied()
}

#[tokio::test]
async fn a_sign_in_is_one_write_and_a_reload_is_none() {
    let world = World::new().await;
    let signed_in = world.clock.now() - SignedDuration::from_mins(20);
    let by = json!({ "auth_time": signed_in.as_second() });
    let agent = maria(&world, &by);
    assert_eq!(last(&world).await, None);
    assert_eq!(agent.get("/v1/conversations").await.status, 200);
    assert_eq!(
        last(&world).await,
        None,
        "only who asks who they are has signed in"
    );
    world.calls();
    agent.get("/v1/me").await;
    assert_eq!(
        world.calls(),
        documented("agent-api: show me, the first time since a sign-in")
    );
    assert_eq!(last(&world).await, Some(signed_in));
    world.calls();
    agent.get("/v1/me").await;
    assert_eq!(
        world.calls(),
        documented("agent-api: show me, list agents, list teams")
    );
}

#[tokio::test]
async fn the_latest_of_several_sign_ins_stands() {
    let world = World::new().await;
    let now = world.clock.now();
    for (by, expected) in [
        // A token that says nothing but when it was made.
        (json!({}), now),
        (json!({ "auth_time": now.as_second() - 60 }), now),
        // A clock that is ahead, and what nobody can read, do not stand in the way of the next.
        (json!({ "auth_time": now.as_second() + 86_400 }), now),
        (json!({ "auth_time": "yesterday", "iat": 1.5 }), now),
        (json!({ "auth_time": i64::MAX, "iat": null }), now),
        (json!({ "auth_time": -5, "iat": [] }), now),
    ] {
        let answer = maria(&world, &by).get("/v1/me").await;
        assert_eq!(answer.status, 200, "{by}");
        assert_eq!(last(&world).await, Some(expected), "{by}");
    }
    world.clock.pass(SignedDuration::from_mins(5));
    maria(&world, &json!({})).get("/v1/me").await;
    assert_eq!(last(&world).await, Some(world.clock.now()));
}

#[tokio::test]
async fn who_cannot_be_noted_is_told_all_the_same() {
    for how in [Break::Throttled, Break::Failed, Break::TimedOut] {
        let world = World::new().await;
        world.cloud.tap.break_operation("DynamoDB.PutItem", how);
        let answer = maria(&world, &json!({})).get("/v1/me").await;
        assert_eq!(
            (answer.status, &answer.body["agent"]["id"]),
            (200, &json!("maria")),
            "{how:?}"
        );
        world.cloud.tap.mend();
        assert_eq!(last(&world).await, None);
        maria(&world, &json!({})).get("/v1/me").await;
        assert_eq!(last(&world).await, Some(world.clock.now()), "the next time it is");
    }
    let world = World::new().await;
    world.cloud.tap.stall("DynamoDB.PutItem", "SI#lakeside");
    assert_eq!(maria(&world, &json!({})).get("/v1/me").await.status, 200);
}
