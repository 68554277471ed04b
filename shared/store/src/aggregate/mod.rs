//! Aggregates as they are read and written.

mod batch;
pub(crate) mod commit;
mod kinds;
pub(crate) mod load;
pub(crate) mod loaded;
mod open;
pub(crate) mod pause;
pub(crate) mod retry;
pub(crate) mod snapshot;
pub(crate) mod stored;
pub(crate) mod wanted;
