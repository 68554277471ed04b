//! The running stack.

mod denied;
mod front;
mod main_job;
mod origins;
pub mod running;
mod timers;
