//! The tables of the template, and their names here.

/// The tables: the template's name, and the one that they have here.
pub const TABLES: [(&str, &str); 4] = [
    ("TimelineTable", "timeline"),
    ("DirectoryTable", "directory"),
    ("KeysTable", "keys"),
    ("AccessTable", "access"),
];
