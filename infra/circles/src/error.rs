//! What can go wrong.

use std::path::PathBuf;

/// Why a crate cannot be looked through.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file cannot be read.
    #[error("cannot read {0}")]
    Unreadable(PathBuf, #[source] std::io::Error),
    /// A file is no Rust.
    #[error("{0} is not Rust: {1}")]
    NotRust(PathBuf, String),
    /// A `mod` without its file.
    #[error("{file} declares the module {name}, which has no file")]
    NoModule {
        /// Where it is declared.
        file: PathBuf,
        /// The module.
        name: String,
    },
}
