//! A carrier's webhook is taken in: whose it is, whether the carrier signed it, and what it does to a thread. What cannot be
//! verified goes into quarantine, and can be processed anew from there.

mod accept;
mod context;
mod incoming;
mod intake;
mod message;
mod outcome;
mod processed;
mod quarantine;
mod receipt;
mod refusal;
mod standing;

pub use incoming::{Incoming, Target};
pub use intake::Intake;
pub use outcome::Outcome;
pub use refusal::Refusal;
