//! Texts that nothing brings to an end in their time are looked after: each is settled, once, or raised, once.

use std::time::Duration;

use futures_util::future::join;
use jiff::SignedDuration;
use memberline_domain::OrganisationId;
use memberline_domain::thread::DeliveryStatus;
use memberline_platform::Deadline;
use outbound_sms::Event;
use serde_json::{Value, json};

use crate::world::carrier::{Answer, Sent};
use crate::world::people::TWILIO_NUMBER;
use crate::world::{PUBLIC_URL, World};

const MEMBER: &str = "+15552010001";

impl World {
    /// The schedule lets the sender look after what is past its time.
    async fn sweeps(&self) {
        self.sweeps_with(&self.outbound()).await;
    }

    async fn sweeps_with(&self, outbound: &outbound_sms::OutboundSms) {
        let event: Event = serde_json::from_value(json!({ "sweep": true })).unwrap();
        self.carrier.set_time(self.clock.now().as_second());
        let clock = self.clock.clone();
        let answer = Box::pin(outbound.handle(
            event,
            "test",
            &|| clock.now(),
            Deadline::within(Duration::from_mins(1)),
        ))
        .await;
        assert!(answer.batch_item_failures.is_empty());
    }

    /// The message ids of the dead letters that were written since the last time.
    fn raised(&self) -> Vec<String> {
        let letters = self.cloud.tap.take_queued();
        let message = |letter: &String| {
            let letter: Value = serde_json::from_str(letter).unwrap();
            letter["message"].as_str().unwrap().to_owned()
        };
        letters.iter().map(message).collect()
    }

    async fn status(&self) -> Vec<DeliveryStatus> {
        self.outgoing(MEMBER).await.iter().map(|m| m.status).collect()
    }
}

async fn answered(texts: &[&str], script: &[Answer]) -> World {
    let world = World::new().await;
    world.member(MEMBER).texts("SM1", "Is the branch open?").await;
    for text in texts {
        world.answers("maria", MEMBER, text).await.unwrap();
        world.clock.pass(SignedDuration::from_millis(1));
    }
    world.carrier.script(script);
    world
}

#[tokio::test]
async fn a_text_whose_record_was_lost_is_sent_once_when_its_time_is_over() {
    let world = answered(&["Until five."], &[]).await;
    world.sweeps().await;
    assert!(world.carrier.sent().is_empty(), "the stream has its time");
    world.clock.pass(SignedDuration::from_mins(5));
    world.sweeps().await;
    world.sweeps().await;
    world.flow().await;
    assert_eq!(world.carrier.sent().len(), 1);
    assert_eq!(world.status().await, [DeliveryStatus::Sent]);
    assert_eq!(world.raised(), [""; 0]);
}

#[tokio::test]
async fn texts_of_one_thread_are_swept_in_their_order_and_wait_for_each_other() {
    let world = answered(&["One.", "Two.", "Three."], &[Answer::Throttle]).await;
    world.clock.pass(SignedDuration::from_mins(6));
    world.sweeps().await;
    assert!(
        world.carrier.sent().is_empty(),
        "the first is throttled, and holds back the others"
    );
    world.clock.pass(SignedDuration::from_mins(6));
    world.sweeps().await;
    let texts: Vec<String> = world.carrier.sent().into_iter().map(|sent| sent.text).collect();
    assert_eq!(texts, ["One.", "Two.", "Three."]);
}

#[tokio::test]
async fn two_sweeps_and_the_stream_at_once_send_once() {
    let world = answered(&["Until five."], &[]).await;
    world.clock.pass(SignedDuration::from_mins(6));
    let (one, two, three) = (world.outbound(), world.outbound(), world.outbound());
    let sweeps = join(world.sweeps_with(&one), world.sweeps_with(&two));
    join(sweeps, world.offer(&three)).await;
    world.flow().await;
    assert_eq!(world.carrier.sent().len(), 1);
    assert_eq!(world.status().await, [DeliveryStatus::Sent]);
}

#[tokio::test]
async fn a_deferred_text_whose_retry_never_came_is_tried_again() {
    let world = answered(&["Until five."], &[Answer::Throttle]).await;
    world.offer(&world.outbound()).await;
    assert_eq!(world.status().await, [DeliveryStatus::Deferred]);
    world.clock.pass(SignedDuration::from_mins(6));
    world.sweeps().await;
    assert_eq!(world.carrier.sent().len(), 1);
    assert_eq!(world.status().await, [DeliveryStatus::Sent]);
}

#[tokio::test]
async fn an_attempt_that_broke_off_is_looked_up_and_settled() {
    let world = answered(&["Until five."], &[Answer::AcceptSilently]).await;
    world.offer(&world.outbound()).await;
    assert_eq!(world.status().await, [DeliveryStatus::Sending]);
    world.clock.pass(SignedDuration::from_mins(6));
    world.sweeps().await;
    assert_eq!(world.carrier.sent().len(), 1, "the carrier has it");
    assert_eq!(world.status().await, [DeliveryStatus::Sent]);
}

#[tokio::test]
async fn a_text_that_a_stop_forbids_by_now_is_cancelled() {
    let world = answered(&["Until five."], &[]).await;
    world.member(MEMBER).texts("SM2", "STOP").await;
    world.clock.pass(SignedDuration::from_mins(6));
    world.sweeps().await;
    assert_eq!(
        world.status().await,
        [DeliveryStatus::Cancelled, DeliveryStatus::Cancelled],
        "and so is a confirmation that comes too late"
    );
    assert!(world.carrier.sent().is_empty());
}

/// The carrier has a text to the member that is none of ours: it cannot be said that it does not have ours.
#[tokio::test]
async fn what_nobody_can_say_is_raised_once_and_a_receipt_still_settles_it() {
    let world = answered(&["Until five."], &[Answer::Silence]).await;
    world.offer(&world.outbound()).await;
    world
        .carrier
        .has_another(TWILIO_NUMBER, MEMBER, "from somewhere else");
    world.cloud.tap.take_queued();
    world.clock.pass(SignedDuration::from_mins(6));
    let (one, two) = (world.outbound(), world.outbound());
    join(world.sweeps_with(&one), world.sweeps_with(&two)).await;
    let thread = world.thread("lakeside", TWILIO_NUMBER, MEMBER);
    let message = world.outgoing(MEMBER).await.remove(0);
    assert_eq!(world.raised(), [format!("lakeside.{thread}.{}", message.seq)]);
    for _ in 0..3 {
        world.clock.pass(SignedDuration::from_mins(30));
        world.sweeps().await;
    }
    assert_eq!(world.raised(), [""; 0], "not at every sweep");
    assert_eq!(
        world.status().await,
        [DeliveryStatus::Sending],
        "and never sent again"
    );
    let receipt = Sent {
        id: format!("SM{:032x}", 7),
        from: TWILIO_NUMBER.to_owned(),
        to: MEMBER.to_owned(),
        text: String::new(),
        callback: format!(
            "{PUBLIC_URL}/webhooks/twilio/receipts/lakeside.{thread}.{}",
            message.seq
        ),
        media: Vec::new(),
    };
    assert_eq!(world.reports(&receipt, "delivered", None).await, 204);
    assert_eq!(world.status().await, [DeliveryStatus::Delivered]);
}

#[tokio::test]
async fn what_cannot_be_sent_as_it_is_stored_is_raised_once() {
    let world = answered(&["Until five."], &[]).await;
    let lakeside = OrganisationId::parse("lakeside").unwrap();
    let broken = world.store();
    broken.put_credentials(&lakeside, "twilio", b"{}").await.unwrap();
    world.clock.pass(SignedDuration::from_mins(6));
    world.sweeps().await;
    let raised = world.raised();
    assert_eq!(raised.len(), 1, "{raised:?}");
    assert!(raised[0].starts_with("lakeside."), "the message's id: {raised:?}");
    world.clock.pass(SignedDuration::from_mins(30));
    world.sweeps().await;
    assert_eq!(world.raised(), [""; 0]);
}

#[tokio::test]
async fn nothing_is_scanned_and_nothing_overdue_costs_one_query_for_each_part() {
    let world = answered(&["Until five."], &[]).await;
    world.flow().await;
    world.clock.pass(SignedDuration::from_mins(60));
    let outbound = world.outbound();
    world.cloud.tap.take_calls();
    world.sweeps_with(&outbound).await;
    assert_eq!(world.cloud.tap.take_calls(), ["DynamoDB.Query"; 4]);
}
