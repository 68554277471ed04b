//! EventBridge Scheduler: one-time schedules into a queue.

use aws_sdk_scheduler::operation::create_schedule::CreateScheduleError;
use aws_sdk_scheduler::operation::get_schedule::GetScheduleError;
use aws_sdk_scheduler::types::{
    ActionAfterCompletion, DeadLetterConfig, FlexibleTimeWindow, FlexibleTimeWindowMode, RetryPolicy, Target,
};
use jiff::SignedDuration;
use memberline_platform::clock;

use crate::case::{Failure, Outcome, case, expect, refused};
use crate::ground::Ground;
use crate::group::Group;

const TEMPLATE: &str = r"
Parameters: {Run: {Type: String}}
Resources:
  Timers: {Type: AWS::Scheduler::ScheduleGroup, Properties: {Name: !Ref AWS::StackName}}
  Queue: {Type: AWS::SQS::Queue}
  DeadLetters: {Type: AWS::SQS::Queue}
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement: [{Effect: Allow, Principal: {Service: scheduler.amazonaws.com}, Action: sts:AssumeRole}]
      Policies:
        - PolicyName: send
          PolicyDocument:
            Version: '2012-10-17'
            Statement: [{Effect: Allow, Action: sqs:SendMessage, Resource: [!GetAtt Queue.Arn, !GetAtt DeadLetters.Arn]}]
Outputs:
  Group: {Value: !Ref Timers}
  Queue: {Value: !Ref Queue}
  QueueArn: {Value: !GetAtt Queue.Arn}
  DeadLettersArn: {Value: !GetAtt DeadLetters.Arn}
  Role: {Value: !GetAtt Role.Arn}
";

pub const GROUP: Group = Group {
    template: TEMPLATE,
    cases: |ground| {
        vec![
            case(
                "Scheduler: a one-time schedule puts its input into the queue, and deletes itself",
                fires(ground),
            ),
            case(
                "Scheduler: a schedule is not made twice, is moved, and is deleted once",
                moved(ground),
            ),
        ]
    },
};

/// When, as the product writes it.
fn after(seconds: i64) -> String {
    let at = clock::now() + SignedDuration::from_secs(seconds);
    format!("at({})", at.strftime("%Y-%m-%dT%H:%M:%S"))
}

fn exactly() -> Result<FlexibleTimeWindow, Failure> {
    Ok(FlexibleTimeWindow::builder()
        .mode(FlexibleTimeWindowMode::Off)
        .build()?)
}

fn target(ground: &Ground, input: &str) -> Result<Target, Failure> {
    let retries = RetryPolicy::builder()
        .maximum_event_age_in_seconds(86_400)
        .maximum_retry_attempts(185);
    let dead_letters = DeadLetterConfig::builder().arn(ground.output("DeadLettersArn"));
    let target = Target::builder()
        .arn(ground.output("QueueArn"))
        .role_arn(ground.output("Role"))
        .input(input);
    Ok(target
        .retry_policy(retries.build())
        .dead_letter_config(dead_letters.build())
        .build()?)
}

async fn create(ground: &Ground, name: &str, at: &str) -> Result<bool, Failure> {
    let create = ground
        .clients
        .scheduler
        .create_schedule()
        .name(name)
        .group_name(ground.output("Group"));
    let created = create
        .schedule_expression(at)
        .schedule_expression_timezone("UTC")
        .flexible_time_window(exactly()?)
        .action_after_completion(ActionAfterCompletion::Delete)
        .target(target(ground, &format!("{{\"fire\":\"{name}\"}}"))?)
        .send()
        .await;
    match created {
        Ok(_) => Ok(true),
        Err(error)
            if error
                .as_service_error()
                .is_some_and(CreateScheduleError::is_conflict_exception) =>
        {
            Ok(false)
        }
        Err(error) => Err(error.into()),
    }
}

async fn fires(ground: &Ground) -> Outcome {
    expect(create(ground, "soon", &after(2)).await?, || {
        "it is there before".to_owned()
    })?;
    let heard = ground.receive(&ground.output("Queue"), 1).await?;
    expect(heard == ["{\"fire\":\"soon\"}"], || {
        format!("the queue has {heard:?}")
    })?;
    ground
        .until("it is gone", async || {
            let get = ground
                .clients
                .scheduler
                .get_schedule()
                .name("soon")
                .group_name(ground.output("Group"));
            match get.send().await {
                Ok(_) => Ok(None),
                Err(error)
                    if error
                        .as_service_error()
                        .is_some_and(GetScheduleError::is_resource_not_found_exception) =>
                {
                    Ok(Some(()))
                }
                Err(error) => Err(error.into()),
            }
        })
        .await
}

async fn moved(ground: &Ground) -> Outcome {
    let (scheduler, group) = (&ground.clients.scheduler, ground.output("Group"));
    expect(create(ground, "later", &after(86_400)).await?, || {
        "it is there before".to_owned()
    })?;
    expect(!create(ground, "later", &after(86_400)).await?, || {
        "it is made twice".to_owned()
    })?;
    let moved_to = after(172_800);
    let update = scheduler.update_schedule().name("later").group_name(&group);
    update
        .schedule_expression(&moved_to)
        .schedule_expression_timezone("UTC")
        .flexible_time_window(exactly()?)
        .target(target(ground, "{}")?)
        .send()
        .await?;
    let got = scheduler
        .get_schedule()
        .name("later")
        .group_name(&group)
        .send()
        .await?;
    expect(got.schedule_expression() == Some(&moved_to), || {
        format!("it is due {:?}", got.schedule_expression())
    })?;
    scheduler
        .delete_schedule()
        .name("later")
        .group_name(&group)
        .send()
        .await?;
    let again = scheduler
        .delete_schedule()
        .name("later")
        .group_name(&group)
        .send()
        .await;
    refused(again, "ResourceNotFoundException")
}
