//! One email through the mail service, and what its answers mean.

use aws_sdk_sesv2::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_sesv2::operation::send_email::SendEmailError;
use aws_sdk_sesv2::types::{Body, Content, Destination, EmailContent, Message, MessageTag};
use memberline_domain::AgentId;
use memberline_domain::OrganisationId;
use memberline_domain::directory::Agent;
use memberline_domain::thread::NoticeRecipient;
use memberline_platform::queue::Run;

use crate::EmailNotifier;
use crate::letter::Mail;
use crate::plain::{is_address, mailbox};

/// What became of an email.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Sent {
    /// The mail service took it.
    Taken { mail_id: String },
    /// It refuses it for good.
    Refused { code: String },
    /// It does not take it now, or its answer got lost.
    Later {
        /// Its code, or how the call failed.
        code: String,
    },
}

/// Counts what became of an email to `agent`. What to note of it, and the code when it is to be tried again.
pub(crate) fn count_result(agent: &AgentId, sent: Sent, run: &mut Run) -> (NoticeRecipient, Option<String>) {
    let (counted, mail_id, error, left) = match sent {
        Sent::Taken { mail_id } => ("mails_sent", Some(mail_id), None, None),
        Sent::Refused { code } => ("mails_refused", None, Some(code), None),
        Sent::Later { code } => ("mails_left", None, None, Some(code)),
    };
    run.count(counted);
    if let Some(code) = error.as_ref().or(left.as_ref()) {
        run.list("errors", format!("ses: {code}"));
    }
    let noted = NoticeRecipient {
        agent: agent.clone(),
        mail_id,
        error,
    };
    (noted, left)
}

/// An email's way: who sends it for whom.
pub(crate) struct Envelope<'a> {
    pub organisation: &'a OrganisationId,
    /// The name that the email comes from.
    pub brand: &'a str,
    pub agent: &'a Agent,
    /// `text`, `digest` or `download`.
    pub kind: &'static str,
}

/// What an error means for this one recipient. Only an email that is itself at fault is refused for good:
/// whatever is wrong with the account or its configuration can be mended, and the dead letters replayed.
fn meaning(error: &SendEmailError) -> Sent {
    let code = error.code().unwrap_or("service_error").to_owned();
    // Said in the same words of the sender's own identity and, in the sandbox, of recipients: a person mends both.
    let unverified = error
        .message()
        .is_some_and(|message| message.contains("not verified"));
    match error {
        SendEmailError::MessageRejected(_) if unverified => Sent::Later { code },
        SendEmailError::MessageRejected(_) | SendEmailError::BadRequestException(_) => Sent::Refused { code },
        _ => Sent::Later { code },
    }
}

fn unsent<R>(error: &SdkError<SendEmailError, R>) -> Sent {
    let code = match error {
        SdkError::ServiceError(service) => return meaning(service.err()),
        SdkError::TimeoutError(_) => "timeout",
        SdkError::DispatchFailure(_) => "connection",
        SdkError::ResponseError(_) => "response",
        _ => "construction",
    };
    Sent::Later {
        code: code.to_owned(),
    }
}

fn tag(name: &str, value: &str) -> Option<MessageTag> {
    MessageTag::builder().name(name).value(value).build().ok()
}

fn content(text: &str) -> Option<Content> {
    Content::builder().data(text).charset("UTF-8").build().ok()
}

impl EmailNotifier {
    /// Sends one email to one agent: never to several, so that nobody learns who else is told.
    pub(crate) async fn send(&self, envelope: &Envelope<'_>, mail: &Mail) -> Sent {
        if !is_address(&envelope.agent.email) {
            return Sent::Refused {
                code: "InvalidAddress".to_owned(),
            };
        }
        let parts = Body::builder()
            .set_html(content(&mail.html))
            .set_text(content(&mail.text))
            .build();
        let message = Message::builder()
            .set_subject(content(&mail.subject))
            .body(parts)
            .build();
        let sent = self
            .ses
            .send_email()
            .from_email_address(mailbox(envelope.brand, &self.mail.sender))
            .destination(Destination::builder().to_addresses(&envelope.agent.email).build())
            .content(EmailContent::builder().simple(message).build())
            .set_configuration_set_name(self.mail.configuration_set.clone())
            .set_email_tags(
                [
                    tag("organisation", envelope.organisation.as_str()),
                    tag("agent", envelope.agent.id.as_str()),
                    tag("kind", envelope.kind),
                ]
                .into_iter()
                .collect(),
            )
            .send()
            .await;
        match sent {
            Ok(answer) => Sent::Taken {
                mail_id: answer.message_id.unwrap_or_default(),
            },
            Err(error) => unsent(&error),
        }
    }
}

#[cfg(test)]
mod tests {
    use aws_sdk_sesv2::types::error::{
        AccountSuspendedException, BadRequestException, MessageRejected, TooManyRequestsException,
    };

    use super::*;

    #[test]
    fn only_what_is_wrong_with_the_email_itself_is_final() {
        let refused = |error| matches!(meaning(&error), Sent::Refused { .. });
        assert!(refused(SendEmailError::MessageRejected(
            MessageRejected::builder().build()
        )));
        assert!(refused(SendEmailError::BadRequestException(
            BadRequestException::builder().build()
        )));
        assert!(!refused(SendEmailError::TooManyRequestsException(
            TooManyRequestsException::builder().build()
        )));
        assert!(!refused(SendEmailError::AccountSuspendedException(
            AccountSuspendedException::builder().build()
        )));
        let unknown = aws_sdk_sesv2::error::ErrorMetadata::builder()
            .code("InternalFailure")
            .build();
        assert_eq!(
            meaning(&SendEmailError::generic(unknown)),
            Sent::Later {
                code: "InternalFailure".to_owned()
            }
        );
    }

    #[test]
    fn a_lost_answer_is_tried_again() {
        let lost: SdkError<SendEmailError, ()> = SdkError::timeout_error("late");
        assert_eq!(
            unsent(&lost),
            Sent::Later {
                code: "timeout".to_owned()
            }
        );
    }
}
