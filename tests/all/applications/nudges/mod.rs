//! Timers in, texts out.

mod cast;
mod quiet_hours;
mod stopped;
mod timers;

use cast::{MEMBER, stalled};
use jiff::SignedDuration;

use crate::world::World;
use crate::world::tracking::trigger;

#[tokio::test]
async fn el_17_an_applicant_who_stalls_is_brought_back_by_a_text() {
    let world = World::new().await;
    stalled(&world).await;
    let entered = world.clock.now();
    assert!(world.set_timers("").await);
    let schedules = world.schedules().await;
    assert_eq!(schedules.len(), 1);
    assert_eq!(schedules[0].at, entered + SignedDuration::from_mins(60));
    assert_eq!(world.next_timer().await.as_deref(), Some("sent"));
    world.flow().await;
    let sent = world.carrier.sent();
    assert_eq!(sent.len(), 1);
    assert_eq!(
        (sent[0].to.as_str(), sent[0].text.as_str()),
        (MEMBER, "Hi Priya, your application waits. lakeside")
    );
    assert_eq!(
        world.fires(&schedules[0].payload).await.as_deref(),
        Some("nothing"),
        "it goes off twice"
    );
    world.flow().await;
    assert_eq!(world.carrier.sent().len(), 1);
    assert_eq!(world.schedules().await, []);
}

#[tokio::test]
async fn el_19_a_stage_change_moves_the_timer_and_the_end_deletes_it() {
    let world = World::new().await;
    stalled(&world).await;
    assert!(world.set_timers("").await);
    world.clock.pass(SignedDuration::from_mins(30));
    world.moves("s2", "LN-1", "stage.entered", Some("Income")).await;
    assert!(world.set_timers("").await);
    let moved = world.schedules().await;
    assert_eq!(moved.len(), 1, "it is one schedule");
    assert_eq!(moved[0].at, world.clock.now() + SignedDuration::from_mins(60));
    world.clock.pass(SignedDuration::from_mins(1));
    world.moves("c1", "LN-1", "application.completed", None).await;
    assert!(world.set_timers("").await);
    assert_eq!(world.schedules().await, []);
    world.clock.pass(SignedDuration::from_mins(60));
    assert_eq!(
        world.fires(&moved[0].payload).await.as_deref(),
        Some("nothing"),
        "a timer in flight loses"
    );
}

#[tokio::test]
async fn el_14_the_first_message_is_scheduled_at_once_and_never_in_the_past() {
    let world = World::new().await;
    let mut first = trigger("first", &[], 0);
    first.kind = memberline_domain::directory::TriggerKind::Created;
    world.tracks(&[first]).await;
    world.applies("LN-1", MEMBER).await;
    world.clock.pass(SignedDuration::from_mins(3));
    assert!(world.set_timers("").await);
    let schedules = world.schedules().await;
    assert_eq!(schedules[0].at, world.clock.now() + SignedDuration::from_secs(5));
    assert_eq!(world.next_timer().await.as_deref(), Some("sent"));
}
