//! How many calls of AWS each operation takes: the numbers of `docs/operations.md`.

mod journeys;
mod people;

use std::time::Duration;

use memberline_platform::Deadline;

use crate::world::World;
use crate::world::links::download_request;

const MEMBER: &str = "+15552010001";

/// The AWS calls that the document says an operation takes when warm, sorted.
pub fn documented(operation: &str) -> Vec<String> {
    let document = include_str!("../../../docs/operations.md");
    let row = document
        .lines()
        .find(|line| line.starts_with(&format!("| {operation} |")))
        .expect(operation);
    let columns: Vec<&str> = row.split('|').map(str::trim).collect();
    // Rounds of reads, the transaction, and the others.
    let calls = columns[2..6]
        .iter()
        .filter(|cell| **cell != "-")
        .flat_map(|cell| cell.split(", "))
        .flat_map(|calls| calls.split(" + "))
        .filter(|call| !call.starts_with("carrier"));
    let calls = calls.flat_map(|call| {
        let (name, times) = call.split_once(" ×").unwrap_or((call, "1"));
        let service = if name.contains('.') { "" } else { "DynamoDB." };
        vec![format!("{service}{name}"); times.parse().unwrap()]
    });
    sorted(calls.collect())
}

/// Calls in the order of the alphabet, those of S3 by their names.
fn sorted(calls: Vec<String>) -> Vec<String> {
    let named = |call: String| match call.split_once(" http") {
        Some(("PUT", _)) => "S3.PutObject".to_owned(),
        Some(("GET", address)) if address.contains("?tagging") => "S3.GetObjectTagging".to_owned(),
        Some(("GET", _)) => "S3.GetObject".to_owned(),
        _ => call,
    };
    let mut calls: Vec<_> = calls.into_iter().map(named).collect();
    calls.sort();
    calls
}

impl World {
    /// The AWS calls since the last time, sorted.
    pub fn calls(&self) -> Vec<String> {
        sorted(self.cloud.tap.take_calls())
    }
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
        world.calls()
    };
    text("SM1").await;
    assert_eq!(text("SM2").await, documented("inbound-sms: text"));
    assert_eq!(text("SM2").await, documented("inbound-sms: text known already"));

    for (words, operation) in [
        ("Hello", "inbound-sms: text not verified"),
        ("STOP", "inbound-sms: text not verified that may be about consent"),
    ] {
        let mut forged = world.member(MEMBER).webhook("SM3", words);
        forged.headers.remove("x-twilio-signature");
        inbound.handle(forged, "test", world.clock.now()).await;
        assert_eq!(world.calls(), documented(operation));
    }

    let lakeside = world.agent("maria");
    let conversation = format!("{}-1", world.thread("lakeside", "+15550100001", MEMBER));
    lakeside.get("/v1/conversations").await;
    world.cloud.tap.take_calls();
    lakeside.get("/v1/conversations?team=lending").await;
    assert_eq!(
        world.calls(),
        ["DynamoDB.Query"],
        "a page of the inbox is one query"
    );
    lakeside.claims(&conversation).await;
    assert_eq!(world.calls(), documented("agent-api: claim"));
    lakeside.get(&format!("/v1/conversations/{conversation}")).await;
    assert_eq!(world.calls(), documented("agent-api: show a conversation"));
    lakeside.writes(&conversation, "Hello", "k").await;
    assert_eq!(world.calls(), documented("agent-api: send a text"));
    lakeside
        .get(&format!("/v1/conversations/{conversation}/timeline"))
        .await;
    assert_eq!(world.calls(), documented("agent-api: show a timeline"));

    world.offer(&outbound).await;
    lakeside.writes(&conversation, "Hello again", "k2").await;
    world.cloud.tap.take_calls();
    world.carrier.take_requests();
    world.offer_last(&outbound).await;
    assert_eq!(world.carrier.take_requests(), 1, "one request to the carrier");
    assert_eq!(world.calls(), documented("outbound-sms: text sent"));

    world.clock.pass(jiff::SignedDuration::from_mins(60));
    world.cloud.tap.take_calls();
    let sweep = serde_json::from_value(serde_json::json!({ "sweep": true })).unwrap();
    let clock = world.clock.clone();
    Box::pin(outbound.handle(
        sweep,
        "test",
        &|| clock.now(),
        Deadline::within(Duration::from_mins(1)),
    ))
    .await;
    assert_eq!(
        world.calls(),
        documented("outbound-sms: sweep with nothing overdue")
    );

    let sent = world.carrier.sent().remove(1);
    let receipt = async |status: &str| {
        world.report_to(&inbound, &sent, status, None).await;
        world.calls()
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
            // Whose number it is; then the three parts of the directory, at once.
            "DynamoDB.GetItem",
            "DynamoDB.Query",
            "DynamoDB.Query",
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
async fn secure_download_takes_the_calls_that_the_document_says() {
    let world = World::new().await;
    let message = world.sends_picture(MEMBER, "MM1").await;
    let maria = world.agent("maria");
    let notifier = world.notifier();
    let page = world.secure_download();
    let session = world.session("maria");
    let mut due = Vec::new();
    let mut token = String::new();
    // The first round warms everything up.
    for is_warm in [false, true] {
        let check = |operation: &str| {
            let calls = world.calls();
            if is_warm {
                assert_eq!(calls, documented(operation), "{operation}");
            }
        };
        world.cloud.tap.take_calls();
        assert_eq!(maria.presses_download(&message).await.status, 202);
        check("agent-api: ask for a download link");
        due.extend(world.links_due().await.pop());
        let last = due.last().cloned().unwrap();
        world.cloud.tap.take_calls();
        world.notify(&notifier, std::slice::from_ref(&last)).await;
        check("email-notifier: link sent");
        world.notify(&notifier, &[last]).await;
        check("email-notifier: link sent already");
        token.clear();
        token.push_str(&world.tokens_sent().await.pop().unwrap());
        for operation in ["describe", "open"] {
            world.cloud.tap.take_calls();
            let event = download_request(operation, &token, Some(&session));
            let answer = page.handle(event, "test", world.clock.now()).await;
            assert_eq!(answer.status_code, 200);
            check(&format!("secure-download: {operation} a link"));
        }
        let event = download_request("open", &"A".repeat(43), None);
        page.handle(event, "test", world.clock.now()).await;
        check("secure-download: link that there is not");
    }
}
