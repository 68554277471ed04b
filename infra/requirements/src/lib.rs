//! The numbered statements of `docs/requirements.md` and the lessons of `docs/lessons.md`, and who cites them.
//!
//! A test cites a statement when its Rust name begins with the id (`el_23_the_link_lives_59_59`, `mc_06_to_09_each_filter`), or when its
//! title in TypeScript holds it (`"opens that conversation (EL-11)"`). Everything else that holds an id refers to it, and what is
//! referred to must be defined.

mod citations;
mod document;
mod faults;
mod files;
mod id;
mod report;
mod tests_of;

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

pub use document::{Statement, Status};
pub use faults::Fault;
pub use id::{Family, StatementId};

/// Where the statements stand, from the repository's root.
pub const STATEMENTS: &str = "docs/requirements.md";
/// Where the lessons stand.
pub const LESSONS: &str = "docs/lessons.md";

/// A repository's files could not be read.
#[derive(Debug, thiserror::Error)]
#[error("cannot read {}", path.display())]
pub struct ReadError {
    /// Which file or folder.
    pub path: PathBuf,
    /// Why.
    #[source]
    pub source: io::Error,
}

/// A test that cites at least one statement.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Test {
    /// Its file, from the repository's root.
    pub file: String,
    /// Its name, or its title.
    pub name: String,
}

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

    /// Each statement with its tests, and how many are done, partly done and open.
    pub fn report(&self) -> String {
        report::report(self)
    }
}
