//! What the operator's command does.

mod counted;
#[cfg(feature = "operate")]
pub mod operate;
pub mod outcome;
pub mod verify;
