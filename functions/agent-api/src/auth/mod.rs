//! Who is asking, and what they may do.

pub(crate) mod caller;
pub(crate) mod require;
