//! Threads: their lists, their histories and their messages.

pub(crate) mod list;
pub(crate) mod message;
mod shred;
pub(crate) mod timeline;
pub(crate) mod unsettled;
