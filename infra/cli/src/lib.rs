//! What the operator's command does.

pub mod verify;
