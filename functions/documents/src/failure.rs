//! Why a record is to come again.

use memberline_domain::thread::WhyFailed;
use memberline_platform::queue::{BodyError, QueueFailure};
use memberline_store::{Lasting, Rejection};

/// Why a record was not done, apart from the store. The queue brings it again, and in the end puts it to the dead letters; at once when no repetition can
/// help.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// It cannot be read.
    #[error(transparent)]
    Body(#[from] BodyError),
    /// There is no such organisation.
    #[error("there is no such organisation")]
    UnknownOrganisation,
    /// There is no such message.
    #[error("there is no such message")]
    UnknownMessage,
    /// The carrier does not hand a file over now.
    #[error("the carrier does not hand the file over: {}", .0.code())]
    Carrier(WhyFailed),
    /// The carrier does not erase the message now.
    #[error("the carrier does not erase the message now")]
    NotErased,
    /// The bucket failed.
    #[error("the bucket failed: {operation} {code}")]
    Bucket {
        operation: &'static str,
        /// The error's code.
        code: String,
    },
    /// The verdict came before the note that the file is in the bucket.
    #[error("the verdict came before the file was noted")]
    TooEarly,
    /// The object does not bear the tag that the scan puts on it.
    #[error("the object has no tag of the scan yet")]
    Untagged,
    /// The invocation has no time left for it.
    #[error("no time is left")]
    OutOfTime,
}

impl Rejection for Failure {}

impl QueueFailure for Failure {
    fn retry_can_help(&self) -> bool {
        match self {
            Self::Body(_) => false,
            Self::Bucket { code, .. } => Lasting::of(code) != Lasting::Permanent,
            // The directory is kept for a while, and what belongs together is not read at one instant.
            Self::UnknownOrganisation
            | Self::UnknownMessage
            | Self::Carrier(_)
            | Self::NotErased
            | Self::TooEarly
            | Self::Untagged
            | Self::OutOfTime => true,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Body(error) => error.code(),
            Self::UnknownOrganisation => "unknown_organisation",
            Self::UnknownMessage => "unknown_message",
            Self::Carrier(why) => why.code(),
            Self::NotErased => "not_erased",
            Self::Bucket { .. } => "bucket",
            Self::TooEarly => "too_early",
            Self::Untagged => "untagged",
            Self::OutOfTime => "out_of_time",
        }
    }

    // The bucket's codes; no other failure says more than its code does.
    fn detail(&self) -> Option<String> {
        matches!(self, Self::Bucket { .. }).then(|| self.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_refused_or_cannot_be_read_is_not_tried_again() {
        let of_bucket = |code: &str| Failure::Bucket {
            operation: "PutObject",
            code: code.to_owned(),
        };
        for failure in [
            Failure::Body(BodyError::NotJson),
            of_bucket("AccessDenied"),
            of_bucket("NoSuchBucket"),
        ] {
            assert!(!failure.retry_can_help(), "{failure}");
        }
        for failure in [
            Failure::UnknownMessage,
            Failure::TooEarly,
            Failure::Untagged,
            Failure::Carrier(WhyFailed::CarrierUnavailable),
            of_bucket("SlowDown"),
            of_bucket("no_answer"),
        ] {
            assert!(failure.retry_can_help(), "{failure}");
        }
    }
}
