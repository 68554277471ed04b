//! What the operator's command does.

#[cfg(feature = "operate")]
pub mod operate;
pub mod outcome;
pub mod verify;
