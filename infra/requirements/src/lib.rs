//! The numbered statements of `docs/requirements.md` and the lessons of `docs/lessons.md`, and who cites them.
//!
//! A test cites a statement when its Rust name begins with the id (`el_23_the_link_lives_59_59`, `mc_06_to_09_each_filter`), or when its
//! title in TypeScript holds it (`"opens that conversation (EL-11)"`). Everything else that holds an id refers to it, and what is
//! referred to must be defined.

mod citations;
mod document;
mod documents;
mod fault;
mod faults;
mod files;
mod id;
mod read_error;
mod report;
mod requirements;
mod statement;
mod test_of;
mod tests_of;

pub use documents::{LESSONS, STATEMENTS};
pub use fault::Fault;
pub use id::{Family, StatementId};
pub use read_error::ReadError;
pub use requirements::Requirements;
pub use statement::{Statement, Status};
pub use test_of::Test;
