//! What is done with triggers besides writing them.

pub(crate) mod preview;
