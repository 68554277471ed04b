//! Dead letters of `outbound-sms`, tried again: nothing is given up as done, nothing is dropped, nothing circles.

use std::time::Duration;

use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode, KeySchemaElement, KeyType, ScalarAttributeType, StreamSpecification,
    StreamViewType,
};
use aws_sdk_dynamodbstreams::types::ShardIteratorType;
use aws_sdk_sqs::types::QueueAttributeName;
use jiff::SignedDuration;
use memberline_domain::thread::DeliveryStatus;
use memberline_platform::Deadline;
use outbound_sms::{BatchResponse, Event};
use serde_json::{Value, json};

use crate::world::World;
use crate::world::carrier::Answer;
use crate::world::cloud::Item;
use crate::world::outbox::{attribute, of_kind, records};

const MEMBERS: [&str; 2] = ["+13195550101", "+13195550102"];

/// Two members with an answer each that waits to be sent.
async fn waiting() -> World {
    let world = World::new().await;
    for (n, member) in MEMBERS.into_iter().enumerate() {
        world.member(member).texts(&format!("SM{n:032x}"), "Hello").await;
        world.answers("maria", member, "Until five.").await.unwrap();
        world.clock.pass(SignedDuration::from_millis(1));
    }
    world.cloud.tap.take_calls();
    world
}

/// The records of the answers, in the order of [`MEMBERS`].
async fn outgoing(world: &World) -> Vec<Item> {
    let mut items = of_kind(world.cloud.items("timeline").await, "message_out");
    let first = world.thread("lakeside", crate::world::people::TWILIO_NUMBER, MEMBERS[0]);
    items.sort_by_key(|item| !attribute(item, "pk").ends_with(first.as_str()));
    items
}

/// A place in a shard, as Lambda and the pipe name it in their dead letters.
fn place(shard: (&str, &str), first: &str, last: &str) -> Value {
    json!({
        "requestContext": {"condition": "RetryAttemptsExhausted"}, "version": "1.0",
        "DDBStreamBatchInfo": {
            "shardId": shard.1, "startSequenceNumber": first, "endSequenceNumber": last, "batchSize": 2,
            "approximateArrivalOfFirstRecord": "2026-11-22T15:04:05Z", "streamArn": shard.0,
        },
    })
}

/// The place of the two answers, in a shard that the test scripts.
fn scripted_place() -> Value {
    place(
        ("arn:aws:dynamodb:us-east-1:1:table/t/stream/s", "shard-1"),
        "0",
        "000000000000000000001",
    )
}

/// Lets the sender have a dead letter to try again.
async fn replay(world: &World, letter: &str, time: Duration) -> BatchResponse {
    let event: Event = serde_json::from_value(json!({ "Records": [{
        "eventSource": "aws:sqs", "messageId": "1", "body": letter,
    }] }))
    .unwrap();
    world.carrier.set_time(world.clock.now().as_second());
    let (clock, outbound) = (world.clock.clone(), world.outbound());
    Box::pin(outbound.handle(event, "test", &|| clock.now(), Deadline::within(time))).await
}

const MINUTE: Duration = Duration::from_mins(1);

const ITERATOR: &str = "DynamoDBStreams_20120810.GetShardIterator";
const RECORDS: &str = "DynamoDBStreams_20120810.GetRecords";

fn refused(code: &str) -> (u16, Value) {
    (400, json!({ "__type": code, "message": "scripted" }))
}

fn iterator() -> (u16, Value) {
    (200, json!({ "ShardIterator": "here" }))
}

fn read(records: &[Value], more: bool) -> (u16, Value) {
    let next = more.then_some("there");
    (200, json!({ "Records": records, "NextShardIterator": next }))
}

/// The members who got their answer.
fn sent(world: &World) -> Vec<String> {
    let mut sent: Vec<_> = world.carrier.sent().into_iter().map(|sent| sent.to).collect();
    sent.sort();
    sent
}

#[tokio::test]
async fn a_place_is_read_to_its_end_however_many_reads_bring_nothing() {
    let world = waiting().await;
    let records = records(&outgoing(&world).await);
    let tap = &world.cloud.tap;
    tap.answers(ITERATOR, [iterator()]);
    tap.answers(RECORDS, std::iter::repeat_n(read(&[], true), 25));
    tap.answers(
        RECORDS,
        [
            read(&records[..1], true),
            read(&[], true),
            read(&records[1..], true),
        ],
    );
    let response = replay(&world, &scripted_place().to_string(), MINUTE).await;
    assert_eq!(response, BatchResponse::default());
    assert_eq!(sent(&world), MEMBERS);
    let reads = tap.take_calls();
    assert_eq!(reads.iter().filter(|call| *call == RECORDS).count(), 28);
}

#[tokio::test]
async fn what_the_stream_has_forgotten_is_settled_and_what_it_still_has_is_sent() {
    for gone in ["TrimmedDataAccessException", "ResourceNotFoundException"] {
        let world = waiting().await;
        let records = records(&outgoing(&world).await);
        let tap = &world.cloud.tap;
        // The first record is gone, the second is the oldest that there is.
        tap.answers(ITERATOR, [refused(gone), iterator()]);
        tap.answers(RECORDS, [read(&records[1..], true)]);
        let response = replay(&world, &scripted_place().to_string(), MINUTE).await;
        assert_eq!(response, BatchResponse::default(), "{gone}: it does not circle");
        assert_eq!(sent(&world), [MEMBERS[1]], "{gone}");

        // All of it is gone. Its text is unsettled, which whoever looks for such finds.
        tap.answers(ITERATOR, [refused(gone), refused(gone)]);
        let response = replay(&world, &scripted_place().to_string(), MINUTE).await;
        assert_eq!(response, BatchResponse::default(), "{gone}");
        assert_eq!(world.cloud.take_messages("OutboundDeadLetters").await, [""; 0]);
        assert_eq!(world.outgoing(MEMBERS[0]).await[0].status, DeliveryStatus::Queued);
    }
}

#[tokio::test]
async fn an_iterator_that_expires_is_asked_for_anew_after_what_was_read() {
    let world = waiting().await;
    let records = records(&outgoing(&world).await);
    let tap = &world.cloud.tap;
    tap.answers(ITERATOR, [iterator(), iterator()]);
    tap.answers(
        RECORDS,
        [
            read(&records[..1], true),
            refused("ExpiredIteratorException"),
            read(&records[1..], true),
        ],
    );
    let response = replay(&world, &scripted_place().to_string(), MINUTE).await;
    assert_eq!(response, BatchResponse::default());
    assert_eq!(sent(&world), MEMBERS);
}

#[tokio::test]
async fn a_stream_that_cannot_be_read_now_is_read_later() {
    let world = waiting().await;
    let tap = &world.cloud.tap;
    let throttled = || refused("LimitExceededException");
    tap.answers(ITERATOR, std::iter::repeat_n(throttled(), 3));
    let response = replay(&world, &scripted_place().to_string(), MINUTE).await;
    assert_eq!(response.batch_item_failures.len(), 1);
    // Nor is it begun without the time to end it.
    let response = replay(&world, &scripted_place().to_string(), Duration::from_secs(5)).await;
    assert_eq!(response.batch_item_failures.len(), 1);
    assert_eq!(sent(&world), [""; 0]);
}

#[tokio::test]
async fn one_text_of_a_place_that_fails_does_not_keep_the_others_and_is_known_by_its_id() {
    let world = waiting().await;
    let records = records(&outgoing(&world).await);
    world.carrier.script(&[Answer::Throttle]);
    let tap = &world.cloud.tap;
    tap.answers(ITERATOR, [iterator()]);
    tap.answers(RECORDS, [read(&records, true)]);
    let response = replay(&world, &scripted_place().to_string(), MINUTE).await;
    assert_eq!(response, BatchResponse::default());
    assert_eq!(sent(&world), [MEMBERS[1]]);
    let dead = world.cloud.take_messages("OutboundDeadLetters").await;
    assert_eq!(dead.len(), 1);
    let letter: Value = serde_json::from_str(&dead[0]).unwrap();
    let thread = world.thread("lakeside", crate::world::people::TWILIO_NUMBER, MEMBERS[0]);
    assert!(letter["message"].as_str().unwrap().contains(thread.as_str()));

    // The stream may forget it now.
    world.clock.pass(SignedDuration::from_hours(48));
    let response = replay(&world, &dead[0], MINUTE).await;
    assert_eq!(response, BatchResponse::default());
    assert_eq!(sent(&world), MEMBERS);
}

#[tokio::test]
async fn what_cannot_be_read_is_kept_and_not_dropped() {
    let world = waiting().await;
    let mut items = outgoing(&world).await;
    let pk = attribute(&items[0], "pk").to_owned();
    items[0].insert(
        "pk".to_owned(),
        aws_sdk_dynamodb::types::AttributeValue::S("T#Lake side#x".to_owned()),
    );
    let event: Event = serde_json::from_value(json!({ "Records": records(&items) })).unwrap();
    world.carrier.set_time(world.clock.now().as_second());
    let (clock, outbound) = (world.clock.clone(), world.outbound());
    let deadline = Deadline::within(MINUTE);
    let response = Box::pin(outbound.handle(event, "test", &|| clock.now(), deadline)).await;
    assert_eq!(response, BatchResponse::default());
    assert_eq!(sent(&world), [MEMBERS[1]], "the lane goes on");
    let dead = world.cloud.take_messages("OutboundDeadLetters").await;
    let letter: Value = serde_json::from_str(&dead[0]).unwrap();
    assert_eq!(letter["entry"]["pk"], "T#Lake side#x");
    assert_eq!(letter["error"], "record_organisation");
    // It comes again and stays, for as long as nobody can read it.
    for unread in [dead[0].as_str(), "{", r#"{"message":"no id"}"#] {
        let response = replay(&world, unread, MINUTE).await;
        assert_eq!(response.batch_item_failures.len(), 1, "{unread}");
    }
    let mended = dead[0].replace("T#Lake side#x", &pk);
    assert_eq!(replay(&world, &mended, MINUTE).await, BatchResponse::default());
    assert_eq!(sent(&world), MEMBERS);
}

#[tokio::test]
async fn what_there_is_no_time_for_is_not_begun() {
    let world = waiting().await;
    let items = outgoing(&world).await;
    let event: Event = serde_json::from_value(json!({ "Records": records(&items) })).unwrap();
    let (clock, outbound) = (world.clock.clone(), world.outbound());
    let deadline = Deadline::within(Duration::from_secs(20));
    let response = Box::pin(outbound.handle(event, "test", &|| clock.now(), deadline)).await;
    assert_eq!(response.batch_item_failures.len(), 2);
    assert_eq!(world.outgoing(MEMBERS[0]).await[0].status, DeliveryStatus::Queued);
}

/// A table of the local AWS with a stream, and these items in it. The stream, its shard, and the first and last place of them.
async fn streamed(world: &World, items: &[Item]) -> (String, String, String, String) {
    let dynamodb = world.cloud.local_dynamodb();
    let key = |name: &str, kind| {
        let key = KeySchemaElement::builder().attribute_name(name);
        key.key_type(kind).build().unwrap()
    };
    let attribute = |name: &str| {
        let attribute = AttributeDefinition::builder().attribute_name(name);
        attribute.attribute_type(ScalarAttributeType::S).build().unwrap()
    };
    let stream = StreamSpecification::builder()
        .stream_enabled(true)
        .stream_view_type(StreamViewType::NewImage);
    let created = dynamodb
        .create_table()
        .table_name("streamed")
        .key_schema(key("pk", KeyType::Hash))
        .key_schema(key("sk", KeyType::Range))
        .attribute_definitions(attribute("pk"))
        .attribute_definitions(attribute("sk"))
        .billing_mode(BillingMode::PayPerRequest)
        .stream_specification(stream.build().unwrap())
        .send()
        .await
        .unwrap();
    for item in items {
        let put = dynamodb.put_item().table_name("streamed");
        put.set_item(Some(item.clone())).send().await.unwrap();
    }
    let arn = created.table_description.unwrap().latest_stream_arn.unwrap();
    let streams = world.cloud.streams();
    let described = streams.describe_stream().stream_arn(&arn).send().await.unwrap();
    let shards = described.stream_description.unwrap().shards.unwrap();
    let shard = shards[0].shard_id().unwrap().to_owned();
    let start = streams
        .get_shard_iterator()
        .stream_arn(&arn)
        .shard_id(&shard)
        .shard_iterator_type(ShardIteratorType::TrimHorizon);
    let start = start.send().await.unwrap().shard_iterator.unwrap();
    let read = streams.get_records().shard_iterator(start).send().await.unwrap();
    let places = read.records.unwrap();
    let place = |at: usize| {
        places[at]
            .dynamodb()
            .unwrap()
            .sequence_number()
            .unwrap()
            .to_owned()
    };
    (arn, shard, place(0), place(places.len() - 1))
}

#[tokio::test]
async fn a_place_in_a_real_stream_is_sent_from() {
    let world = waiting().await;
    let items = outgoing(&world).await;
    let (arn, shard, first, last) = streamed(&world, &items).await;
    let letter = place((&arn, &shard), &first, &last).to_string();
    assert_eq!(replay(&world, &letter, MINUTE).await, BatchResponse::default());
    assert_eq!(sent(&world), MEMBERS);
}

#[tokio::test]
async fn events_that_the_pipe_gave_up_reach_the_topic_again() {
    let world = waiting().await;
    let mut items = world.cloud.items("timeline").await;
    items.sort_by_key(|item| (attribute(item, "pk").to_owned(), attribute(item, "sk").to_owned()));
    let (arn, shard, first, last) = streamed(&world, &items).await;
    let sns = world.cloud.sns();
    sns.create_topic().name("events").send().await.unwrap();
    let queue = world.cloud.queue_arn("EmailQueue");
    let policy = json!({ "Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": { "Service": "sns.amazonaws.com" }, "Action": "sqs:SendMessage", "Resource": queue,
    }] });
    let admit = world.cloud.sqs().set_queue_attributes();
    let admit = admit.queue_url(world.cloud.queue("EmailQueue"));
    admit
        .attributes(QueueAttributeName::Policy, policy.to_string())
        .send()
        .await
        .unwrap();
    let subscribe = sns.subscribe().topic_arn(world.cloud.topic_arn());
    let subscribe = subscribe.protocol("sqs").endpoint(queue);
    subscribe
        .attributes("RawMessageDelivery", "true")
        .send()
        .await
        .unwrap();

    let letter = json!({ "events": place((&arn, &shard), &first, &last) }).to_string();
    assert_eq!(replay(&world, &letter, MINUTE).await, BatchResponse::default());
    assert_eq!(sent(&world), [""; 0], "they are told, not sent");
    let told = world.cloud.take_messages("EmailQueue").await;
    let mut kinds: Vec<_> = told
        .iter()
        .map(|body| {
            let record: Value = serde_json::from_str(body).unwrap();
            record["dynamodb"]["NewImage"]["kind"]["S"]
                .as_str()
                .unwrap()
                .to_owned()
        })
        .collect();
    kinds.sort();
    // Neither heads nor what the pipe lets go by.
    assert_eq!(
        kinds,
        [
            "claimed",
            "claimed",
            "message_in",
            "message_in",
            "message_out",
            "message_out"
        ]
    );
    // Who subscribes reads them as what the pipe brings.
    let (clock, notifier) = (world.clock.clone(), world.notifier());
    let batch = crate::world::timers::queue_batch("arn", told.into_iter());
    let batch = serde_json::from_value(batch).unwrap();
    let answer = Box::pin(notifier.handle(batch, "test", clock.now())).await;
    assert!(answer.batch_item_failures.is_empty());

    // The topic is down: the letter comes again.
    world.cloud.tap.break_operation(
        &format!("POST {}/", world.cloud.endpoint),
        crate::world::tap::Break::Failed,
    );
    assert_eq!(replay(&world, &letter, MINUTE).await.batch_item_failures.len(), 1);
}
