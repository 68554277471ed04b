//! Answers go out: once, in order, and never after a STOP.

use jiff::SignedDuration;
use memberline_domain::thread::{ComposeRefusal, DeliveryStatus};

use crate::world::World;
use crate::world::carrier::Answer;

const MEMBER: &str = "+15552010001";

async fn answered(script: &[Answer]) -> World {
    let world = World::new().await;
    world.member(MEMBER).texts("SM1", "Is the branch open?").await;
    world.answers("maria", MEMBER, "Until five.").await.unwrap();
    world.carrier.script(script);
    world
}

async fn only_status(world: &World) -> DeliveryStatus {
    let outgoing = world.outgoing(MEMBER).await;
    assert_eq!(outgoing.len(), 1);
    outgoing[0].status
}

#[tokio::test]
async fn el_04_an_answer_reaches_the_carrier_once_with_our_reference() {
    let world = answered(&[]).await;
    world.flow().await;
    world.flow().await;
    let sent = world.carrier.sent();
    assert_eq!(sent.len(), 1, "the stream brought it twice");
    assert_eq!(
        (sent[0].to.as_str(), sent[0].text.as_str()),
        (MEMBER, "Until five.")
    );
    assert!(
        sent[0]
            .callback
            .starts_with("https://text.lakeside.example/webhooks/twilio/receipts/lakeside."),
        "{}",
        sent[0].callback
    );
    assert_eq!(only_status(&world).await, DeliveryStatus::Sent);
}

#[tokio::test]
async fn what_the_carrier_throttles_is_tried_again_and_sent_once() {
    let world = answered(&[Answer::Throttle, Answer::Throttle]).await;
    let first = world.offer(&world.outbound()).await;
    assert_eq!(first.batch_item_failures.len(), 1, "the record has to come again");
    assert_eq!(only_status(&world).await, DeliveryStatus::Deferred);
    world.flow().await;
    assert_eq!(world.carrier.sent().len(), 1);
    assert_eq!(only_status(&world).await, DeliveryStatus::Sent);
}

#[tokio::test]
async fn an_attempt_whose_answer_was_lost_is_looked_up_and_not_sent_again() {
    let world = answered(&[Answer::AcceptSilently]).await;
    world.offer(&world.outbound()).await;
    assert_eq!(only_status(&world).await, DeliveryStatus::Sending);
    let again = world.offer(&world.outbound()).await;
    assert_eq!(again.batch_item_failures.len(), 1, "too early to ask");
    world.clock.pass(SignedDuration::from_secs(61));
    world.flow().await;
    assert_eq!(world.carrier.sent().len(), 1);
    assert_eq!(only_status(&world).await, DeliveryStatus::Sent);
}

#[tokio::test]
async fn an_attempt_that_never_reached_the_carrier_is_sent_after_the_look_up() {
    for lost in [Answer::Silence, Answer::ServerError] {
        let world = answered(&[lost]).await;
        world.offer(&world.outbound()).await;
        assert_eq!(only_status(&world).await, DeliveryStatus::Sending);
        world.clock.pass(SignedDuration::from_secs(61));
        world.flow().await;
        assert_eq!(world.carrier.sent().len(), 1);
        assert_eq!(only_status(&world).await, DeliveryStatus::Sent);
    }
}

#[tokio::test]
async fn a_text_that_the_carrier_never_takes_fails_with_its_reason() {
    let world = answered(&[Answer::Throttle; 30]).await;
    world.flow().await;
    let outgoing = world.outgoing(MEMBER).await;
    assert_eq!(outgoing[0].status, DeliveryStatus::Failed);
    assert_eq!(
        outgoing[0].reason.as_ref().map(|r| r.code.as_str()),
        Some("carrier_throttled")
    );
    assert!(world.carrier.sent().is_empty());
}

#[tokio::test]
async fn a_permanent_refusal_fails_at_once_with_the_carriers_reason() {
    let world = answered(&[Answer::BadNumber]).await;
    let response = world.offer(&world.outbound()).await;
    assert!(response.batch_item_failures.is_empty(), "nothing to try again");
    let outgoing = world.outgoing(MEMBER).await;
    assert_eq!(outgoing[0].status, DeliveryStatus::Failed);
    assert_eq!(
        outgoing[0].reason.as_ref().map(|r| r.code.as_str()),
        Some("twilio_21211")
    );
}

#[tokio::test]
async fn lesson_27_a_refusal_for_an_opt_out_at_the_carrier_is_recorded_as_one() {
    let world = answered(&[Answer::OptedOut]).await;
    world.flow().await;
    let (pair, _) = world.timeline(MEMBER).await;
    let open = pair.thread.unwrap().head.conversation.unwrap();
    assert!(open.refused_at.is_some(), "the conversation stays, and says why");
    assert_eq!(pair.subscriber.unwrap().head.opt_outs.len(), 1);
    let refusal = world.answers("maria", MEMBER, "Hello?").await;
    assert_eq!(refusal, Err(ComposeRefusal::RefusedByCarrier));
}

#[tokio::test]
async fn lesson_28_a_receipt_with_21610_is_recorded_as_an_opt_out() {
    let world = answered(&[]).await;
    world.flow().await;
    let sent = world.carrier.sent();
    assert_eq!(world.reports(&sent[0], "undelivered", Some("21610")).await, 204);
    let (pair, _) = world.timeline(MEMBER).await;
    assert_eq!(pair.subscriber.unwrap().head.opt_outs.len(), 1);
    assert_eq!(only_status(&world).await, DeliveryStatus::Failed);
}

#[tokio::test]
async fn texts_of_one_thread_go_out_in_order_and_wait_for_each_other() {
    let world = answered(&[Answer::Throttle]).await;
    for text in ["Two.", "Three."] {
        world.answers("maria", MEMBER, text).await.unwrap();
        world.clock.pass(SignedDuration::from_millis(1));
    }
    let response = world.offer(&world.outbound()).await;
    assert_eq!(
        response.batch_item_failures.len(),
        3,
        "the first holds the others back"
    );
    assert!(world.carrier.sent().is_empty());
    world.flow().await;
    let texts: Vec<_> = world.carrier.sent().into_iter().map(|s| s.text).collect();
    assert_eq!(texts, ["Until five.", "Two.", "Three."]);
}

#[tokio::test]
async fn a_text_written_before_a_stop_does_not_go_out_after_it() {
    let world = answered(&[]).await;
    world.member(MEMBER).texts("SM2", "Stop").await;
    world.flow().await;
    let texts: Vec<_> = world.carrier.sent().into_iter().map(|s| s.text).collect();
    assert_eq!(texts.len(), 1, "only the confirmation: {texts:?}");
    assert!(texts[0].contains("opted out"));
    assert_eq!(world.outgoing(MEMBER).await[0].status, DeliveryStatus::Cancelled);
}

/// Whichever commits first wins: a text is claimed before the STOP is, or never goes out.
#[tokio::test]
async fn mc_51_a_stop_that_races_a_send_never_lets_a_text_out_after_it_was_answered() {
    for delay in 0..12_u64 {
        let world = answered(&[]).await;
        let outbound = world.outbound();
        let inbound = world.inbound();
        let stop = world.member(MEMBER).webhook("SM2", "STOP");
        let sending = world.offer(&outbound);
        let stopping = async {
            tokio::time::sleep(std::time::Duration::from_millis(delay * 2)).await;
            let response = inbound.handle(stop, "test", world.clock.now()).await;
            assert_eq!(response.status_code, 204);
            world.carrier.sent().len()
        };
        let (_, sent_when_answered) = futures_util::future::join(sending, stopping).await;
        let claimed_before = world.outgoing(MEMBER).await[0].attempt == 1;
        world.flow().await;
        let replies = world
            .carrier
            .sent()
            .iter()
            .filter(|s| s.text == "Until five.")
            .count();
        assert!(
            replies <= sent_when_answered.max(usize::from(claimed_before)),
            "delay {delay}"
        );
        assert_eq!(
            replies,
            usize::from(claimed_before),
            "a claim before the STOP, or nothing"
        );
    }
}
