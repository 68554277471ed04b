//! What can be wrong with the statements and their citations.

use thiserror::Error;

use crate::documents::STATEMENTS;
use crate::id::StatementId;
use crate::test_of::Test;

/// Something that does not agree.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Fault {
    /// A row of the statements has more or fewer than four cells.
    #[error("the row of {0} is not `| id | status | what must hold | what is missing |`")]
    Cells(String),
    /// A row's id is none, such as `EL-1` or `AB-01`.
    #[error("{0} is not written as an id")]
    NoId(String),
    /// A status is none of the three.
    #[error("{0} has the status {1:?}, which is neither done, partly nor open")]
    Status(StatementId, String),
    /// A row says "partly" and not what is missing.
    #[error("{0} is marked partly and does not say what is missing")]
    NothingMissing(StatementId),
    /// A row says "done" and that something is missing.
    #[error("{0} is marked done and says that something is missing")]
    DoneAndMissing(StatementId),
    /// No row has this id.
    #[error("{0} is missing from {STATEMENTS}")]
    Missing(StatementId),
    /// Several rows have this id.
    #[error("{0} stands more than once in {STATEMENTS}")]
    Twice(StatementId),
    /// A row has a number that its family does not have.
    #[error("{0} is beyond the last number of its family")]
    Beyond(StatementId),
    /// Several rows have the number of this lesson.
    #[error("lesson {0} is defined more than once")]
    LessonTwice(u16),
    /// A statement is done and nothing proves it.
    #[error("{0} is marked done and no test cites it")]
    DoneUncited(StatementId),
    /// A statement is open and a test says otherwise.
    #[error("{id} is marked open and cited by {} ({}): it is partly or done", test.name, test.file)]
    OpenCited {
        id: StatementId,
        /// The first test that cites it.
        test: Test,
    },
    /// An id is cited that no row defines.
    #[error("{file}:{line} cites {id}, which is not defined")]
    Undefined {
        /// Where.
        file: String,
        /// The line there, from 1.
        line: usize,
        /// What is cited.
        id: StatementId,
    },
    /// A lesson is cited that is not written down.
    #[error("{file}:{line} cites lesson {number}, which is not defined")]
    UndefinedLesson {
        /// Where.
        file: String,
        /// The line there, from 1.
        line: usize,
        /// Which lesson.
        number: u16,
    },
}
