//! Changing the directory: what a record is, when it may be kept, and what a change of one does to the others.
//!
//! Every record has a version, and the directory as a whole has a revision, which each write raises. A change is decided over the
//! whole directory and committed at the revision that it was decided from, so that no two changes contradict each other.

mod author;
mod change;
mod check;
mod key;
mod plan;
mod problem;
mod record;
mod records;
mod references;
mod unsaid;

pub use author::{Author, Version};
pub use change::{Change, ChangeRefusal, Decided};
pub use check::{applicant, problems, subject_taken};
pub use key::{RecordKey, RecordKind};
pub use plan::{Plan, PlanRefusal, Wanted};
pub use problem::FieldProblem;
pub use record::Record;
pub use records::{Records, Versioned};
pub use unsaid::Unsaid;

#[cfg(test)]
mod tests;
