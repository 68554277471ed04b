//! How a command ends.

use std::process::ExitCode;

/// How a command ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It is done, or holds.
    Done,
    /// What was asked for does not hold, is refused, or was not agreed to. Nothing was changed, unless the message says so.
    Refused,
    /// It could not be found out: the command is wrong, as clap says it too, or a file, AWS or the stack cannot be reached.
    NotFoundOut,
    /// There is something to change, where the command was asked to say so by its exit code.
    Changes,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(match outcome {
            Outcome::Done => 0,
            Outcome::Refused => 1,
            Outcome::NotFoundOut => 2,
            Outcome::Changes => 3,
        })
    }
}
