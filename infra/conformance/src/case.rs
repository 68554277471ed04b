//! One use of a service, and what came of it.

use std::fmt::Debug;
use std::pin::Pin;

use aws_sdk_s3::error::{BuildError, DisplayErrorContext, ProvideErrorMetadata, SdkError};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;

/// A case that can be tried.
pub struct Case<'a> {
    /// What holds on AWS, as a sentence.
    pub name: &'static str,
    /// Tries it.
    pub run: Pin<Box<dyn Future<Output = Outcome> + 'a>>,
}

/// What came of a case.
pub type Outcome = Result<(), Failure>;

/// Why a case does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// It does something else than AWS.
    Differs(String),
    /// It has no such thing.
    NotThere(String),
    /// It was not tried, for want of something.
    NotTried(&'static str),
}

/// A case of this name.
pub fn case<'a>(name: &'static str, run: impl Future<Output = Outcome> + 'a) -> Case<'a> {
    Case {
        name,
        run: Box::pin(run),
    }
}

/// A difference, unless what is expected holds.
pub fn expect(holds: bool, otherwise: impl FnOnce() -> String) -> Outcome {
    if holds {
        return Ok(());
    }
    Err(Failure::Differs(otherwise()))
}

/// A difference.
pub fn differs<T>(how: impl Into<String>) -> Result<T, Failure> {
    Err(Failure::Differs(how.into()))
}

/// What a service is expected to refuse with this code.
pub fn refused<T: Debug, E>(answer: Result<T, SdkError<E, HttpResponse>>, code: &str) -> Outcome
where
    E: ProvideErrorMetadata + std::error::Error + 'static,
{
    match answer {
        Ok(_) => differs(format!("is not refused with {code}")),
        Err(error) if error.code() == Some(code) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// By what codes emulators say that they lack an operation or a service.
pub const LACKING: [&str; 6] = [
    "InvalidAction",
    "NotImplemented",
    "NotImplementedException",
    "UnknownOperation",
    "UnknownOperationException",
    "UnsupportedOperation",
];

impl<E: ProvideErrorMetadata + std::error::Error + 'static> From<SdkError<E, HttpResponse>> for Failure {
    fn from(error: SdkError<E, HttpResponse>) -> Self {
        let is_lacking = error.code().is_some_and(|code| LACKING.contains(&code))
            || error
                .raw_response()
                .is_some_and(|answer| answer.status().as_u16() == 501)
            || error
                .message()
                .is_some_and(|said| said.contains("not yet implemented"));
        let said = match (error.code(), error.message()) {
            (Some(code), Some(message)) => format!("{code}: {message}"),
            _ => DisplayErrorContext(&error).to_string(),
        };
        if is_lacking {
            return Self::NotThere(said);
        }
        Self::Differs(said)
    }
}

impl From<BuildError> for Failure {
    fn from(error: BuildError) -> Self {
        Self::Differs(error.to_string())
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        Self::Differs(format!("{error:#}"))
    }
}
