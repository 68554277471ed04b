//! Where the statements and the lessons stand.

/// Where the statements stand, from the repository's root.
pub const STATEMENTS: &str = "docs/requirements.md";

/// Where the lessons stand.
pub const LESSONS: &str = "docs/lessons.md";
