//! EventBridge Pipes: the outbox, from the stream of a table to a topic.

use aws_sdk_dynamodb::types::AttributeValue;

use crate::case::{Outcome, case, expect};
use crate::ground::Ground;
use crate::group::Group;

const TEMPLATE: &str = r#"
Parameters: {Run: {Type: String}}
Resources:
  Table:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      StreamSpecification: {StreamViewType: NEW_IMAGE}
      KeySchema: [{AttributeName: pk, KeyType: HASH}]
      AttributeDefinitions: [{AttributeName: pk, AttributeType: S}]
  Topic: {Type: AWS::SNS::Topic}
  Queue: {Type: AWS::SQS::Queue}
  DeadLetters: {Type: AWS::SQS::Queue}
  Policy:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues: [!Ref Queue]
      PolicyDocument:
        Version: '2012-10-17'
        Statement:
          - Effect: Allow
            Principal: {Service: sns.amazonaws.com}
            Action: sqs:SendMessage
            Resource: !GetAtt Queue.Arn
            Condition: {ArnEquals: {'aws:SourceArn': !Ref Topic}}
  Subscription:
    Type: AWS::SNS::Subscription
    DependsOn: Policy
    Properties: {TopicArn: !Ref Topic, Protocol: sqs, Endpoint: !GetAtt Queue.Arn, RawMessageDelivery: true}
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement: [{Effect: Allow, Principal: {Service: pipes.amazonaws.com}, Action: sts:AssumeRole}]
      Policies:
        - PolicyName: publish
          PolicyDocument:
            Version: '2012-10-17'
            Statement:
              - Effect: Allow
                Action: [dynamodb:DescribeStream, dynamodb:GetRecords, dynamodb:GetShardIterator]
                Resource: !GetAtt Table.StreamArn
              - {Effect: Allow, Action: dynamodb:ListStreams, Resource: '*'}
              - {Effect: Allow, Action: sns:Publish, Resource: !Ref Topic}
              - {Effect: Allow, Action: sqs:SendMessage, Resource: !GetAtt DeadLetters.Arn}
  Pipe:
    Type: AWS::Pipes::Pipe
    DependsOn: Subscription
    Properties:
      RoleArn: !GetAtt Role.Arn
      Source: !GetAtt Table.StreamArn
      SourceParameters:
        FilterCriteria: {Filters: [{Pattern: '{"eventName":["INSERT"],"dynamodb":{"NewImage":{"kind":{"S":["message_in"]}}}}'}]}
        DynamoDBStreamParameters:
          StartingPosition: TRIM_HORIZON
          BatchSize: 10
          MaximumRetryAttempts: 2
          DeadLetterConfig: {Arn: !GetAtt DeadLetters.Arn}
      Target: !Ref Topic
Outputs:
  Table: {Value: !Ref Table}
  Queue: {Value: !Ref Queue}
"#;

pub const GROUP: Group = Group {
    template: TEMPLATE,
    cases: |ground| {
        vec![case(
            "Pipes: new items that a pipe's filter names are published, whole, and no others",
            published(ground),
        )]
    },
};

async fn published(ground: &Ground) -> Outcome {
    for (pk, kind) in [("1", "claimed"), ("2", "message_in"), ("2", "message_in")] {
        let put = ground
            .clients
            .dynamodb
            .put_item()
            .table_name(ground.output("Table"));
        let put = put.item("pk", AttributeValue::S(pk.to_owned()));
        // The second time it is changed, and no new item.
        put.item("kind", AttributeValue::S(kind.to_owned()))
            .item("at", AttributeValue::N("7".to_owned()))
            .send()
            .await?;
    }
    let bodies = ground.receive_all(&ground.output("Queue"), 1, 2).await?;
    let read: Vec<serde_json::Value> = bodies
        .iter()
        .filter_map(|body| serde_json::from_str(body).ok())
        .collect();
    let is_it = |record: &serde_json::Value| {
        let image = &record["dynamodb"]["NewImage"];
        record["eventName"] == "INSERT" && image["pk"]["S"] == "2" && image["at"]["N"] == "7"
    };
    expect(read.len() == 1 && read.iter().all(is_it), || {
        format!("it publishes {bodies:?}")
    })
}
