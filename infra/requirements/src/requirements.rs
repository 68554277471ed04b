//! What is defined, what is cited, and by whom.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::documents::{LESSONS, STATEMENTS};
use crate::fault::Fault;
use crate::id::StatementId;
use crate::read_error::ReadError;
use crate::statement::Statement;
use crate::test_of::Test;
use crate::{document, faults, files, tests_of};

/// What is defined, what is cited, and by whom.
#[derive(Debug, Default)]
pub struct Requirements {
    statements: Vec<Statement>,
    lessons: BTreeSet<u16>,
    tests: BTreeMap<StatementId, Vec<Test>>,
    /// What already reading has shown to be wrong.
    faults: Vec<Fault>,
}

impl Requirements {
    /// Reads the two documents of the repository at `root` and every text in it.
    pub fn read(root: &Path) -> Result<Self, ReadError> {
        let files = files::texts(root)?;
        let of = |path: &str| files.get(path).map_or("", String::as_str);
        let (statements, mut found) = document::statements(of(STATEMENTS));
        let (lessons, more) = document::lessons(of(LESSONS));
        found.extend(more);
        let mut tests: BTreeMap<StatementId, Vec<Test>> = BTreeMap::new();
        let defined: BTreeSet<_> = statements.iter().map(|statement| statement.id).collect();
        for (file, text) in &files {
            for (name, ids) in tests_of::tests(file, text) {
                for id in ids {
                    let (file, name) = (file.clone(), name.clone());
                    tests.entry(id).or_default().push(Test { file, name });
                }
            }
            found.extend(faults::undefined(file, text, &defined, &lessons));
        }
        Ok(Self {
            statements,
            lessons,
            tests,
            faults: found,
        })
    }

    /// The statements, in the document's order.
    pub fn statements(&self) -> &[Statement] {
        &self.statements
    }

    /// The lessons that are written down.
    pub fn lessons(&self) -> &BTreeSet<u16> {
        &self.lessons
    }

    /// The tests that cite a statement.
    pub fn tests(&self, id: StatementId) -> &[Test] {
        self.tests.get(&id).map_or(&[], Vec::as_slice)
    }

    /// What the documents and the tests do not agree on.
    pub fn faults(&self) -> Vec<Fault> {
        let mut all = self.faults.clone();
        all.extend(faults::sequence(&self.statements));
        all.extend(
            self.statements
                .iter()
                .filter_map(|statement| faults::of_status(statement, self.tests(statement.id))),
        );
        all
    }
}
