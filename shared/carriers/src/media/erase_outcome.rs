//! What became of a request to erase.

/// What the carrier made of a request to erase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EraseOutcome {
    /// It is erased, or was before.
    Erased,
    /// Not now: ask again later.
    Later,
    /// The carrier refuses.
    Refused {
        /// Its code, or `http_` and the status.
        code: String,
    },
}
