//! Applications: their histories, and what is derived from them.

mod counts;
pub(crate) mod history;
pub(crate) mod links;
