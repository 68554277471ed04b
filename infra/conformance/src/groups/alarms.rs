//! CloudWatch: metrics, and alarms that tell a topic.

use serde_json::{Value, json};

use crate::case::{Outcome, case, expect};
use crate::ground::Ground;
use crate::group::Group;
use crate::monitoring::ask;

const TEMPLATE: &str = r"
Parameters: {Run: {Type: String}}
Resources:
  Topic: {Type: AWS::SNS::Topic}
  Queue: {Type: AWS::SQS::Queue}
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
  Alarm:
    Type: AWS::CloudWatch::Alarm
    Properties:
      AlarmName: !Ref AWS::StackName
      Namespace: !Ref AWS::StackName
      MetricName: Quarantined
      Dimensions: [{Name: function, Value: inbound-sms}]
      Statistic: Sum
      Period: 300
      EvaluationPeriods: 3
      DatapointsToAlarm: 2
      Threshold: 5
      ComparisonOperator: GreaterThanThreshold
      TreatMissingData: notBreaching
      AlarmActions: [!Ref Topic]
Outputs:
  Queue: {Value: !Ref Queue}
";

pub const GROUP: Group = Group {
    template: TEMPLATE,
    cases: |ground| {
        vec![
            case(
                "CloudWatch: a metric that was put is read back by its dimension",
                metric(ground),
            ),
            case("CloudWatch: an alarm is as its template says", settings(ground)),
            case(
                "CloudWatch: an alarm that goes off tells its topic",
                goes_off(ground),
            ),
        ]
    },
};

async fn metric(ground: &Ground) -> Outcome {
    let (aws, name) = (&ground.subject().aws, ground.name());
    let dimensions = json!([{ "Name": "function", "Value": "inbound-sms" }]);
    let datum = json!({ "MetricName": "Quarantined", "Dimensions": dimensions, "Value": 3, "Unit": "Count" });
    let put = json!({ "Namespace": name, "MetricData": [datum] });
    ask(aws, "PutMetricData", &put).await?;
    let now = memberline_platform::clock::now().as_second();
    let read = json!({
        "Namespace": name, "MetricName": "Quarantined", "Dimensions": dimensions,
        "StartTime": now - 600, "EndTime": now + 600, "Period": 60, "Statistics": ["Sum"],
    });
    ground
        .until("its sum", async || {
            let said = ask(aws, "GetMetricStatistics", &read).await?;
            Ok((said["Datapoints"][0]["Sum"] == 3.0).then_some(()))
        })
        .await
}

async fn settings(ground: &Ground) -> Outcome {
    let name = ground.name();
    let said = ask(
        &ground.subject().aws,
        "DescribeAlarms",
        &json!({ "AlarmNames": [name] }),
    )
    .await?;
    let alarm = &said["MetricAlarms"][0];
    let seen = json!([
        alarm["EvaluationPeriods"],
        alarm["DatapointsToAlarm"],
        alarm["TreatMissingData"],
        alarm["ComparisonOperator"],
        alarm["Dimensions"],
    ]);
    let dimensions = json!([{ "Name": "function", "Value": "inbound-sms" }]);
    let wanted = json!([3, 2, "notBreaching", "GreaterThanThreshold", dimensions]);
    expect(seen == wanted, || format!("it is {seen}"))
}

async fn goes_off(ground: &Ground) -> Outcome {
    let name = ground.name();
    let state = json!({ "AlarmName": name, "StateValue": "ALARM", "StateReason": "conformance" });
    ask(&ground.subject().aws, "SetAlarmState", &state).await?;
    let told = ground.receive(&ground.output("Queue"), 1).await?;
    let is_it = |body: &String| {
        let alarm: Value = serde_json::from_str(body).unwrap_or(Value::Null);
        alarm["NewStateValue"] == "ALARM" && alarm["AlarmName"] == name
    };
    expect(told.iter().all(is_it), || format!("it tells {told:?}"))
}
