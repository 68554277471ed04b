//! The running stack.

mod origins;
pub mod running;
mod timers;
