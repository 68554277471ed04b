//! Items as DynamoDB keeps them, and back.

mod attributes;
mod entry;
mod sealed;

pub use attributes::Item;
pub(crate) use attributes::{
    VERSION, b, bytes, check_version, hash, json, n, number, of_hash, s, text, to_json,
};
pub use entry::{chain_end, link};
pub(crate) use entry::{entry_item, read_entry, within};
pub(crate) use sealed::{NO_KEY, open, open_bytes, read_archive, seal};
