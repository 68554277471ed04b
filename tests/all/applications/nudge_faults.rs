//! Every AWS call between an event and the text that it leads to fails in turn: one nudge comes of it, and none is lost.

use memberline_domain::TriggerId;
use memberline_domain::thread::DeliveryStatus;
use serde_json::{Value, json};

use crate::deployment::faults::sweep;
use crate::world::World;
use crate::world::first_use::TIMER_GROUP;
use crate::world::outbox::attribute;
use crate::world::tap::Break;
use crate::world::tracking::{LOS_SECRET, trigger};

/// A deployment where each application is due a nudge at once.
async fn world() -> World {
    let world = World::new().await;
    world.tracks(&[trigger("stalled", &[], 0)]).await;
    world
}

/// The applicant with this number stalls.
async fn stalls(world: &World, member: &str) {
    world.applies(member, member).await;
    world
        .moves(
            &format!("{member}-stage"),
            member,
            "stage.entered",
            Some("Income"),
        )
        .await;
}

fn timer(world: &World, member: &str) -> Value {
    json!({"fire": {"organisation": "lakeside", "application": world.application_id(member), "trigger": "stalled", "turn": 0}})
}

async fn entries(world: &World, member: &str, kind: &str) -> usize {
    let ending = world.application_id(member).to_string();
    let items = world.cloud.items("timeline").await;
    let of = items
        .iter()
        .filter(|item| attribute(item, "pk").ends_with(&ending));
    of.filter(|item| attribute(item, "kind") == kind).count()
}

#[tokio::test]
async fn an_event_is_taken_in_once_whatever_call_fails() {
    let world = world().await;
    let broken = sweep(
        &world,
        async |_| {},
        async |member| {
            let event = json!({
                "id": member, "type": "stage.entered", "occurred_at": world.clock.now().to_string(),
                "application": {"id": member, "people": [{"id": "b1", "role": "borrower", "mobile": member}]}, "stage": {"name": "Income"},
            });
            world.posts(world.event_request(&event, LOS_SECRET)).await.0 == 200
        },
        async |member| {
            assert_eq!(entries(&world, member, "stage_entered").await, 1, "{member}");
            assert_eq!(entries(&world, member, "nudge_planned").await, 1, "{member}");
        },
    )
    .await;
    // Directory, key, aggregates, transaction.
    assert!(broken >= 4 * Break::ALL.len(), "{broken}");
}

#[tokio::test]
async fn a_timer_is_set_whatever_call_fails() {
    let world = world().await;
    let broken = sweep(
        &world,
        async |member| stalls(&world, member).await,
        async |member| {
            let ending = world.application_id(member).to_string();
            world.set_timers(&ending).await
        },
        async |member| {
            let head = world.application(member).await.head;
            let name = head.timer(&TriggerId::parse("stalled").unwrap()).name;
            let scheduler = world.cloud.scheduler();
            let schedule = scheduler
                .get_schedule()
                .group_name(TIMER_GROUP)
                .name(name)
                .send()
                .await;
            assert!(schedule.is_ok(), "{member}");
        },
    )
    .await;
    // Directory, key, application, schedule, application again.
    assert!(broken >= 4 * Break::ALL.len(), "{broken}");
}

#[tokio::test]
async fn a_nudge_is_written_once_whatever_call_fails() {
    let world = world().await;
    let broken = sweep(
        &world,
        async |member| stalls(&world, member).await,
        async |member| {
            let payload = json!({"fire": {
                "organisation": "lakeside", "trigger": "stalled", "turn": 0,
                "application": world.application_id(member),
            }});
            world.fires(&payload).await.is_some()
        },
        async |member| {
            assert_eq!(world.outgoing(member).await.len(), 1, "{member}");
            assert_eq!(entries(&world, member, "nudge_sent").await, 1, "{member}");
        },
    )
    .await;
    // Directory, key, application, thread with consent, transaction.
    assert!(broken >= 5 * Break::ALL.len(), "{broken}");
}

#[tokio::test]
async fn a_nudge_is_sent_once_whatever_call_fails() {
    let world = world().await;
    let broken = sweep(
        &world,
        async |member| {
            stalls(&world, member).await;
            let payload = timer(&world, member);
            assert_eq!(world.fires(&payload).await.as_deref(), Some("sent"));
        },
        async |member| {
            let response = world.offer_to(&world.outbound(), member).await;
            response.batch_item_failures.is_empty()
        },
        async |member| {
            let sent = world
                .carrier
                .sent()
                .iter()
                .filter(|sent| sent.to == member)
                .count();
            assert_eq!(sent, 1, "{member}");
            assert_eq!(
                world.outgoing(member).await[0].status,
                DeliveryStatus::Sent,
                "{member}"
            );
        },
    )
    .await;
    // Directory, key, aggregates with the message, application, claim, settlement.
    assert!(broken >= 6 * Break::ALL.len(), "{broken}");
}

/// A reply that is heard twice, or in part, is counted once, and the plan follows it.
#[tokio::test]
async fn a_reply_is_heard_once_whatever_call_fails() {
    let world = world().await;
    sweep(
        &world,
        async |member| {
            stalls(&world, member).await;
            let payload = timer(&world, member);
            assert_eq!(world.fires(&payload).await.as_deref(), Some("sent"));
            world
                .member(member)
                .texts(&member.replace('+', "SM"), "On my way")
                .await;
        },
        async |member| {
            let thread = world.thread("lakeside", crate::world::people::TWILIO_NUMBER, member);
            world.set_timers(thread.as_str()).await
        },
        async |member| assert_eq!(entries(&world, member, "nudge_replied").await, 1, "{member}"),
    )
    .await;
}
