//! Each message has a head of its own, so that what becomes of it contends with nothing else of its thread.

use aws_sdk_dynamodb::types::AttributeValue;
use futures_util::StreamExt as _;
use futures_util::future::join;
use jiff::SignedDuration;
use memberline_domain::MessageId;
use memberline_domain::thread::{DeliveryStatus, NextStep};
use memberline_store::{CommitError, StoredMessage, ThreadSnapshot, Wanted};

use crate::world::World;
use crate::world::cloud::Item;
use crate::world::outbox::{attribute, of_kind, timelines_of};
use crate::world::people::TWILIO_NUMBER;

const MEMBER: &str = "+15552010001";

/// How many transactions there were since the last time.
fn transactions(world: &World) -> usize {
    let calls = world.cloud.tap.take_calls();
    calls
        .iter()
        .filter(|call| call.ends_with("TransactWriteItems"))
        .count()
}

async fn holds(world: &World) {
    for timeline in timelines_of(&world.cloud.items("timeline").await) {
        timeline.check().unwrap();
    }
}

/// The hot thread: ten webhooks of one thread are under way at any time.
#[tokio::test]
async fn of_a_hundred_texts_in_one_thread_ten_at_a_time_none_is_lost_and_few_are_decided_again() {
    let world = World::new().await;
    let inbound = world.inbound();
    world.member(MEMBER).texts("SM0", "Hello").await;
    transactions(&world);
    let texts = (1..=100).map(|n| {
        let (world, inbound) = (&world, &inbound);
        async move {
            // Whoever is told that we are busy posts again.
            loop {
                let webhook = world
                    .member(MEMBER)
                    .webhook(&format!("SM{n}"), &format!("text {n}"));
                match inbound
                    .handle(webhook, "test", world.clock.now())
                    .await
                    .status_code
                {
                    204 => return,
                    503 => {}
                    other => panic!("{other}"),
                }
            }
        }
    });
    let texts = futures_util::stream::iter(texts).buffer_unordered(10);
    Box::pin(texts.count()).await;
    let conflicts = transactions(&world) - 100;
    let texts = of_kind(world.cloud.items("timeline").await, "message_in").len();
    assert_eq!(texts, 101, "{conflicts} conflicts");
    assert!(
        conflicts < 1_000,
        "{conflicts}: each text is decided eleven times at most, on average"
    );
    holds(&world).await;
}

/// Texts come in while answers go out, are reported and told of: nobody decides anything twice.
#[tokio::test]
async fn what_becomes_of_messages_contends_neither_with_texts_nor_with_other_messages() {
    let world = World::new().await;
    world.member(MEMBER).texts("SM0", "Hello").await;
    for n in 0..5 {
        world
            .answers("maria", MEMBER, &format!("Answer {n}"))
            .await
            .unwrap();
    }
    world.offer(&world.outbound()).await;
    let (inbound, reports) = (world.inbound(), world.inbound());
    world.member(MEMBER).texts("SM1", "Warm").await;
    reports
        .handle(
            world.member(MEMBER).webhook("SM1", "Warm"),
            "test",
            world.clock.now(),
        )
        .await;
    transactions(&world);
    let texts = async {
        for n in 2..12 {
            let webhook = world
                .member(MEMBER)
                .webhook(&format!("SM{n}"), "And another thing");
            assert_eq!(
                inbound
                    .handle(webhook, "test", world.clock.now())
                    .await
                    .status_code,
                204
            );
        }
    };
    let sent = world.carrier.sent();
    let receipts = futures_util::future::join_all(
        sent.iter()
            .map(|sent| world.report_to(&reports, sent, "delivered", None)),
    );
    let ((), answers) = join(texts, receipts).await;
    assert_eq!(answers, [204; 5]);
    assert_eq!(transactions(&world), 10 + 5, "one each");
    assert!(
        world
            .outgoing(MEMBER)
            .await
            .iter()
            .all(|m| m.status == DeliveryStatus::Delivered)
    );
    holds(&world).await;
}

struct Claim {
    pair: ThreadSnapshot,
    stored: StoredMessage,
}

async fn loaded(world: &World) -> Claim {
    let tenant = world.tenant("lakeside").await;
    let thread = world.thread("lakeside", TWILIO_NUMBER, MEMBER);
    let last = of_kind(world.cloud.items("timeline").await, "message_out")
        .pop()
        .unwrap();
    let seq = last["seq"].as_n().unwrap().parse().unwrap();
    let read = world.store();
    let id = MessageId { thread, seq };
    let read = read.load(Wanted::of(&tenant).thread(&id.thread).message(&id));
    let (pair, stored) = read.await.unwrap().of_message(&id).unwrap();
    Claim {
        pair,
        stored: stored.unwrap(),
    }
}

/// Commits the claim that was decided from what was loaded.
async fn commits(world: &World, claim: Claim) -> Result<(), CommitError> {
    let (thread, subscriber) = (claim.pair.thread.unwrap(), claim.pair.subscriber);
    let tenant = world.tenant("lakeside").await;
    let (store, now) = (world.store(), world.clock.now());
    let new = store.or_new(&tenant, subscriber, || tenant.new_subscriber(&thread.head.theirs));
    let subscriber = new.await.unwrap();
    let message = claim.stored.outgoing().unwrap();
    let head = &claim.stored.head;
    let step = thread.head.next_step(
        (&head.head, &message),
        tenant.organisation(),
        &subscriber.head,
        now,
    );
    let NextStep::Send(change) = step else {
        panic!("{step:?}")
    };
    let mut commit = store.begin(now);
    commit.change(head, &change).unwrap();
    commit.guard(&subscriber).unwrap();
    commit.guard_fence(&thread).unwrap();
    store.commit(commit).await
}

#[tokio::test]
async fn a_claim_fails_when_what_allowed_it_changed_and_not_because_of_texts_or_other_messages() {
    let claimed = async |between: &str| {
        let world = World::new().await;
        world.member(MEMBER).texts("SM1", "Hello").await;
        world.answers("maria", MEMBER, "One.").await.unwrap();
        world.offer(&world.outbound()).await;
        world.answers("maria", MEMBER, "Two.").await.unwrap();
        let claim = loaded(&world).await;
        let conversation = format!("{}-1", world.thread("lakeside", TWILIO_NUMBER, MEMBER));
        match between {
            "a text" => world.member(MEMBER).texts("SM2", "Hello?").await,
            "a receipt" => {
                let sent = world.carrier.sent().remove(0);
                assert_eq!(world.reports(&sent, "delivered", None).await, 204);
            }
            "a name" => {
                let named = world.agent("maria").names(&conversation, "Ada").await;
                assert_eq!(named.status, 200, "{}", named.body);
            }
            "a close" => {
                let closed = world.agent("maria").closes(&conversation).await;
                assert_eq!(closed.status, 200);
            }
            "a stop" => world.member(MEMBER).texts("SM2", "STOP").await,
            "another attempt" => {
                world.offer_last(&world.outbound()).await;
            }
            _ => {}
        }
        commits(&world, claim).await
    };
    for between in ["nothing", "a text", "a receipt", "a name"] {
        assert!(Box::pin(claimed(between)).await.is_ok(), "{between}");
    }
    for between in ["a close", "a stop", "another attempt"] {
        assert!(
            matches!(Box::pin(claimed(between)).await, Err(CommitError::Conflict)),
            "{between}"
        );
    }
}

/// How many bytes an item takes, as DynamoDB counts them.
fn size(item: &Item) -> usize {
    let value = |value: &AttributeValue| match value {
        AttributeValue::S(text) => text.len(),
        AttributeValue::N(digits) => digits.len().div_ceil(2) + 1,
        AttributeValue::B(bytes) => bytes.as_ref().len(),
        other => panic!("{other:?}"),
    };
    item.iter().map(|(name, v)| name.len() + value(v)).sum()
}

/// Each kilobyte that is begun is paid for, twice in a transaction: so a head leaves room for the longest name, a text that fills its
/// preview, and times that are no whole seconds.
#[tokio::test]
async fn every_head_fits_one_kilobyte() {
    let world = World::new().await;
    world.clock.pass(SignedDuration::from_millis(123));
    let text = "Is my loan approved? I am at home until 5, and can bring the pay stubs tomorrow.";
    let thread = world.thread("lakeside", TWILIO_NUMBER, MEMBER);
    for n in 1..=3 {
        world.member(MEMBER).texts(&format!("SM{n}a"), text).await;
        let conversation = format!("{thread}-{n}");
        world.answers("maria", MEMBER, text).await.unwrap();
        let name = "N".repeat(64);
        let named = world.agent("maria").names(&conversation, &name).await;
        assert_eq!(named.status, 200, "{}", named.body);
        world.carrier.script(&[crate::world::carrier::Answer::Throttle]);
        world.offer_last(&world.outbound()).await;
        world.clock.pass(SignedDuration::from_mins(2));
        world.offer_last(&world.outbound()).await;
        let sent = world.carrier.sent().pop().unwrap();
        world.reports(&sent, "undelivered", Some("30003")).await;
        world.member(MEMBER).texts(&format!("SM{n}b"), text).await;
        if n < 3 {
            let closed = world.agent("maria").closes(&conversation).await;
            assert_eq!(closed.status, 200, "{}", closed.body);
        }
    }
    let heads = world.cloud.items("timeline").await;
    let heads = heads
        .iter()
        .filter(|item| attribute(item, "sk").ends_with("HEAD"));
    let mut sizes: Vec<(usize, &str)> = heads.map(|head| (size(head), attribute(head, "sk"))).collect();
    sizes.sort_unstable();
    assert_eq!(sizes.len(), 4, "{sizes:?}");
    assert!(sizes.iter().all(|(size, _)| *size <= 1_024), "{sizes:?}");
}
