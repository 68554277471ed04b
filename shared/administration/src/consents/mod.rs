//! The opt-outs and consents that whoever texted for an institution before kept: read from their file, and brought into the ledgers.

mod file;
mod import;
mod row;
mod when;

pub use file::{BrokenRow, ConsentFile, FileRefusal, MAX_FILE};
pub use import::{Import, MOST_NUMBERS, Outcome};
pub use row::Row;
pub use when::moment;

#[cfg(test)]
mod tests;
