//! Receipts come doubled, late and in any order.

use memberline_domain::thread::DeliveryStatus;

use crate::world::World;

const MEMBER: &str = "+15552010001";

fn permutations(items: &[&'static str]) -> Vec<Vec<&'static str>> {
    if items.is_empty() {
        return vec![Vec::new()];
    }
    (0..items.len())
        .flat_map(|at| {
            let mut rest = items.to_vec();
            let first = rest.remove(at);
            permutations(&rest).into_iter().map(move |mut tail| {
                tail.insert(0, first);
                tail
            })
        })
        .collect()
}

async fn final_status(world: &World, member: &str, order: &[&str]) -> DeliveryStatus {
    let sent = world.carrier.sent().into_iter().find(|s| s.to == member).unwrap();
    for status in order {
        let code = (*status == "undelivered").then_some("30003");
        assert_eq!(world.reports(&sent, status, code).await, 204);
    }
    world.outgoing(member).await[0].status
}

async fn sent_to(world: &World, member: &str) {
    world
        .member(member)
        .texts(&format!("SM{member}").replace('+', ""), "Hello")
        .await;
    world.answers("maria", member, "Hello!").await.unwrap();
}

#[tokio::test]
async fn receipts_in_every_order_and_doubled_end_in_the_same_status() {
    let world = World::new().await;
    let mut number = 15_552_020_000_u64;
    for (reports, ends) in [
        (&["sent", "delivered", "delivered"][..], DeliveryStatus::Delivered),
        (&["queued", "sent", "undelivered"][..], DeliveryStatus::Failed),
        // A segment was lost: a later success of another does not hide it (lesson 20).
        (&["sent", "delivered", "undelivered"][..], DeliveryStatus::Failed),
    ] {
        for order in permutations(reports) {
            number += 1;
            let member = format!("+{number}");
            sent_to(&world, &member).await;
            world.flow().await;
            assert_eq!(final_status(&world, &member, &order).await, ends, "{order:?}");
        }
    }
}

/// The receipt is faster than our own note of the carrier's answer (lessons 18, 20).
#[tokio::test]
async fn lesson_18_a_receipt_that_comes_before_the_answer_is_kept() {
    let world = World::new().await;
    sent_to(&world, MEMBER).await;
    world
        .carrier
        .script(&[crate::world::carrier::Answer::AcceptSilently]);
    world.offer(&world.outbound()).await;
    assert_eq!(world.outgoing(MEMBER).await[0].status, DeliveryStatus::Sending);
    assert_eq!(
        final_status(&world, MEMBER, &["delivered"]).await,
        DeliveryStatus::Delivered
    );
    world.flow().await;
    assert_eq!(world.outgoing(MEMBER).await[0].status, DeliveryStatus::Delivered);
    assert_eq!(
        world.carrier.sent().len(),
        1,
        "a receipt settles the crash: nothing is sent again"
    );
}

#[tokio::test]
async fn a_receipt_for_an_unknown_message_is_quarantined() {
    let world = World::new().await;
    sent_to(&world, MEMBER).await;
    world.flow().await;
    let mut sent = world.carrier.sent().remove(0);
    sent.callback = sent.callback.replace('#', "9#");
    assert_eq!(world.reports(&sent, "delivered", None).await, 403);
    let kept = world.quarantined().await;
    assert_eq!(kept[0].reason, "unknown_message");
}

#[tokio::test]
async fn lesson_21_a_failure_without_a_code_does_not_erase_the_reason() {
    let world = World::new().await;
    sent_to(&world, MEMBER).await;
    world.flow().await;
    let sent = world.carrier.sent().remove(0);
    world.reports(&sent, "failed", Some("30005")).await;
    world.reports(&sent, "failed", None).await;
    let reason = world.outgoing(MEMBER).await[0].reason.clone();
    assert_eq!(reason.map(|r| r.code), Some("twilio_30005".to_owned()));
}

/// The ledger knows of the opt-out, and it ended the conversation: the text failed, and nothing else changes.
#[tokio::test]
async fn lesson_28_a_refusal_for_an_opt_out_that_is_known_marks_the_text_alone() {
    let world = World::new().await;
    sent_to(&world, MEMBER).await;
    world.flow().await;
    let sent = world.carrier.sent().remove(0);
    world.member(MEMBER).texts("SM-stop", "STOP").await;
    let places = async || {
        let (pair, _) = world.timeline(MEMBER).await;
        (pair.thread.unwrap().seq, pair.subscriber.unwrap().seq)
    };
    let before = places().await;
    assert_eq!(world.reports(&sent, "undelivered", Some("21610")).await, 204);
    let message = world.outgoing(MEMBER).await.remove(0);
    assert_eq!(
        (message.status, message.reason.map(|reason| reason.code)),
        (DeliveryStatus::Failed, Some("twilio_21610".to_owned()))
    );
    assert_eq!(places().await, before);
}
