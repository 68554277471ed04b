//! What no repetition helps is put aside, as it came, and holds nothing back.

use std::time::Duration;

use memberline_domain::thread::{AttachmentState, DeliveryStatus};
use memberline_platform::Deadline;
use serde_json::{Value, json};

use crate::world::World;
use crate::world::links::PICTURE;
use crate::world::media::MediaHost;
use crate::world::tracking::trigger;

const MEMBER: &str = "+13195550101";
const OTHER: &str = "+15552010002";

/// An applicant to whom a nudge is written, and not sent yet.
async fn nudged() -> World {
    let world = World::new().await;
    world.tracks(&[trigger("stalled", &[], 0)]).await;
    world.applies("LN-1", MEMBER).await;
    world.moves("s1", "LN-1", "stage.entered", Some("Income")).await;
    assert_eq!(world.next_timer().await.as_deref(), Some("sent"));
    world
}

/// The texts that the carrier took for a member, in order.
fn texts_to(world: &World, member: &str) -> Vec<String> {
    let sent = world.carrier.sent().into_iter();
    sent.filter(|sent| sent.to == member)
        .map(|sent| sent.text)
        .collect()
}

#[tokio::test]
async fn a_stop_is_confirmed_at_once_behind_a_nudge_whose_cancelling_is_refused() {
    let world = nudged().await;
    world.member(MEMBER).texts("SM1", "STOP").await;
    // The transaction that takes a nudge back is the only one that names the application.
    world
        .cloud
        .tap
        .refuse("DynamoDB.TransactWriteItems", "A#lakeside#");
    let response = world.offer(&world.outbound()).await;
    assert!(response.batch_item_failures.is_empty(), "nothing comes again");
    let texts = texts_to(&world, MEMBER);
    assert_eq!(texts.len(), 1, "{texts:?}");
    assert!(texts[0].contains("opted out"), "{texts:?}");
    let thread = world.thread("lakeside", crate::world::people::TWILIO_NUMBER, MEMBER);
    let parked = world.cloud.take_messages("OutboundDeadLetters").await;
    let letters: Vec<Value> = parked
        .iter()
        .map(|body| serde_json::from_str(body).unwrap())
        .collect();
    assert_eq!(letters.len(), 1, "{letters:?}");
    assert_eq!(
        letters[0]["message"],
        format!("lakeside.{thread}.1"),
        "it can be replayed"
    );
    assert!(
        letters[0]["error"]
            .as_str()
            .unwrap()
            .contains("AccessDeniedException")
    );

    // Once that is mended, the dead letter is enough to do what is left.
    world.cloud.tap.mend();
    let replay = json!({ "eventSource": "aws:sqs", "messageId": "1", "body": parked[0] });
    let event = serde_json::from_value(json!({ "Records": [replay] })).unwrap();
    let clock = world.clock.clone();
    let deadline = Deadline::within(Duration::from_mins(1));
    let answer = Box::pin(world.outbound().handle(event, "test", &|| clock.now(), deadline)).await;
    assert!(answer.batch_item_failures.is_empty());
    assert_eq!(world.outgoing(MEMBER).await[0].status, DeliveryStatus::Cancelled);
}

#[tokio::test]
async fn a_text_that_cannot_be_told_of_is_parked_and_the_others_are_told() {
    let world = World::new().await;
    for (member, id) in [(OTHER, "SM1"), (MEMBER, "SM2")] {
        world.member(member).texts(id, "Hello").await;
    }
    let due = world.notices_due().await;
    let thread = world.thread("lakeside", crate::world::people::TWILIO_NUMBER, OTHER);
    // The lease, without which nobody is told.
    world.cloud.tap.refuse("DynamoDB.PutItem", thread.as_str());
    let response = world.notify(&world.notifier(), &due).await;
    assert!(response.batch_item_failures.is_empty());
    assert_eq!(world.mails().await.len(), 2, "maria and sofia, of the other text");
    world.cloud.tap.mend();
    let parked = world.cloud.take_messages("EmailDeadLetters").await;
    assert_eq!(parked.len(), 1);
    assert!(due.contains(&parked[0]), "just as it came");
    world.notify(&world.notifier(), &parked).await;
    assert_eq!(world.mails().await.len(), 4);
}

#[tokio::test]
async fn a_document_that_the_table_refuses_to_note_is_parked() {
    let world = World::new().await;
    let (host, address) = (MediaHost::default(), MediaHost::address("ME1"));
    host.put(&address, PICTURE);
    assert!(world.sends_media(MEMBER, "MM1", "my pay stub", &[address]).await);
    let documents = world.documents(&host);
    world
        .cloud
        .tap
        .refuse("DynamoDB.TransactWriteItems", "T#lakeside#");
    let answer = world.offer_media(&documents, MEMBER, 1).await;
    assert!(answer.batch_item_failures.is_empty());
    world.cloud.tap.mend();
    let parked = world.cloud.take_messages("DocumentsDeadLetters").await;
    assert_eq!(parked.len(), 1);
    let again: Value = serde_json::from_str(&parked[0]).unwrap();
    assert!(
        world
            .tell(&documents, &[again], 1)
            .await
            .batch_item_failures
            .is_empty()
    );
    assert!(matches!(
        world.media_of(MEMBER).await[0].state,
        AttachmentState::Scanning(_)
    ));
}

#[tokio::test]
async fn a_timer_that_the_scheduler_refuses_is_parked() {
    let world = World::new().await;
    world.tracks(&[trigger("stalled", &[], 60)]).await;
    world.applies("LN-1", MEMBER).await;
    world.moves("s1", "LN-1", "stage.entered", Some("Income")).await;
    world.cloud.tap.refuse("Scheduler.CreateSchedule", "");
    assert!(world.set_timers("").await, "nothing comes again");
    world.cloud.tap.mend();
    assert!(world.schedules().await.is_empty());
    let parked = world.cloud.take_messages("TimersDeadLetters").await;
    assert!(!parked.is_empty());
    let records: Vec<Value> = parked
        .iter()
        .map(|body| json!({ "messageId": "1", "body": body, "attributes": {}, "messageAttributes": {}, "eventSource": "aws:sqs" }))
        .collect();
    let function = world.re_engagement();
    let batch = json!({ "Records": records });
    world.handles(&function, batch).await.unwrap();
    assert_eq!(world.schedules().await.len(), 1);
}
