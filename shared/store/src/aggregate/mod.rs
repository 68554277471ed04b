//! Aggregates as they are read and written.

mod batch;
pub(crate) mod commit;
pub(crate) mod loaded;
mod open;
pub(crate) mod pager;
pub(crate) mod pause;
pub(crate) mod retry;
