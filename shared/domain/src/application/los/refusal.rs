//! Why an event is not taken in.

/// Why an event is not taken in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code} at {path}")]
pub struct LosRefusal {
    /// The stable code.
    pub code: &'static str,
    /// Where, as a JSON path such as `$.application.people[0].role`.
    pub path: String,
}
