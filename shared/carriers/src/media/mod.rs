//! Fetching what came with a message, from where the carrier keeps it and from nowhere else (lessons 9, 34, 35), and having
//! the carrier erase it.

mod address;
mod erase;
mod erase_outcome;
mod fetch;

pub use address::MediaAddressError;
pub(crate) use address::MediaPlace;
pub use erase::EraseRequest;
pub use erase_outcome::EraseOutcome;
pub use fetch::{MAX_REDIRECTS, MediaRequest};
