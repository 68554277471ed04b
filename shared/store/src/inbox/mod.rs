//! Threads: their lists, their histories and their messages.

pub(crate) mod list;
pub(crate) mod message;
mod open;
pub(crate) mod page;
pub(crate) mod place;
mod shred;
pub(crate) mod thread;
pub(crate) mod timeline;
pub(crate) mod unsettled;
