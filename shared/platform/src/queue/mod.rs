//! A batch of a queue: what its bodies ask for, which of its records come again, and the line that is logged of it.

mod answer;
mod body;
mod failure;
mod run;

pub use answer::BatchAnswer;
pub use body::{BodyError, read_bodies};
pub use failure::QueueFailure;
pub use run::Run;
