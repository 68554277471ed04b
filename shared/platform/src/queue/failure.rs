//! What a queue's reader has to know of a failure.

/// Why a record was not processed.
pub trait QueueFailure {
    /// The stable code.
    fn code(&self) -> &'static str;

    /// Whether the same can succeed later: then the record comes again, otherwise it is parked among the dead letters.
    fn retry_can_help(&self) -> bool;

    /// What a service said, where that is more than the code. It goes into the log: ids and codes, nothing personal.
    fn detail(&self) -> Option<String> {
        None
    }
}
