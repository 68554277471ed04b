//! What can be wrong with the documents, and between them and the tests.

use std::collections::BTreeSet;

use thiserror::Error;

use crate::document::{Statement, Status};
use crate::id::{Family, StatementId};
use crate::{STATEMENTS, Test, citations, tests_of};

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
        /// Which.
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

/// Every number of every family has one row.
pub fn sequence(statements: &[Statement]) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (family, _, numbers) in Family::ALL {
        for number in 1..=numbers {
            let id = StatementId { family, number };
            match statements.iter().filter(|statement| statement.id == id).count() {
                0 => faults.push(Fault::Missing(id)),
                1 => {}
                _ => faults.push(Fault::Twice(id)),
            }
        }
        let of_family = statements
            .iter()
            .map(|statement| statement.id)
            .filter(|id| id.family == family);
        faults.extend(
            of_family
                .filter(|id| id.number == 0 || id.number > numbers)
                .map(Fault::Beyond),
        );
    }
    faults
}

/// Whether the tests that cite a statement agree with its status.
pub fn of_status(statement: &Statement, tests: &[Test]) -> Option<Fault> {
    let id = statement.id;
    match (statement.status?, tests.first()) {
        (Status::Done, None) => Some(Fault::DoneUncited(id)),
        (Status::Open, Some(test)) => Some(Fault::OpenCited {
            id,
            test: test.clone(),
        }),
        _ => None,
    }
}

/// What a file cites and nobody defined.
pub fn undefined(
    file: &str,
    text: &str,
    statements: &BTreeSet<StatementId>,
    lessons: &BTreeSet<u16>,
) -> Vec<Fault> {
    let mut ids = Vec::new();
    let mut numbers = Vec::new();
    for (index, line) in text.lines().enumerate() {
        ids.extend(citations::statements(line).into_iter().map(|id| (index, id)));
        numbers.extend(citations::lessons(line).into_iter().map(|number| (index, number)));
    }
    if tests_of::is_rust(file) {
        for (index, name) in tests_of::names(text) {
            ids.extend(citations::of_name(name).into_iter().map(|id| (index, id)));
            numbers.extend(citations::lesson_of_name(name).map(|number| (index, number)));
        }
    }
    let ids = ids
        .into_iter()
        .filter(|(_, id)| !statements.contains(id))
        .map(|(index, id)| Fault::Undefined {
            file: file.to_owned(),
            line: index + 1,
            id,
        });
    let numbers = numbers
        .into_iter()
        .filter(|(_, number)| !lessons.contains(number))
        .map(|(index, number)| Fault::UndefinedLesson {
            file: file.to_owned(),
            line: index + 1,
            number,
        });
    ids.chain(numbers).collect()
}
