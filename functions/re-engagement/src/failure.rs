//! Why something is to come again.

use memberline_platform::queue::{BodyError, QueueFailure};
use memberline_store::{Lasting, Rejection};

/// Why something was not done, apart from the store. It comes again, and in the end goes to the dead letters; at once when no repetition can help.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// It cannot be read.
    #[error("malformed: {0}")]
    Malformed(&'static str),
    /// The scheduler did not take a timer.
    #[error("Scheduler {operation} failed: {code}")]
    Scheduler {
        /// Which call.
        operation: &'static str,
        /// The service's error code, or how the call failed.
        code: String,
    },
    /// The invocation had no time left for it.
    #[error("the invocation had no time left")]
    OutOfTime,
    /// The plan moved each time that its timer was set.
    #[error("the plan moved while its timer was set")]
    Moving,
}

impl Rejection for Failure {}

impl From<BodyError> for Failure {
    fn from(error: BodyError) -> Self {
        Self::Malformed(match error {
            BodyError::Malformed(what) => what,
            BodyError::NotJson | BodyError::UnknownKind | BodyError::Record(_) => error.code(),
        })
    }
}

impl QueueFailure for Failure {
    fn retry_can_help(&self) -> bool {
        match self {
            Self::Malformed(_) => false,
            Self::Scheduler { code, .. } => Lasting::of(code) != Lasting::Permanent,
            Self::OutOfTime | Self::Moving => true,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Malformed(_) => "malformed",
            Self::Scheduler { .. } => "scheduler",
            Self::OutOfTime => "out_of_time",
            Self::Moving => "moving",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_refused_or_cannot_be_read_is_not_tried_again() {
        let scheduler = |code: &str| Failure::Scheduler {
            operation: "CreateSchedule",
            code: code.to_owned(),
        };
        for failure in [
            Failure::Malformed("timer"),
            scheduler("ValidationException"),
            scheduler("AccessDeniedException"),
        ] {
            assert!(!failure.retry_can_help(), "{failure}");
        }
        for failure in [
            Failure::OutOfTime,
            Failure::Moving,
            scheduler("ThrottlingException"),
            scheduler("ServiceQuotaExceededException"),
            scheduler("timeout"),
        ] {
            assert!(failure.retry_can_help(), "{failure}");
        }
    }
}
