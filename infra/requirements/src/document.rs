//! The rows of the two documents.

use std::collections::BTreeSet;
use std::fmt;

use crate::faults::Fault;
use crate::id::{Family, StatementId};

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

    fn of(word: &str) -> Option<Self> {
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
    /// Its id.
    pub id: StatementId,
    /// How much of it works; `None` when the row says something else.
    pub status: Option<Status>,
    /// What must hold.
    pub text: String,
    /// What is missing of it.
    pub missing: String,
}

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
