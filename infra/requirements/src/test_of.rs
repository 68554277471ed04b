//! A test that cites statements.

/// A test that cites at least one statement.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Test {
    /// Its file, from the repository's root.
    pub file: String,
    /// Its name, or its title.
    pub name: String,
}
