//! Cognito: agents whom an operator invites, suspends and lets in again.

use aws_sdk_cognitoidentityprovider::types::{AttributeType, MessageActionType, UserType};

use crate::case::{Failure, Outcome, case, expect, refused};
use crate::ground::Ground;
use crate::group::Group;

const TEMPLATE: &str = r"
Parameters: {Run: {Type: String}}
Resources:
  Users:
    Type: AWS::Cognito::UserPool
    Properties:
      UserPoolName: !Ref AWS::StackName
      AdminCreateUserConfig: {AllowAdminCreateUserOnly: true}
      UsernameAttributes: [email]
      AutoVerifiedAttributes: [email]
      MfaConfiguration: 'ON'
      EnabledMfas: [SOFTWARE_TOKEN_MFA]
      Policies: {PasswordPolicy: {MinimumLength: 14, TemporaryPasswordValidityDays: 3}}
  Client:
    Type: AWS::Cognito::UserPoolClient
    Properties:
      UserPoolId: !Ref Users
      GenerateSecret: false
      PreventUserExistenceErrors: ENABLED
      EnableTokenRevocation: true
Outputs:
  Users: {Value: !Ref Users}
";

pub const GROUP: Group = Group {
    template: TEMPLATE,
    cases: |ground| {
        vec![
            case(
                "Cognito: a user whom an administrator makes has a subject of their own, and is made once",
                made(ground),
            ),
            case(
                "Cognito: a user who is disabled is shown as such, and is signed out everywhere",
                disabled(ground),
            ),
            case(
                "Cognito: a user who is made without a password gets one that the pool takes",
                no_password(ground),
            ),
            case(
                "Cognito: a user who is not there is said to not be found",
                absent(ground),
            ),
        ]
    },
};

async fn make(ground: &Ground, email: &str) -> Result<String, Failure> {
    let attribute = |name: &str, value: &str| AttributeType::builder().name(name).value(value).build();
    let create = ground
        .clients
        .cognito
        .admin_create_user()
        .user_pool_id(ground.output("Users"))
        .username(email);
    let created = create
        .user_attributes(attribute("email", email)?)
        .user_attributes(attribute("email_verified", "true")?)
        .temporary_password("Conforming-2026-password")
        // Nobody gets an email.
        .message_action(MessageActionType::Suppress)
        .send()
        .await?;
    let attributes = created.user().map(UserType::attributes).unwrap_or_default();
    let subject = attributes.iter().find(|attribute| attribute.name() == "sub");
    Ok(subject
        .and_then(|subject| subject.value())
        .unwrap_or_default()
        .to_owned())
}

async fn no_password(ground: &Ground) -> Outcome {
    let create = ground
        .clients
        .cognito
        .admin_create_user()
        .user_pool_id(ground.output("Users"))
        .username("amara@conformance.example")
        .message_action(MessageActionType::Suppress);
    create.send().await?;
    Ok(())
}

async fn made(ground: &Ground) -> Outcome {
    let maria = make(ground, "maria@conformance.example").await?;
    let devon = make(ground, "devon@conformance.example").await?;
    expect(maria.len() == 36 && maria != devon, || {
        format!("their subjects are {maria:?} and {devon:?}")
    })?;
    let again = ground
        .clients
        .cognito
        .admin_create_user()
        .user_pool_id(ground.output("Users"));
    let again = again
        .username("maria@conformance.example")
        .message_action(MessageActionType::Suppress);
    refused(again.send().await, "UsernameExistsException")
}

async fn disabled(ground: &Ground) -> Outcome {
    let (cognito, pool, name) = (
        &ground.clients.cognito,
        ground.output("Users"),
        "sofia@conformance.example",
    );
    let subject = make(ground, name).await?;
    cognito
        .admin_disable_user()
        .user_pool_id(&pool)
        .username(name)
        .send()
        .await?;
    cognito
        .admin_user_global_sign_out()
        .user_pool_id(&pool)
        .username(name)
        .send()
        .await?;
    let shown = cognito
        .admin_get_user()
        .user_pool_id(&pool)
        .username(&subject)
        .send()
        .await?;
    expect(!shown.enabled(), || "it is shown as enabled".to_owned())?;
    cognito
        .admin_enable_user()
        .user_pool_id(&pool)
        .username(name)
        .send()
        .await?;
    let shown = cognito
        .admin_get_user()
        .user_pool_id(&pool)
        .username(name)
        .send()
        .await?;
    expect(shown.enabled(), || "it stays disabled".to_owned())
}

async fn absent(ground: &Ground) -> Outcome {
    let get = ground
        .clients
        .cognito
        .admin_get_user()
        .user_pool_id(ground.output("Users"));
    refused(
        get.username("nobody@conformance.example").send().await,
        "UserNotFoundException",
    )
}
