//! Nudges that wait for the hours or the address that allow them.

use jiff::SignedDuration;
use memberline_domain::thread::DeliveryStatus;
use serde_json::json;

use super::cast::{MEMBER, code, stalled};
use crate::world::World;
use crate::world::tracking::{agreed, trigger};

#[tokio::test]
async fn in_quiet_hours_a_nudge_is_held_and_goes_out_in_the_morning() {
    let world = World::new().await;
    // Nine in the evening in Iowa when it is due.
    world.clock.pass(SignedDuration::from_hours(11));
    stalled(&world).await;
    assert_eq!(world.next_timer().await.as_deref(), Some("held"));
    assert_eq!(code(&world).await, "quiet_hours");
    let id = world.application("LN-1").await.head.id.to_string();
    let shown = world.agent("maria").get(&format!("/v1/applications/{id}")).await;
    let nudge = &shown.body["nudges"][0];
    assert_eq!(
        (&nudge["state"], &nudge["reason"]["code"]),
        (&json!("held"), &json!("quiet_hours"))
    );
    assert!(nudge["until"].is_string() && !nudge["reason"]["detail"].as_str().unwrap().is_empty());
    assert_eq!(world.next_timer().await.as_deref(), Some("sent"));
    assert_eq!(world.clock.now().to_string(), nudge["until"].as_str().unwrap());
    world.flow().await;
    assert_eq!(world.carrier.sent().len(), 1);
    let history = world
        .agent("maria")
        .get(&format!("/v1/applications/{id}/history"))
        .await;
    let steps = history.body["items"].as_array().unwrap();
    let of = |kind: &str| steps.iter().find(|step| step["kind"] == kind).unwrap();
    assert_eq!(
        of("nudge_held")["quiet_hours"],
        of("nudge_held")["reason"]["detail"]
    );
    let allowed = of("nudge_sent")["quiet_hours"].as_str().unwrap();
    assert!(
        allowed.ends_with("Central time (America/Chicago), by ZIP code 524xx."),
        "{allowed}"
    );
    assert!(of("stage_entered")["quiet_hours"].is_null());
}

#[tokio::test]
async fn el_17_a_foreign_number_waits_until_an_address_is_told() {
    let world = World::new().await;
    world.tracks(&[trigger("stalled", &["Income"], 60)]).await;
    let now = world.clock.now().to_string();
    let living = |state: &str| {
        let consents = json!([agreed("automation", true, &now)]);
        json!([{"id": "b1", "role": "borrower", "mobile": "+33612345678", "zip": "75001", "state": state, "consents": consents}])
    };
    let told = |id: &str, kind: &str, state: &str| {
        let at = world.clock.now().to_string();
        json!({"id": id, "type": kind, "occurred_at": at, "application": {"id": "LN-1", "people": living(state)}})
    };
    world.tells(told("c", "application.created", "")).await;
    world.moves("s1", "LN-1", "stage.entered", Some("Income")).await;
    assert_eq!(world.next_timer().await.as_deref(), Some("held"));
    assert_eq!(code(&world).await, "whereabouts_unknown");
    assert_eq!(world.schedules().await, []);
    world.clock.pass(SignedDuration::from_mins(5));
    world.tells(told("u", "application.updated", "TX")).await;
    assert_eq!(world.next_timer().await.as_deref(), Some("sent"));
    world.flow().await;
    assert_eq!(world.carrier.sent().len(), 1);
}

#[tokio::test]
async fn a_text_that_comes_to_be_sent_in_quiet_hours_goes_out_later_and_once() {
    let world = World::new().await;
    stalled(&world).await;
    assert_eq!(world.next_timer().await.as_deref(), Some("sent"));
    // The sender was down until the night.
    world.clock.pass(SignedDuration::from_hours(12));
    world.flow().await;
    assert_eq!(world.carrier.sent(), []);
    assert_eq!(world.outgoing(MEMBER).await[0].status, DeliveryStatus::Cancelled);
    assert_eq!(code(&world).await, "quiet_hours");
    assert_eq!(world.next_timer().await.as_deref(), Some("sent"));
    world.flow().await;
    assert_eq!(world.carrier.sent().len(), 1);
    let listed = world.agent("maria").get("/v1/triggers").await;
    assert_eq!(listed.body["items"][0]["statistics"]["sent"], 1);
    assert_eq!(listed.body["items"][0]["statistics"]["due"], 1);
}
