//! Every AWS call of every operation fails in turn. Whoever called tries again, and in the end all is done once.

mod agents;
mod downloads;
mod mails;
mod sweep;
mod timeline;

pub use sweep::sweep;

use memberline_domain::thread::DeliveryStatus;

use crate::world::World;
use crate::world::outbox::of_kind;
use crate::world::tap::Break;

async fn texts_in(world: &World, member: &str) -> usize {
    let (_, entries) = world.timeline(member).await;
    entries
        .iter()
        .filter(|e| matches!(e.event, memberline_domain::thread::ThreadEvent::MessageIn { .. }))
        .count()
}

#[tokio::test]
async fn a_text_is_taken_in_once_whatever_call_fails() {
    let world = World::new().await;
    let id = |member: &str| member.replace('+', "SM");
    let broken = sweep(
        &world,
        async |_| {},
        async |member| {
            let webhook = world.member(member).webhook(&id(member), "Hello");
            world
                .inbound()
                .handle(webhook, "test", world.clock.now())
                .await
                .status_code
                == 204
        },
        async |member| assert_eq!(texts_in(&world, member).await, 1, "{member}"),
    )
    .await;
    // Owner, the three parts of the directory, key, thread with subscriber, transaction: each in five ways.
    assert_eq!(broken, 7 * Break::ALL.len());
}

#[tokio::test]
async fn an_opt_out_is_taken_in_whole_whatever_call_fails() {
    let world = World::new().await;
    sweep(
        &world,
        async |member| {
            world
                .member(member)
                .texts(&member.replace('+', "SMa"), "Hello")
                .await;
        },
        async |member| {
            let webhook = world.member(member).webhook(&member.replace('+', "SMb"), "STOP");
            world
                .inbound()
                .handle(webhook, "test", world.clock.now())
                .await
                .status_code
                == 204
        },
        async |member| {
            let (pair, _) = world.timeline(member).await;
            assert!(pair.thread.unwrap().head.conversation.is_none());
            assert_eq!(pair.subscriber.unwrap().head.opt_outs.len(), 1);
            let items = world.cloud.items("timeline").await;
            assert_eq!(
                of_kind(items, "opted_out").len(),
                of_kind(world.cloud.items("timeline").await, "closed").len()
            );
        },
    )
    .await;
}

#[tokio::test]
async fn an_answer_is_sent_once_whatever_call_fails() {
    let world = World::new().await;
    let broken = sweep(
        &world,
        async |member| {
            world
                .member(member)
                .texts(&member.replace('+', "SM"), "Hello")
                .await;
            world
                .answers("maria", member, &format!("Hello {member}"))
                .await
                .unwrap();
        },
        async |member| {
            let response = world.offer_to(&world.outbound(), member).await;
            response.batch_item_failures.is_empty()
        },
        async |member| {
            let sent = world.carrier.sent().iter().filter(|s| s.to == member).count();
            assert_eq!(sent, 1, "{member}");
            assert_eq!(
                world.outgoing(member).await[0].status,
                DeliveryStatus::Sent,
                "{member}"
            );
        },
    )
    .await;
    // Directory, key, aggregates, message, claim, settlement; the key is asked for once more when it was not kept.
    assert!(broken >= 6 * Break::ALL.len(), "{broken}");
}

#[tokio::test]
async fn a_receipt_is_kept_whatever_call_fails() {
    let world = World::new().await;
    sweep(
        &world,
        async |member| {
            world
                .member(member)
                .texts(&member.replace('+', "SM"), "Hello")
                .await;
            world.answers("maria", member, "Hello").await.unwrap();
            while !world
                .offer_to(&world.outbound(), member)
                .await
                .batch_item_failures
                .is_empty()
            {}
        },
        async |member| {
            let sent = world.carrier.sent().into_iter().find(|s| s.to == member).unwrap();
            world.report_status(&sent, "delivered", None).await == 204
        },
        async |member| {
            assert_eq!(
                world.outgoing(member).await[0].status,
                DeliveryStatus::Delivered,
                "{member}"
            );
        },
    )
    .await;
}
