//! How many calls of AWS each operation takes: the numbers of `docs/operations.md`.

use crate::world::World;

const MEMBER: &str = "+15552010001";

/// The calls of DynamoDB that the document says an operation takes when warm, sorted.
fn documented(operation: &str) -> Vec<String> {
    let document = include_str!("../../docs/operations.md");
    let row = document
        .lines()
        .find(|line| line.starts_with(&format!("| {operation} |")))
        .expect(operation);
    let columns: Vec<&str> = row.split('|').map(str::trim).collect();
    // Rounds of reads, and the transaction.
    let calls = columns[2..5]
        .iter()
        .filter(|cell| **cell != "-")
        .flat_map(|cell| cell.split(" + "));
    let mut calls: Vec<String> = calls
        .flat_map(|call| {
            let (name, times) = call.split_once(" ×").unwrap_or((call, "1"));
            vec![format!("DynamoDB.{name}"); times.parse().unwrap()]
        })
        .collect();
    calls.sort();
    calls
}

fn sorted(mut calls: Vec<String>) -> Vec<String> {
    calls.sort();
    calls
}

#[tokio::test]
async fn each_operation_takes_the_calls_that_the_document_says() {
    let world = World::new().await;
    let (inbound, outbound) = (world.inbound(), world.outbound());
    let text = async |id: &str| {
        inbound
            .handle(
                world.member(MEMBER).webhook(id, "Hello"),
                "test",
                world.clock.now(),
            )
            .await;
        sorted(world.cloud.tap.take_calls())
    };
    text("SM1").await;
    assert_eq!(text("SM2").await, documented("inbound-sms: text"));
    assert_eq!(text("SM2").await, documented("inbound-sms: text known already"));

    let lakeside = world.agent("maria");
    let conversation = format!("{}-1", world.thread("lakeside", "+15550100001", MEMBER));
    lakeside.get("/v1/conversations").await;
    world.cloud.tap.take_calls();
    lakeside.get("/v1/conversations?team=lending").await;
    assert_eq!(
        sorted(world.cloud.tap.take_calls()),
        ["DynamoDB.Query"],
        "a page of the inbox is one query"
    );
    lakeside.claims(&conversation).await;
    assert_eq!(
        sorted(world.cloud.tap.take_calls()),
        documented("agent-api: claim")
    );
    lakeside.get(&format!("/v1/conversations/{conversation}")).await;
    assert_eq!(
        sorted(world.cloud.tap.take_calls()),
        documented("agent-api: show a conversation")
    );
    lakeside.writes(&conversation, "Hello", "k").await;
    assert_eq!(
        sorted(world.cloud.tap.take_calls()),
        documented("agent-api: send a text")
    );
    lakeside
        .get(&format!("/v1/conversations/{conversation}/timeline"))
        .await;
    assert_eq!(
        sorted(world.cloud.tap.take_calls()),
        ["DynamoDB.BatchGetItem", "DynamoDB.Query"]
    );

    world.offer(&outbound).await;
    lakeside.writes(&conversation, "Hello again", "k2").await;
    world.cloud.tap.take_calls();
    world.carrier.take_requests();
    world.offer_last(&outbound).await;
    assert_eq!(world.carrier.take_requests(), 1, "one request to the carrier");
    assert_eq!(
        sorted(world.cloud.tap.take_calls()),
        documented("outbound-sms: text sent")
    );

    let sent = world.carrier.sent().remove(1);
    let receipt = async |status: &str| {
        world.report_to(&inbound, &sent, status, None).await;
        sorted(world.cloud.tap.take_calls())
    };
    assert_eq!(receipt("delivered").await, documented("inbound-sms: receipt"));
    assert_eq!(
        receipt("sent").await,
        documented("inbound-sms: receipt that tells nothing new")
    );
}

#[tokio::test]
async fn a_text_costs_one_round_of_reads_and_one_transaction_when_warm() {
    let world = World::new().await;
    let inbound = world.inbound();
    let text = |id: &str| {
        inbound.handle(
            world.member(MEMBER).webhook(id, "Hello"),
            "test",
            world.clock.now(),
        )
    };
    text("SM1").await;
    let cold = world.cloud.tap.take_calls();
    assert_eq!(
        cold,
        [
            "DynamoDB.GetItem",
            "DynamoDB.Query",
            "KMS.Decrypt",
            "DynamoDB.GetItem",
            "DynamoDB.Query",
            "DynamoDB.TransactWriteItems"
        ]
    );
    text("SM2").await;
    let warm = world.cloud.tap.take_calls();
    assert_eq!(
        warm,
        [
            "DynamoDB.GetItem",
            "DynamoDB.Query",
            "DynamoDB.TransactWriteItems"
        ]
    );
    text("SM2").await;
    assert_eq!(
        world.cloud.tap.take_calls(),
        warm,
        "a text that is known already costs the same"
    );
}
