//! CloudFormation, as a deployment meets it.

use aws_sdk_cloudformation::types::Parameter;

use crate::case::{Failure, Outcome, case, differs, expect};
use crate::ground::Ground;
use crate::group::Group;

const TEMPLATE: &str = r"
Parameters: {Run: {Type: String}, Endpoint: {Type: String, Default: ''}}
Conditions: {HasEndpoint: !Not [!Equals [!Ref Endpoint, '']]}
Resources:
  Always:
    Type: AWS::SQS::Queue
    Properties: {MessageRetentionPeriod: !If [HasEndpoint, 120, 60]}
  Never:
    Type: AWS::Backup::BackupSelection
    Condition: HasEndpoint
    Properties: {BackupPlanId: none, BackupSelection: {SelectionName: none, IamRoleArn: none}}
Outputs:
  Queue: {Value: !Ref Always}
  Name: {Value: !GetAtt Always.QueueName}
";

pub const GROUP: Group = Group {
    template: TEMPLATE,
    cases: |ground| {
        vec![
            case("CloudFormation: outputs say what was made", async {
                outputs(ground)
            }),
            case(
                "CloudFormation: what stands under a false condition is not made",
                conditions(ground),
            ),
            case(
                "CloudFormation: an update that changes nothing is refused as such",
                no_update(ground),
            ),
            case(
                "CloudFormation: a stack that is not there is said to not exist",
                absent(ground),
            ),
        ]
    },
};

fn outputs(ground: &Ground) -> Outcome {
    let (url, name) = (ground.output("Queue"), ground.output("Name"));
    expect(!name.is_empty() && url.ends_with(&name), || {
        format!("{url:?} and {name:?}")
    })
}

async fn conditions(ground: &Ground) -> Outcome {
    let resources = ground.clients.cloudformation.list_stack_resources();
    let resources = resources.stack_name(ground.name()).send().await?;
    let ids: Vec<_> = resources
        .stack_resource_summaries()
        .iter()
        .filter_map(|of| of.logical_resource_id())
        .collect();
    expect(ids == ["Always"], || format!("{ids:?}"))
}

async fn no_update(ground: &Ground) -> Outcome {
    let run = Parameter::builder()
        .parameter_key("Run")
        .use_previous_value(true)
        .build();
    let update = ground
        .clients
        .cloudformation
        .update_stack()
        .stack_name(ground.name());
    let update = update.use_previous_template(true).parameters(run).send().await;
    match update.map_err(Failure::from) {
        Err(Failure::Differs(said)) if said.contains("No updates are to be performed") => Ok(()),
        Err(failure) => Err(failure),
        Ok(_) => differs("it is taken for an update"),
    }
}

async fn absent(ground: &Ground) -> Outcome {
    let name = format!("{}-absent", ground.name());
    let described = ground
        .clients
        .cloudformation
        .describe_stacks()
        .stack_name(name)
        .send()
        .await;
    match described.map_err(Failure::from) {
        Err(Failure::Differs(said))
            if said.starts_with("ValidationError") && said.contains("does not exist") =>
        {
            Ok(())
        }
        Err(failure) => Err(failure),
        Ok(_) => differs("it is described"),
    }
}
