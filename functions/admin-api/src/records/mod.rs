//! The records of the directory: each kind is listed, read, written, removed and traced alike.

mod access;
mod kinds;
mod operations;
mod view;

pub(crate) use kinds::operations;
