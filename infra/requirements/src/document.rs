//! The rows of the two documents.

use std::collections::BTreeSet;

use crate::fault::Fault;
use crate::id::{Family, StatementId};
use crate::statement::{Statement, Status};

/// The rows `| id | status | what must hold | what is missing |`, and what is wrong with them.
pub fn statements(document: &str) -> (Vec<Statement>, Vec<Fault>) {
    let mut statements = Vec::new();
    let mut faults = Vec::new();
    for cells in document.lines().filter_map(cells) {
        let Some((prefix, number)) = cells[0].split_once('-') else {
            continue;
        };
        let Ok(number) = number.parse() else { continue };
        let [written, status, text, missing] = cells.as_slice() else {
            faults.push(Fault::Cells(cells[0].to_owned()));
            continue;
        };
        let id = Family::of(prefix).map(|family| StatementId { family, number });
        let Some(id) = id.filter(|id| id.to_string() == *written) else {
            faults.push(Fault::NoId((*written).to_owned()));
            continue;
        };
        let status = Status::of(status);
        match status {
            None => faults.push(Fault::Status(id, cells[1].to_owned())),
            Some(Status::Partly) if missing.is_empty() => faults.push(Fault::NothingMissing(id)),
            Some(Status::Done) if !missing.is_empty() => faults.push(Fault::DoneAndMissing(id)),
            Some(_) => {}
        }
        let (text, missing) = ((*text).to_owned(), (*missing).to_owned());
        statements.push(Statement {
            id,
            status,
            text,
            missing,
        });
    }
    (statements, faults)
}

/// The numbers of the rows `| 8 | lesson | … |`, and those that stand twice.
pub fn lessons(document: &str) -> (BTreeSet<u16>, Vec<Fault>) {
    let mut numbers = BTreeSet::new();
    let mut faults = Vec::new();
    for cells in document.lines().filter_map(cells) {
        if let Ok(number) = cells[0].parse()
            && !numbers.insert(number)
        {
            faults.push(Fault::LessonTwice(number));
        }
    }
    (numbers, faults)
}

/// The cells of a table's row; at least one.
fn cells(line: &str) -> Option<Vec<&str>> {
    let inside = line.trim().strip_prefix('|')?.strip_suffix('|')?;
    Some(inside.split('|').map(str::trim).collect())
}
