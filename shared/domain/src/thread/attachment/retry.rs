//! Fetching a medium again that failed or was withheld.

/// Why a medium is not fetched again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RetryRefusal {
    /// There is no such medium.
    #[error("there is no such attachment")]
    NotFound,
    /// It did not fail.
    #[error("the attachment did not fail, so there is nothing to try again")]
    NotFailed,
    /// The organisation takes or shows no pictures.
    #[error("pictures are switched off")]
    PicturesOff,
    /// The carrier erased it.
    #[error("the carrier erased the file")]
    Erased,
}
