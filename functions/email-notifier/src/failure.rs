//! Why a body of the queue is to come again.

use memberline_platform::queue::{BodyError, QueueFailure};
use memberline_store::{Lasting, Rejection};

/// Why a body of the queue was not processed, apart from the store. It comes again, and after five times goes to the dead letters; at once when no
/// repetition can help.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// It cannot be read.
    #[error(transparent)]
    Body(#[from] BodyError),
    /// There is no such organisation.
    #[error("there is no such organisation")]
    UnknownOrganisation,
    /// There is no such text.
    #[error("there is no such text")]
    UnknownText,
    /// There is no such request for a link.
    #[error("there is no such request for a link")]
    UnknownRequest,
    /// The text belongs to no conversation and its number to no team.
    #[error("no team gets the texts of the number")]
    NoTeam,
    /// Another run is at it.
    #[error("another run is telling of the text")]
    Leased,
    /// The mail service did not take all emails; only those are tried again.
    #[error("the mail service did not take all emails: {0}")]
    MailLeft(String),
    /// An email could not be written.
    #[error("the email could not be written")]
    Letter(#[from] askama::Error),
    /// The queue did not take the digest.
    #[error("the queue did not take the digest: {0}")]
    Queue(String),
    /// The invocation has no time left for it.
    #[error("no time is left")]
    OutOfTime,
}

impl Rejection for Failure {}

impl QueueFailure for Failure {
    fn retry_can_help(&self) -> bool {
        match self {
            Self::Body(_) | Self::Letter(_) => false,
            Self::MailLeft(code) | Self::Queue(code) => Lasting::of(code) != Lasting::Permanent,
            // The directory is kept for a while, and what belongs together is not read at one instant.
            Self::UnknownOrganisation
            | Self::UnknownText
            | Self::UnknownRequest
            | Self::NoTeam
            | Self::Leased
            | Self::OutOfTime => true,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Body(error) => error.code(),
            Self::UnknownOrganisation => "unknown_organisation",
            Self::UnknownText => "unknown_text",
            Self::UnknownRequest => "unknown_request",
            Self::NoTeam => "no_team",
            Self::Leased => "leased",
            Self::MailLeft(_) => "mail_left",
            Self::Letter(_) => "letter",
            Self::Queue(_) => "queue",
            Self::OutOfTime => "out_of_time",
        }
    }

    // The queue's codes; no other failure says more than its code does.
    fn detail(&self) -> Option<String> {
        matches!(self, Self::Queue(_)).then(|| self.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_refused_or_cannot_be_read_is_not_tried_again() {
        for failure in [
            Failure::Body(BodyError::NotJson),
            Failure::Queue("AccessDenied".to_owned()),
            Failure::MailLeft("AccessDeniedException".to_owned()),
        ] {
            assert!(!failure.retry_can_help(), "{failure}");
        }
        for failure in [
            Failure::UnknownOrganisation,
            Failure::Leased,
            Failure::OutOfTime,
            Failure::MailLeft("TooManyRequestsException".to_owned()),
            Failure::MailLeft("MessageRejected".to_owned()),
            Failure::Queue("no_answer".to_owned()),
        ] {
            assert!(failure.retry_can_help(), "{failure}");
        }
    }
}
