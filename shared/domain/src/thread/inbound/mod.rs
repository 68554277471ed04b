//! What a member sends, and what it does.

mod join;
mod receive;

pub use receive::{InboundContext, InboundDecision, InboundText, receive};
