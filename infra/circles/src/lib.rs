//! Finds files of a crate that import each other in a circle.
//!
//! A file imports the file that *defines* a name. `mod` and `pub use` only hand a name on, so `crate::Name` leads through every
//! re-export, globs included, to the definition. Paths count wherever they stand: in a `use`, in code, inside a macro's call, in the
//! text of an attribute such as `#[serde(with = "super::date")]`. What is compiled for tests alone does not count.
//!
//! Names that a macro makes are taken to be defined where the macro is called. Methods are not followed: whoever calls one got the
//! value from somewhere that counts.

mod error;
mod graph;
mod resolve;
mod source;
mod tree;

use std::path::Path;

pub use error::Error;
pub use graph::{Circle, Import};

use tree::Tree;

/// The circles of the crate whose first file is `root`, such as `src/lib.rs`; each file is in one circle at most.
pub fn circles(root: &Path) -> Result<Vec<Circle>, Error> {
    let tree = Tree::read(root)?;
    Ok(graph::circles(&resolve::imports(&tree)))
}

#[cfg(test)]
mod tests;
