//! What can be wrong with the documents, and between them and the tests.

use std::collections::BTreeSet;

use crate::fault::Fault;
use crate::id::{Family, StatementId};
use crate::statement::{Statement, Status};
use crate::test_of::Test;
use crate::{citations, tests_of};

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
