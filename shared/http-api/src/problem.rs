//! What went wrong, by its meaning, and as a problem document of RFC 9457.

use memberline_store::{Rejection, StoreError};
use serde_json::{Map, Value, json};

/// What a failure means to whoever asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// The request itself is malformed.
    Malformed,
    /// The caller did not prove who they are.
    Unauthenticated,
    /// The caller may not do this.
    Forbidden,
    /// There is no such thing, as far as the caller may know.
    NotFound,
    /// The state does not allow it now.
    Conflict,
    /// It was there, and never will be again.
    Gone,
    /// The request is well-formed, and what it asks cannot be done.
    Unprocessable,
    /// It was changed since the caller read it.
    Stale,
    /// The caller does not say which version they change.
    VersionRequired,
    /// The body is too large.
    TooLarge,
    /// The body is of a type that is not read here.
    UnsupportedType,
    /// A service that is needed did not answer: a retry can help.
    Unavailable,
    /// A defect of ours.
    Internal,
}

impl Meaning {
    /// The HTTP status.
    pub fn status(self) -> u16 {
        match self {
            Self::Malformed => 400,
            Self::Unauthenticated => 401,
            Self::Forbidden => 403,
            Self::NotFound => 404,
            Self::Conflict => 409,
            Self::Gone => 410,
            Self::Stale => 412,
            Self::TooLarge => 413,
            Self::UnsupportedType => 415,
            Self::Unprocessable => 422,
            Self::VersionRequired => 428,
            Self::Internal => 500,
            Self::Unavailable => 503,
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Malformed => "The request is malformed",
            Self::Unauthenticated => "Sign in first",
            Self::Forbidden => "You may not do this",
            Self::NotFound => "There is no such thing",
            Self::Gone => "This is no longer there",
            Self::Conflict => "The current state does not allow this",
            Self::Stale => "It was changed meanwhile",
            Self::VersionRequired => "Say which version you change",
            Self::TooLarge => "The request is too large",
            Self::UnsupportedType => "This content type is not read here",
            Self::Unprocessable => "This cannot be done as asked",
            Self::Internal => "Something is wrong on our side",
            Self::Unavailable => "Try again in a moment",
        }
    }

    /// Whether the same request can succeed later without a change by the caller.
    pub fn retry_can_help(self) -> bool {
        matches!(self, Self::Unavailable)
    }
}

/// A problem, as the outside may see it. What only operators may see goes into the log line instead.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{code}")]
pub struct Problem {
    /// What it means.
    pub meaning: Meaning,
    /// The stable code.
    pub code: &'static str,
    /// A sentence for whoever reads it.
    pub detail: String,
    /// Further members of the document.
    pub members: Map<String, Value>,
}

/// The media type of a problem document.
pub const CONTENT_TYPE: &str = "application/problem+json";

impl Problem {
    /// A problem without further members.
    pub fn new(meaning: Meaning, code: &'static str, detail: impl Into<String>) -> Self {
        Self {
            meaning,
            code,
            detail: detail.into(),
            members: Map::new(),
        }
    }

    /// Adds a member to the document.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.members.insert(name.to_owned(), value.into());
        self
    }

    /// The document.
    pub fn document(&self, request_id: &str) -> Value {
        let mut document = json!({
            "type": format!("https://memberline.example/problems/{}", self.code),
            "title": self.meaning.title(),
            "status": self.meaning.status(),
            "code": self.code,
            "detail": self.detail,
            "request_id": request_id,
        });
        if let Some(document) = document.as_object_mut() {
            document.extend(self.members.clone());
        }
        document
    }
}

/// A store that failed is unavailable; one that holds what we cannot read is our defect.
impl From<&StoreError> for Problem {
    fn from(error: &StoreError) -> Self {
        match error {
            StoreError::Unavailable { .. } => Self::new(
                Meaning::Unavailable,
                "unavailable",
                "A service that this needs did not answer. Try again in a moment.",
            ),
            StoreError::Refused { .. }
            | StoreError::Malformed(_)
            | StoreError::InconsistentRead
            | StoreError::Sealed(_)
            | StoreError::Incomplete(_) => Self::new(
                Meaning::Internal,
                "internal",
                "This could not be done because of a defect on our side.",
            ),
        }
    }
}

impl Rejection for Problem {}
