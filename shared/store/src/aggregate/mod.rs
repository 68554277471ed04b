//! Aggregates as they are read and written.

mod batch;
pub(crate) mod commit;
mod kinds;
mod load;
pub(crate) mod loaded;
mod open;
pub(crate) mod pager;
pub(crate) mod pause;
pub(crate) mod retry;
pub(crate) mod snapshot;
pub(crate) mod stored;
pub(crate) mod wanted;
