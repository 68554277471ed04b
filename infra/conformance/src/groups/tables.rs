//! DynamoDB: the one commit, the lists, the stream.

use aws_sdk_dynamodb::types::{
    AttributeValue, ConditionCheck, ContinuousBackupsStatus, Put, ReturnValuesOnConditionCheckFailure,
    TimeToLiveStatus, TransactWriteItem,
};
use aws_sdk_dynamodbstreams::types::{ShardIteratorType, StreamDescription};

use crate::case::{Failure, Outcome, case, differs, expect, refused};
use crate::ground::Ground;
use crate::group::Group;

const TEMPLATE: &str = r"
Parameters: {Run: {Type: String}}
Resources:
  Table:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      PointInTimeRecoverySpecification: {PointInTimeRecoveryEnabled: true}
      StreamSpecification: {StreamViewType: NEW_IMAGE}
      TimeToLiveSpecification: {AttributeName: expires_at, Enabled: true}
      KeySchema: [{AttributeName: pk, KeyType: HASH}, {AttributeName: sk, KeyType: RANGE}]
      AttributeDefinitions:
        - {AttributeName: pk, AttributeType: S}
        - {AttributeName: sk, AttributeType: S}
        - {AttributeName: open_pk, AttributeType: S}
        - {AttributeName: open_sk, AttributeType: S}
      GlobalSecondaryIndexes:
        - IndexName: open
          KeySchema: [{AttributeName: open_pk, KeyType: HASH}, {AttributeName: open_sk, KeyType: RANGE}]
          Projection: {ProjectionType: INCLUDE, NonKeyAttributes: [state]}
Outputs:
  Table: {Value: !Ref Table}
  Stream: {Value: !GetAtt Table.StreamArn}
";

pub const GROUP: Group = Group {
    template: TEMPLATE,
    cases: |ground| {
        vec![
            case(
                "DynamoDB: a transaction with a condition that fails writes nothing, and shows what stands there",
                condition(ground),
            ),
            case(
                "DynamoDB: a transaction is refused for a version that moved on",
                version(ground),
            ),
            case(
                "DynamoDB: a sparse index has the items with its key alone, newest first, page by page",
                sparse_index(ground),
            ),
            case(
                "DynamoDB: an index projects what it names and no more",
                projection(ground),
            ),
            case(
                "DynamoDB: the stream has the new image of each change, in order",
                stream(ground),
            ),
            case(
                "DynamoDB: malformed key conditions are refused",
                malformed(ground),
            ),
            case("DynamoDB: a template turns expiry on", expiry(ground)),
            case(
                "DynamoDB: a template turns recovery to a point in time on",
                recovery(ground),
            ),
        ]
    },
};

fn s(text: impl Into<String>) -> AttributeValue {
    AttributeValue::S(text.into())
}

fn put(ground: &Ground, pk: &str, sk: &str) -> Result<Put, Failure> {
    let put = Put::builder()
        .table_name(ground.output("Table"))
        .item("pk", s(pk))
        .item("sk", s(sk));
    Ok(put.condition_expression("attribute_not_exists(pk)").build()?)
}

async fn write(ground: &Ground, pk: &str, sk: &str, more: &[(&str, &str)]) -> Outcome {
    let mut put = ground
        .clients
        .dynamodb
        .put_item()
        .table_name(ground.output("Table"));
    for (name, value) in [("pk", pk), ("sk", sk)].iter().chain(more) {
        put = put.item(*name, s(*value));
    }
    put.send().await?;
    Ok(())
}

async fn is_there(ground: &Ground, pk: &str, sk: &str) -> Result<bool, Failure> {
    let get = ground
        .clients
        .dynamodb
        .get_item()
        .table_name(ground.output("Table"));
    let got = get
        .key("pk", s(pk))
        .key("sk", s(sk))
        .consistent_read(true)
        .send()
        .await?;
    Ok(got.item().is_some())
}

async fn condition(ground: &Ground) -> Outcome {
    write(ground, "condition", "once", &[("state", "as it was")]).await?;
    let again = Put::builder()
        .table_name(ground.output("Table"))
        .item("pk", s("condition"))
        .item("sk", s("once"));
    let again = again
        .condition_expression("attribute_not_exists(pk)")
        .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
        .build()?;
    let new = put(ground, "condition", "new")?;
    let write = ground.clients.dynamodb.transact_write_items();
    let write = write.transact_items(TransactWriteItem::builder().put(new).build());
    let written = write
        .transact_items(TransactWriteItem::builder().put(again).build())
        .send()
        .await;
    let Err(error) = written else {
        return differs("it is written");
    };
    let service = error.into_service_error();
    let aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError::TransactionCanceledException(canceled) =
        service
    else {
        return differs(format!("it ends as {service:?}"));
    };
    let codes: Vec<_> = canceled
        .cancellation_reasons()
        .iter()
        .map(|reason| reason.code().unwrap_or("None"))
        .collect();
    expect(codes == ["None", "ConditionalCheckFailed"], || {
        format!("the reasons are {codes:?}")
    })?;
    let shown = canceled
        .cancellation_reasons()
        .get(1)
        .and_then(|reason| reason.item())
        .and_then(|item| item.get("state"));
    expect(shown == Some(&s("as it was")), || format!("it shows {shown:?}"))?;
    expect(!is_there(ground, "condition", "new").await?, || {
        "half of it is written".to_owned()
    })
}

async fn version(ground: &Ground) -> Outcome {
    let table = ground.output("Table");
    write(ground, "version", "head", &[("version", "2")]).await?;
    let check = ConditionCheck::builder()
        .table_name(&table)
        .key("pk", s("version"))
        .key("sk", s("head"));
    let check = check
        .condition_expression("#v = :read")
        .expression_attribute_names("#v", "version")
        .expression_attribute_values(":read", s("1"))
        .build()?;
    let entry = put(ground, "version", "entry")?;
    let write = ground.clients.dynamodb.transact_write_items();
    let write = write.transact_items(TransactWriteItem::builder().condition_check(check).build());
    let write = write.transact_items(TransactWriteItem::builder().put(entry).build());
    refused(write.send().await, "TransactionCanceledException")?;
    expect(!is_there(ground, "version", "entry").await?, || {
        "the entry is written".to_owned()
    })
}

async fn sparse_index(ground: &Ground) -> Outcome {
    for number in 1..=3 {
        let at = format!("at-{number}");
        write(ground, "sparse", &at, &[("open_pk", "team"), ("open_sk", &at)]).await?;
    }
    write(ground, "sparse", "closed", &[("open_sk", "at-9")]).await?;
    let query = || {
        let query = ground
            .clients
            .dynamodb
            .query()
            .table_name(ground.output("Table"))
            .index_name("open");
        query
            .key_condition_expression("open_pk = :team")
            .expression_attribute_values(":team", s("team"))
            .scan_index_forward(false)
    };
    // An index follows its table.
    ground
        .until("three items in the index", async || {
            Ok((query().send().await?.items().len() == 3).then_some(()))
        })
        .await?;
    let first = query().limit(2).send().await?;
    let next = query()
        .set_exclusive_start_key(first.last_evaluated_key().cloned())
        .limit(2)
        .send()
        .await?;
    let read: Vec<_> = first
        .items()
        .iter()
        .chain(next.items())
        .filter_map(|item| item.get("open_sk"))
        .collect();
    expect(read == [&s("at-3"), &s("at-2"), &s("at-1")], || {
        format!("it reads {read:?}")
    })
}

async fn projection(ground: &Ground) -> Outcome {
    let more = [
        ("open_pk", "projection"),
        ("open_sk", "1"),
        ("state", "shown"),
        ("sealed", "not shown"),
    ];
    write(ground, "projection", "1", &more).await?;
    let item = ground
        .until("an item in the index", async || {
            let query = ground
                .clients
                .dynamodb
                .query()
                .table_name(ground.output("Table"))
                .index_name("open");
            let query = query
                .key_condition_expression("open_pk = :pk")
                .expression_attribute_values(":pk", s("projection"));
            Ok(query.send().await?.items().first().cloned())
        })
        .await?;
    let mut names: Vec<_> = item.keys().map(String::as_str).collect();
    names.sort_unstable();
    expect(names == ["open_pk", "open_sk", "pk", "sk", "state"], || {
        format!("it has {names:?}")
    })
}

async fn stream(ground: &Ground) -> Outcome {
    write(ground, "stream", "1", &[("state", "first")]).await?;
    write(ground, "stream", "1", &[("state", "second")]).await?;
    let (streams, arn) = (&ground.clients.streams, ground.output("Stream"));
    let read = ground
        .until("two changes in the stream", async || {
            let mut states = Vec::new();
            let described = streams.describe_stream().stream_arn(&arn).send().await?;
            let shards = described
                .stream_description()
                .map(StreamDescription::shards)
                .unwrap_or_default();
            for shard in shards.iter().filter_map(|shard| shard.shard_id()) {
                let iterator = streams.get_shard_iterator().stream_arn(&arn).shard_id(shard);
                let iterator = iterator
                    .shard_iterator_type(ShardIteratorType::TrimHorizon)
                    .send()
                    .await?;
                let records = streams
                    .get_records()
                    .set_shard_iterator(iterator.shard_iterator)
                    .send()
                    .await?;
                for record in records.records().iter().filter_map(|record| record.dynamodb()) {
                    let text = |name: &str| {
                        record
                            .new_image()
                            .and_then(|image| image.get(name))
                            .and_then(|of| of.as_s().ok())
                    };
                    if text("pk").is_some_and(|pk| pk == "stream") && record.old_image().is_none() {
                        states.extend(text("state").cloned());
                    }
                }
            }
            Ok((states.len() >= 2).then_some(states))
        })
        .await?;
    expect(read == ["first", "second"], || format!("it has {read:?}"))
}

async fn malformed(ground: &Ground) -> Outcome {
    let query = ground.clients.dynamodb.query().table_name(ground.output("Table"));
    let query = query
        .key_condition_expression("sk = :sk")
        .expression_attribute_values(":sk", s("1"));
    refused(query.send().await, "ValidationException")
}

async fn expiry(ground: &Ground) -> Outcome {
    let described = ground.clients.dynamodb.describe_time_to_live();
    let described = described.table_name(ground.output("Table")).send().await?;
    let status = described
        .time_to_live_description()
        .and_then(|expiry| expiry.time_to_live_status());
    let is_on = matches!(
        status,
        Some(TimeToLiveStatus::Enabled | TimeToLiveStatus::Enabling)
    );
    expect(is_on, || format!("it is {status:?}"))
}

async fn recovery(ground: &Ground) -> Outcome {
    let described = ground.clients.dynamodb.describe_continuous_backups();
    let described = described.table_name(ground.output("Table")).send().await?;
    let recovery = described
        .continuous_backups_description()
        .and_then(|backups| backups.point_in_time_recovery_description());
    let status = recovery.and_then(|recovery| recovery.point_in_time_recovery_status());
    let is_on = status.is_some_and(|status| status.as_str() == ContinuousBackupsStatus::Enabled.as_str());
    expect(is_on, || format!("it is {status:?}"))
}
