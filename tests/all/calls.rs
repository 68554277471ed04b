//! How many calls of AWS each operation takes: the numbers of `docs/operations.md`.

use crate::world::World;

const MEMBER: &str = "+15552010001";

#[tokio::test]
async fn a_text_costs_one_read_and_one_transaction_when_warm() {
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
            "DynamoDB.BatchGetItem",
            "DynamoDB.TransactWriteItems"
        ]
    );
    text("SM2").await;
    let warm = world.cloud.tap.take_calls();
    assert_eq!(warm, ["DynamoDB.BatchGetItem", "DynamoDB.TransactWriteItems"]);
    text("SM2").await;
    assert_eq!(
        world.cloud.tap.take_calls(),
        warm,
        "a text that is known already costs the same"
    );
}

#[tokio::test]
async fn an_answer_costs_one_round_of_reads_and_two_transactions_when_warm() {
    let world = World::new().await;
    world.member(MEMBER).texts("SM1", "Hello").await;
    let outbound = world.outbound();
    for _ in 0..2 {
        world.answers("maria", MEMBER, "Hello").await.unwrap();
        world.cloud.tap.take_calls();
        world.offer(&outbound).await;
    }
    let mut calls = world.cloud.tap.take_calls();
    // The first message is offered again with the second: one round of reads says that it is settled.
    calls.sort();
    let reads = [
        "DynamoDB.BatchGetItem",
        "DynamoDB.BatchGetItem",
        "DynamoDB.Query",
        "DynamoDB.Query",
    ];
    assert_eq!(calls[..4], reads);
    assert_eq!(
        calls[4..],
        ["DynamoDB.TransactWriteItems", "DynamoDB.TransactWriteItems"]
    );
    assert_eq!(
        world.carrier.take_requests(),
        2,
        "one request to the carrier for each"
    );
}

#[tokio::test]
async fn a_receipt_costs_one_round_of_reads_and_one_transaction_when_warm() {
    let world = World::new().await;
    world.member(MEMBER).texts("SM1", "Hello").await;
    world.answers("maria", MEMBER, "Hello").await.unwrap();
    world.flow().await;
    let sent = world.carrier.sent().remove(0);
    let inbound = world.inbound();
    for status in ["sent", "delivered", "delivered"] {
        world.cloud.tap.take_calls();
        world.report_to(&inbound, &sent, status, None).await;
        let mut calls = world.cloud.tap.take_calls();
        calls.sort();
        match status {
            // What says nothing new writes nothing. The first is cold.
            "sent" => assert_eq!(
                calls,
                [
                    "DynamoDB.BatchGetItem",
                    "DynamoDB.Query",
                    "DynamoDB.Query",
                    "KMS.Decrypt"
                ]
            ),
            _ if calls.len() == 2 => assert_eq!(calls, ["DynamoDB.BatchGetItem", "DynamoDB.Query"]),
            _ => assert_eq!(
                calls,
                [
                    "DynamoDB.BatchGetItem",
                    "DynamoDB.Query",
                    "DynamoDB.TransactWriteItems"
                ]
            ),
        }
    }
}
