//! The calls of applicants' nudges and of pictures.

use jiff::SignedDuration;
use re_engagement::ReEngagement;
use serde_json::{Value, json};

use super::{MEMBER, documented};
use crate::world::World;
use crate::world::media::MediaHost;
use crate::world::outbox::{attribute, of_kind};
use crate::world::people::TWILIO_NUMBER;
use crate::world::timers::Schedule;
use crate::world::tracking::{LOS_SECRET, trigger};

/// What a function that goes on running makes of an event, and the calls that it takes.
async fn taken(world: &World, function: &ReEngagement, event: Value) -> (Value, Vec<String>) {
    world.calls();
    let answer = world.handles(function, event).await.unwrap();
    (answer, world.calls())
}

/// The event that an applicant entered a stage.
fn stage(world: &World, id: &str, los_id: &str, stage: &str) -> Value {
    let event = json!({
        "id": id, "type": "stage.entered", "occurred_at": world.clock.now().to_string(),
        "application": { "id": los_id }, "stage": { "name": stage },
    });
    world.event_request(&event, LOS_SECRET)
}

/// A batch of the queue with the last entry of a kind in an application.
async fn last(world: &World, los_id: &str, kind: &str) -> Value {
    let mut items = of_kind(world.cloud.items("timeline").await, kind);
    let application = world.application_id(los_id);
    items.retain(|item| attribute(item, "pk").ends_with(application.as_str()));
    World::timer_batch(&items.split_off(items.len() - 1))
}

/// The timer that is set for an application.
async fn timer(world: &World, los_id: &str) -> Schedule {
    let application = world.application_id(los_id);
    let mut schedules = world.schedules().await;
    schedules.retain(|schedule| schedule.payload.to_string().contains(application.as_str()));
    schedules.remove(0)
}

#[tokio::test]
async fn an_applicants_nudge_takes_the_calls_that_the_document_says() {
    let world = World::new().await;
    world.tracks(&[trigger("stalled", &["Income"], 60)]).await;
    let (function, outbound) = (world.re_engagement(), world.outbound());
    for (los_id, number, warm) in [("LN-1", "+13195550101", false), ("LN-2", "+13195550102", true)] {
        world.applies(los_id, number).await;
        let says = |operation: &str, calls: Vec<String>| {
            if warm {
                assert_eq!(calls, documented(operation), "{operation}");
            }
        };
        let event = stage(&world, &format!("{los_id}-1"), los_id, "Income");
        let (_, calls) = taken(&world, &function, event.clone()).await;
        says("re-engagement: event", calls);
        let (_, calls) = taken(&world, &function, event.clone()).await;
        says("re-engagement: event known already", calls);
        let mut forged = event;
        forged["headers"]["memberline-signature"] = "v1=00".into();
        let (_, calls) = taken(&world, &function, forged).await;
        says("re-engagement: event not verified, or not understood", calls);

        let plan = last(&world, los_id, "nudge_planned").await;
        let (_, calls) = taken(&world, &function, plan.clone()).await;
        says("re-engagement: timer set", calls);
        let (_, calls) = taken(&world, &function, plan).await;
        says("re-engagement: timer moved", calls);

        let timer = timer(&world, los_id).await;
        world.clock.pass(SignedDuration::from_mins(61));
        let (answer, calls) = taken(&world, &function, timer.payload.clone()).await;
        assert_eq!(answer["outcome"], "sent");
        says("re-engagement: timer that writes a text", calls);
        let (answer, calls) = taken(&world, &function, timer.payload).await;
        assert_eq!(answer["outcome"], "nothing");
        says("re-engagement: timer with nothing to do", calls);

        world.calls();
        world.offer_to(&outbound, number).await;
        says("outbound-sms: nudge sent", world.calls());
        assert_eq!(world.carrier.sent().last().unwrap().to, number);

        world
            .inbound()
            .handle(
                world
                    .member(number)
                    .webhook(&format!("SM-{los_id}"), "I am on it"),
                "test",
                world.clock.now(),
            )
            .await;
        let thread = world.thread("lakeside", TWILIO_NUMBER, number);
        let mut texts = of_kind(world.cloud.items("timeline").await, "message_in");
        texts.retain(|item| attribute(item, "pk").ends_with(thread.as_str()));
        let (_, calls) = taken(&world, &function, World::timer_batch(&texts)).await;
        says("re-engagement: text that changes an application's plan", calls);
    }
}

#[tokio::test]
async fn a_timer_that_is_not_wanted_any_more_takes_the_calls_that_the_document_says() {
    let world = World::new().await;
    world.tracks(&[trigger("stalled", &["Income"], 60)]).await;
    let function = world.re_engagement();
    world.applies("LN-1", "+13195550101").await;
    taken(&world, &function, stage(&world, "s1", "LN-1", "Income")).await;
    taken(&world, &function, last(&world, "LN-1", "nudge_planned").await).await;
    taken(&world, &function, stage(&world, "s2", "LN-1", "Approved")).await;
    let (_, calls) = taken(&world, &function, last(&world, "LN-1", "nudge_cancelled").await).await;
    assert_eq!(calls, documented("re-engagement: timer deleted"));
    assert_eq!(world.schedules().await, []);

    let text = world.member(MEMBER).webhook("SM1", "Hello");
    world.inbound().handle(text, "test", world.clock.now()).await;
    let texts = of_kind(world.cloud.items("timeline").await, "message_in");
    let (_, calls) = taken(&world, &function, World::timer_batch(&texts)).await;
    assert_eq!(
        calls,
        documented("re-engagement: text from a number that is on no application any more")
    );
}

#[tokio::test]
async fn el_20_a_picture_takes_the_calls_that_the_document_says() {
    let world = World::new().await;
    let host = MediaHost::default();
    let picture = include_bytes!("../../../../infra/local/assets/pay-stub.png");
    let documents = world.documents(&host);
    for (member, id, warm) in [("+15552010002", "1", false), (MEMBER, "2", true)] {
        let (id, address) = (format!("MM{id}"), MediaHost::address(&format!("ME{id}")));
        host.put(&address, picture);
        assert!(world.sends_media(member, &id, "my pay stub", &[address]).await);
        let says = |operation: &str| {
            let calls = world.calls();
            if warm {
                assert_eq!(calls, documented(operation), "{operation}");
            }
        };
        world.calls();
        world.offer_media(&documents, member, 1).await;
        says("documents: file stored");
        world.offer_media(&documents, member, 1).await;
        says("documents: nothing left to fetch");
        let verdicts = world.scan(member, "NO_THREATS_FOUND").await;
        world.calls();
        world.tell(&documents, &verdicts, 1).await;
        says("documents: clean picture");
        world.tell(&documents, &verdicts, 1).await;
        says("documents: verdict that came before");
        assert_eq!(world.media_of(member).await[0].state.name(), "ready");
    }
}
