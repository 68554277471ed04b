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
    if let Some(sender) = &ground.subject().mail_sender {
        return is_taken_of(ground, sender).await;
    }
    if ground.kind() == Kind::Aws {
        return Err(Failure::NotTried(
            "an address to send from is named with --mail-sender",
        ));
    }
    let ses = &ground.clients.ses;
    let verify = ses.create_email_identity().email_identity(LOCAL_SENDER);
    verify.send().await?;
    let sent = is_taken_of(ground, LOCAL_SENDER).await;
    let forget = ses.delete_email_identity().email_identity(LOCAL_SENDER);
    let forgotten = forget.send().await;
    sent?;
    forgotten?;
    Ok(())
}

async fn is_taken_of(ground: &Ground, sender: &str) -> Outcome {
    let sent = send(ground, sender)?.send().await?;
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

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use axum::Router;
    use axum::extract::Request;
    use axum::http::{Method, StatusCode};

    use super::*;
    use crate::ground;
    use crate::subject::Subject;

    /// An emulator that verifies anyone and sends nothing; what it was asked for.
    async fn emulator() -> (String, Arc<Mutex<Vec<String>>>) {
        let asked: Arc<Mutex<Vec<String>>> = Arc::default();
        let noted = Arc::clone(&asked);
        let answer = async move |request: Request| {
            let (method, path) = (request.method(), request.uri().path());
            noted.lock().unwrap().push(format!("{method} {path}"));
            if method == Method::POST && path.ends_with("/outbound-emails") {
                return (StatusCode::BAD_REQUEST, r#"{"message": "nothing is sent"}"#);
            }
            (StatusCode::OK, "{}")
        };
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap());
        let router = Router::new().fallback(answer);
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        (endpoint, asked)
    }

    #[tokio::test]
    async fn a_sender_is_forgotten_although_nothing_could_be_sent() {
        let (endpoint, asked) = emulator().await;
        let subject = Subject {
            aws: memberline_local::aws::config(&endpoint).await,
            kind: Kind::Emulator,
            mail_sender: None,
        };
        let grounds = ground::make(subject, 1).unwrap();
        let failure = taken(&grounds[0]).await.unwrap_err();
        assert!(format!("{failure:?}").contains("nothing is sent"), "{failure:?}");
        let last = asked.lock().unwrap().last().cloned();
        let forgotten = format!("DELETE /v2/email/identities/{LOCAL_SENDER}");
        assert_eq!(last.map(|asked| asked.replace("%40", "@")), Some(forgotten));
    }
}
