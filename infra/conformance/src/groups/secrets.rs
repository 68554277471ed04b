//! Secrets Manager: what CloudFront proves itself to the API by.

use crate::case::{Failure, Outcome, case, expect, refused};
use crate::ground::Ground;
use crate::group::Group;

/// As `template.yaml` has it, letters and digits.
const TEMPLATE: &str = r##"
Parameters: {Run: {Type: String}}
Resources:
  Secret:
    Type: AWS::SecretsManager::Secret
    Properties:
      Name: !Ref AWS::StackName
      GenerateSecretString: {PasswordLength: 64, ExcludePunctuation: true, ExcludeCharacters: '!"#$%&''()*+,-./:;<=>?@[\]^_`{|}~'}
Outputs:
  Secret: {Value: !Ref Secret}
"##;

pub const GROUP: Group = Group {
    template: TEMPLATE,
    cases: |ground| {
        vec![case(
            "SecretsManager: a secret is made by the template, and a new one leaves the one before to be read",
            rotated(ground),
        )]
    },
};

async fn read(ground: &Ground, stage: &str) -> Result<String, Failure> {
    let read = ground
        .clients
        .secrets
        .get_secret_value()
        .secret_id(ground.output("Secret"))
        .version_stage(stage)
        .send()
        .await?;
    Ok(read.secret_string.unwrap_or_default())
}

async fn rotated(ground: &Ground) -> Outcome {
    let first = read(ground, "AWSCURRENT").await?;
    let made = first.len() == 64 && first.bytes().all(|byte| byte.is_ascii_alphanumeric());
    expect(made, || format!("{} characters were made", first.len()))?;
    let secrets = &ground.clients.secrets;
    let before = secrets
        .get_secret_value()
        .secret_id(ground.output("Secret"))
        .version_stage("AWSPREVIOUS");
    refused(before.send().await, "ResourceNotFoundException")?;
    secrets
        .put_secret_value()
        .secret_id(ground.output("Secret"))
        .secret_string("another")
        .send()
        .await?;
    let (current, before) = (
        read(ground, "AWSCURRENT").await?,
        read(ground, "AWSPREVIOUS").await?,
    );
    expect(current == "another" && before == first, || {
        "the new one, or the one before, is another".to_owned()
    })
}
