//! A numbered statement, and how much of it works.

use std::fmt;

use crate::id::StatementId;

/// How much of a statement works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// All of it.
    Done,
    /// Some of it; the row says what is missing.
    Partly,
    /// Nothing of it.
    Open,
}

impl Status {
    /// All of them, in the order of a summary.
    pub const ALL: [Self; 3] = [Self::Done, Self::Partly, Self::Open];

    pub(crate) fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.to_string() == word)
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Done => "done",
            Self::Partly => "partly",
            Self::Open => "open",
        })
    }
}

/// A row of `docs/requirements.md`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    pub id: StatementId,
    /// How much of it works; `None` when the row says something else.
    pub status: Option<Status>,
    /// What must hold.
    pub text: String,
    /// What is missing of it.
    pub missing: String,
}
