//! Nudges that a member, or the end of the application, stops, and those that wait for consent.

use jiff::SignedDuration;
use memberline_domain::directory::administration::Record;
use memberline_domain::thread::DeliveryStatus;
use serde_json::json;

use super::cast::{MEMBER, code, stalled};
use crate::world::World;
use crate::world::tracking::trigger;

#[tokio::test]
async fn a_stop_cancels_before_at_and_after_the_timer() {
    for when in 0..3 {
        let world = World::new().await;
        stalled(&world).await;
        let stop = async || world.member(MEMBER).texts("SM1", "STOP").await;
        if when == 0 {
            stop().await;
            assert!(world.set_timers("").await);
            assert_eq!(world.schedules().await, []);
        } else {
            assert!(world.set_timers("").await);
            let timer = world.schedules().await.remove(0);
            world.clock.pass(SignedDuration::from_mins(60));
            if when == 1 {
                stop().await;
            }
            let expected = if when == 1 { "cancelled" } else { "sent" };
            assert_eq!(world.fires(&timer.payload).await.as_deref(), Some(expected));
            if when == 2 {
                stop().await;
            }
        }
        world.flow().await;
        assert!(
            world
                .carrier
                .sent()
                .iter()
                .all(|sent| !sent.text.starts_with("Hi Priya")),
            "{when}"
        );
    }
}

#[tokio::test]
async fn a_conversation_in_progress_cancels_and_a_reply_is_counted() {
    let world = World::new().await;
    stalled(&world).await;
    world
        .member(MEMBER)
        .texts("SM1", "Which documents do you need?")
        .await;
    assert!(world.set_timers("").await);
    assert_eq!(
        (world.schedules().await, code(&world).await),
        (Vec::new(), "conversation_open".to_owned())
    );
}

#[tokio::test]
async fn el_19_completion_between_writing_and_sending_stops_the_text() {
    let world = World::new().await;
    stalled(&world).await;
    assert_eq!(world.next_timer().await.as_deref(), Some("sent"));
    world.moves("c1", "LN-1", "application.completed", None).await;
    world.flow().await;
    assert_eq!(world.carrier.sent(), []);
    let message = world.outgoing(MEMBER).await.remove(0);
    assert_eq!(
        (message.status, message.reason.unwrap().code.as_str()),
        (DeliveryStatus::Cancelled, "completed")
    );
}

#[tokio::test]
async fn x_26_a_nudge_waits_for_consent_that_is_asked_for_once() {
    let world = World::new().await;
    world.tracks(&[trigger("stalled", &["Income"], 60)]).await;
    let mut organisation = world.tenant("lakeside").await.organisation().clone();
    organisation.automation.request_consent = true;
    organisation.automation.number =
        memberline_domain::PhoneNumber::parse(crate::world::people::TWILIO_NUMBER).ok();
    world.writes(Record::Organisation(organisation)).await;
    let now = world.clock.now().to_string();
    let people =
        json!([{"id": "b1", "role": "borrower", "name": "Priya Nair", "mobile": MEMBER, "zip": "52401"}]);
    world
        .tells(json!({"id": "e1", "type": "application.created", "occurred_at": now, "application": {"id": "LN-1", "people": people}}))
        .await;
    world.moves("s1", "LN-1", "stage.entered", Some("Income")).await;
    assert_eq!(world.next_timer().await.as_deref(), Some("sent"), "the question");
    world.flow().await;
    assert_eq!(world.carrier.sent().len(), 1);
    assert_eq!(world.next_timer().await.as_deref(), Some("held"));
    assert_eq!(code(&world).await, "consent_pending");
    world.member(MEMBER).texts("SM1", "YES").await;
    assert_eq!(
        world.next_timer().await.as_deref(),
        Some("sent"),
        "once the member agreed"
    );
    world.flow().await;
    let nudges = world
        .carrier
        .sent()
        .into_iter()
        .filter(|sent| sent.text.starts_with("Hi Priya"));
    assert_eq!(nudges.count(), 1);
}

#[tokio::test]
async fn a_text_of_somebody_who_never_said_anything_about_texts_cancels_too() {
    let world = World::new().await;
    world.tracks(&[trigger("stalled", &["Income"], 60)]).await;
    let person =
        json!({"id": "b1", "role": "borrower", "name": "Priya Nair", "mobile": MEMBER, "zip": "52401"});
    world
        .tells(json!({
            "id": "c1", "type": "application.created", "occurred_at": world.clock.now().to_string(),
            "application": {"id": "LN-1", "people": [person]}, "stage": {"name": "Income"},
        }))
        .await;
    world
        .member(MEMBER)
        .texts("SM1", "Is my income statement there?")
        .await;
    assert!(world.set_timers("").await);
    assert_eq!(code(&world).await, "conversation_open");
    assert_eq!(world.schedules().await, []);
}
