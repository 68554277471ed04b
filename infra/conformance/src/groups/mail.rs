//! SES: notices to agents.

use aws_sdk_sesv2::types::{Body, Content, Destination, EmailContent, Message};

use crate::case::{Failure, Outcome, case, expect, refused};
use crate::ground::Ground;
use crate::group::Group;
use crate::subject::Kind;

const TEMPLATE: &str = r"
Parameters: {Run: {Type: String}}
Resources:
  Mail:
    Type: AWS::SES::ConfigurationSet
    Properties:
      Name: !Ref AWS::StackName
      DeliveryOptions: {TlsPolicy: REQUIRE}
      SuppressionOptions: {SuppressedReasons: [BOUNCE, COMPLAINT]}
Outputs:
  Mail: {Value: !Ref Mail}
";

/// The recipient of Amazon's that takes everything, costs no reputation and is allowed in the sandbox.
const RECIPIENT: &str = "success@simulator.amazonses.com";
/// Nobody's, as no name ends so.
const LOCAL_SENDER: &str = "texts@conformance.example";

pub const GROUP: Group = Group {
    template: TEMPLATE,
    cases: |ground| {
        vec![
            case(
                "SES: an email of a verified sender is taken, and has an id",
                taken(ground),
            ),
            case(
                "SES: an email of a sender who is not verified is refused",
                unverified(ground),
            ),
            case("SES: an account says how much it may send", quota(ground)),
        ]
    },
};

fn content() -> Result<EmailContent, Failure> {
    let text = |text: &str| Content::builder().data(text).charset("UTF-8").build();
    let body = Body::builder()
        .text(text("A member wrote.")?)
        .html(text("<p>A member wrote.</p>")?);
    let message = Message::builder().subject(text("New text")?).body(body.build());
    Ok(EmailContent::builder().simple(message.build()).build())
}

fn send(
    ground: &Ground,
    sender: &str,
) -> Result<aws_sdk_sesv2::operation::send_email::builders::SendEmailFluentBuilder, Failure> {
    let to = Destination::builder().to_addresses(RECIPIENT).build();
    let send = ground
        .clients
        .ses
        .send_email()
        .from_email_address(sender)
        .destination(to);
    Ok(send
        .configuration_set_name(ground.output("Mail"))
        .content(content()?))
}

async fn taken(ground: &Ground) -> Outcome {
    let sender = match (ground.kind(), &ground.subject().mail_sender) {
        (_, Some(sender)) => sender.as_str(),
        (Kind::Aws, None) => {
            return Err(Failure::NotTried(
                "an address to send from is named with --mail-sender",
            ));
        }
        (_, None) => {
            let identity = ground
                .clients
                .ses
                .create_email_identity()
                .email_identity(LOCAL_SENDER);
            identity.send().await?;
            LOCAL_SENDER
        }
    };
    let sent = send(ground, sender)?.send().await?;
    if ground.subject().mail_sender.is_none() {
        ground
            .clients
            .ses
            .delete_email_identity()
            .email_identity(LOCAL_SENDER)
            .send()
            .await?;
    }
    expect(sent.message_id().is_some_and(|id| !id.is_empty()), || {
        "it has no id".to_owned()
    })
}

async fn unverified(ground: &Ground) -> Outcome {
    refused(
        send(ground, "nobody@unverified.example")?.send().await,
        "MessageRejected",
    )
}

async fn quota(ground: &Ground) -> Outcome {
    let account = ground.clients.ses.get_account().send().await?;
    let most = account
        .send_quota()
        .map(aws_sdk_sesv2::types::SendQuota::max24_hour_send);
    expect(most.is_some_and(|most| most != 0.0), || {
        format!("it says {most:?}")
    })
}
