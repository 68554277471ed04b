//! What is refused, and what the sender is told of it.

use jiff::SignedDuration;
use serde_json::{Value, json};

use super::cast::created;
use crate::world::outbox::attribute;
use crate::world::tracking::LOS_SECRET;
use crate::world::{World, people};

#[tokio::test]
async fn a_forged_stale_foreign_or_unreadable_event_is_refused_and_changes_nothing() {
    let world = World::new().await;
    world.tracks(&[]).await;
    people::seed(&world.store(), "riverside", "+155501001", world.clock.now()).await;
    let event = created(&world, "e1", "LN-1");
    let good = || world.event_request(&event, LOS_SECRET);
    let changed = |pointer: &str, value: Value| {
        let mut request = good();
        *request.pointer_mut(pointer).unwrap() = value;
        request
    };
    let later = world.event_request(&event, LOS_SECRET);
    let refused = [
        (
            "another secret",
            world.event_request(&event, "guess"),
            401,
            "signature_invalid",
        ),
        (
            "another body",
            changed("/body", json!("{}")),
            401,
            "signature_invalid",
        ),
        (
            "another time",
            changed("/headers/memberline-timestamp", json!("1795446001")),
            401,
            "signature_invalid",
        ),
        (
            "no time",
            changed("/headers/memberline-timestamp", json!("")),
            401,
            "signature_invalid",
        ),
        (
            "an empty signature",
            changed("/headers/memberline-signature", json!("v1=")),
            401,
            "signature_invalid",
        ),
        (
            "nobody",
            changed("/rawPath", json!("/webhooks/los/nobody")),
            401,
            "signature_invalid",
        ),
        (
            "no id",
            changed("/rawPath", json!("/webhooks/los/LAKE side")),
            401,
            "signature_invalid",
        ),
        (
            "without secrets",
            changed("/rawPath", json!("/webhooks/los/riverside")),
            401,
            "signature_invalid",
        ),
        (
            "broken base 64",
            changed("/isBase64Encoded", json!(true)),
            401,
            "signature_invalid",
        ),
        (
            "too large",
            changed("/body", json!("x".repeat(256 * 1024 + 1))),
            413,
            "body_too_large",
        ),
    ];
    for (what, request, status, code) in refused {
        let (answered, body) = world.posts(request).await;
        assert_eq!((answered, &body["code"]), (status, &json!(code)), "{what}");
    }
    world.clock.pass(SignedDuration::from_secs(300));
    assert_eq!(world.posts(later.clone()).await.0, 200, "300 seconds are allowed");
    world.clock.pass(SignedDuration::from_secs(1));
    let (status, body) = world.posts(later).await;
    assert_eq!((status, &body["code"]), (401, &json!("timestamp_stale")));
    let items = world.cloud.items("timeline").await;
    assert_eq!(
        items
            .iter()
            .filter(|i| attribute(i, "kind") == "application_created")
            .count(),
        1
    );
}

#[tokio::test]
async fn what_is_wrong_with_an_event_is_told_with_its_path() {
    let world = World::new().await;
    world.tracks(&[]).await;
    let mut event = created(&world, "e1", "LN-1");
    event["application"]["id"] = json!(" ");
    let (status, body) = world.posts(world.event_request(&event, LOS_SECRET)).await;
    assert_eq!(
        (status, &body["code"], &body["path"]),
        (422, &json!("too_short"), &json!("$.application.id"))
    );
    let mut future = created(&world, "e1", "LN-1");
    future["occurred_at"] = json!((world.clock.now() + SignedDuration::from_secs(301)).to_string());
    let (status, body) = world.posts(world.event_request(&future, LOS_SECRET)).await;
    assert_eq!((status, &body["code"]), (422, &json!("occurred_in_future")));
    let mut broken = world.event_request(&event, LOS_SECRET);
    let now = world.clock.now().as_second();
    broken["body"] = json!("{");
    broken["headers"]["memberline-signature"] = json!(re_engagement::sign(LOS_SECRET.as_bytes(), now, b"{"));
    let (status, body) = world.posts(broken).await;
    assert_eq!((status, &body["code"]), (400, &json!("malformed_json")));
}

#[tokio::test]
async fn a_body_in_base_64_is_verified_as_the_bytes_that_were_signed() {
    use base64::Engine as _;
    let world = World::new().await;
    world.tracks(&[]).await;
    let mut request = world.event_request(&created(&world, "e1", "LN-1"), LOS_SECRET);
    let body = request["body"].as_str().unwrap().to_owned();
    request["body"] = json!(base64::engine::general_purpose::STANDARD.encode(body));
    request["isBase64Encoded"] = json!(true);
    assert_eq!(world.posts(request).await.0, 200);
}
