//! SNS: a subscriber hears what its filter on the body lets through, byte for byte.

use crate::case::{Failure, Outcome, case, expect};
use crate::ground::Ground;
use crate::group::Group;

const TEMPLATE: &str = r"
Parameters: {Run: {Type: String}}
Resources:
  Topic: {Type: AWS::SNS::Topic}
  Queue: {Type: AWS::SQS::Queue}
  Either: {Type: AWS::SQS::Queue}
  Policy:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues: [!Ref Queue, !Ref Either]
      PolicyDocument:
        Version: '2012-10-17'
        Statement:
          - Effect: Allow
            Principal: {Service: sns.amazonaws.com}
            Action: sqs:SendMessage
            Resource: [!GetAtt Queue.Arn, !GetAtt Either.Arn]
            Condition: {ArnEquals: {'aws:SourceArn': !Ref Topic}}
  Subscription:
    Type: AWS::SNS::Subscription
    DependsOn: Policy
    Properties:
      TopicArn: !Ref Topic
      Protocol: sqs
      Endpoint: !GetAtt Queue.Arn
      RawMessageDelivery: true
      FilterPolicyScope: MessageBody
      FilterPolicy: {dynamodb: {NewImage: {kind: {S: [message_in, attachment]}, label: {S: [documents]}}}}
  EitherSubscription:
    Type: AWS::SNS::Subscription
    DependsOn: Policy
    Properties:
      TopicArn: !Ref Topic
      Protocol: sqs
      Endpoint: !GetAtt Either.Arn
      RawMessageDelivery: true
      FilterPolicyScope: MessageBody
      FilterPolicy:
        $or:
          - dynamodb: {NewImage: {kind: {S: [message_in]}, label: {S: [applicant]}}}
          - dynamodb: {NewImage: {kind: {S: [opted_out]}}}
Outputs:
  Topic: {Value: !Ref Topic}
  Queue: {Value: !Ref Queue}
  Either: {Value: !Ref Either}
";

pub const GROUP: Group = Group {
    template: TEMPLATE,
    cases: |ground| {
        vec![
            case(
                "SNS: a filter on the body lets through what has all of it, as it was published",
                filtered(ground),
            ),
            case(
                "SNS: a filter with alternatives lets through either",
                either(ground),
            ),
        ]
    },
};

fn entry(kind: &str, label: &str) -> String {
    format!(
        r#"{{"eventName": "INSERT", "dynamodb":{{"NewImage":{{"kind":{{"S":"{kind}"}},"label":{{"S":"{label}"}}}}}}}}"#
    )
}

async fn publish(ground: &Ground, entries: &[String]) -> Outcome {
    for entry in entries {
        let publish = ground.clients.sns.publish().topic_arn(ground.output("Topic"));
        publish.message(entry).send().await?;
    }
    Ok(())
}

/// What comes, in order.
async fn heard(ground: &Ground, queue: &str, count: usize) -> Result<Vec<String>, Failure> {
    let mut heard = ground.receive_all(&ground.output(queue), count, 1).await?;
    heard.sort();
    Ok(heard)
}

async fn filtered(ground: &Ground) -> Outcome {
    let wanted = entry("message_in", "documents");
    let sent = [
        entry("message_out", "documents"),
        entry("attachment", "plain"),
        "no JSON".to_owned(),
        wanted.clone(),
    ];
    publish(ground, &sent).await?;
    let heard = heard(ground, "Queue", 1).await?;
    expect(heard == [wanted], || format!("it lets through {heard:?}"))
}

async fn either(ground: &Ground) -> Outcome {
    let wanted = [entry("message_in", "applicant"), entry("opted_out", "anything")];
    publish(
        ground,
        &[entry("message_in", "anything"), entry("claimed", "applicant")],
    )
    .await?;
    publish(ground, &wanted).await?;
    let heard = heard(ground, "Either", 2).await?;
    expect(heard == wanted, || format!("it lets through {heard:?}"))
}
