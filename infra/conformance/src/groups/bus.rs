//! EventBridge: a rule picks events by what is in them.

use aws_sdk_eventbridge::types::PutEventsRequestEntry;

use crate::case::{Outcome, case, expect};
use crate::ground::Ground;
use crate::group::Group;

const TEMPLATE: &str = r"
Parameters: {Run: {Type: String}}
Resources:
  Rule:
    Type: AWS::Events::Rule
    Properties:
      EventPattern:
        source: [!Sub '${AWS::StackName}']
        detail-type: [Scan Result]
        detail: {s3ObjectDetails: {bucketName: [documents]}}
      Targets: [{Id: queue, Arn: !GetAtt Queue.Arn, DeadLetterConfig: {Arn: !GetAtt DeadLetters.Arn}}]
  Queue: {Type: AWS::SQS::Queue}
  DeadLetters: {Type: AWS::SQS::Queue}
  Policy:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues: [!Ref Queue, !Ref DeadLetters]
      PolicyDocument:
        Version: '2012-10-17'
        Statement:
          - Effect: Allow
            Principal: {Service: events.amazonaws.com}
            Action: sqs:SendMessage
            Resource: [!GetAtt Queue.Arn, !GetAtt DeadLetters.Arn]
            Condition: {ArnEquals: {'aws:SourceArn': !GetAtt Rule.Arn}}
Outputs:
  Queue: {Value: !Ref Queue}
";

pub const GROUP: Group = Group {
    template: TEMPLATE,
    cases: |ground| {
        vec![case(
            "EventBridge: a rule puts the events that it is for into a queue, and no others",
            rule(ground),
        )]
    },
};

async fn rule(ground: &Ground) -> Outcome {
    let event = |kind: &str, bucket: &str| {
        let detail = format!(r#"{{"s3ObjectDetails":{{"bucketName":"{bucket}","objectKey":"in/{kind}"}}}}"#);
        let event = PutEventsRequestEntry::builder()
            .source(ground.name())
            .detail_type(kind);
        event.detail(detail).build()
    };
    let put = ground
        .clients
        .events
        .put_events()
        .entries(event("Other Result", "documents"));
    let put = put
        .entries(event("Scan Result", "elsewhere"))
        .entries(event("Scan Result", "documents"));
    let put = put.send().await?;
    expect(put.failed_entry_count() == 0, || format!("{:?}", put.entries()))?;
    let bodies = ground.receive_all(&ground.output("Queue"), 1, 1).await?;
    let read: Vec<serde_json::Value> = bodies
        .iter()
        .filter_map(|body| serde_json::from_str(body).ok())
        .collect();
    let is_it = |event: &serde_json::Value| {
        event["detail-type"] == "Scan Result"
            && event["detail"]["s3ObjectDetails"]["objectKey"] == "in/Scan Result"
    };
    expect(read.len() == 1 && read.iter().all(is_it), || {
        format!("it puts {bodies:?}")
    })
}
