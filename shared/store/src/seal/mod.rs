//! Sealed formats, and the keys to what is sealed.

mod key;
pub(crate) mod keyring;
pub mod vault;

pub use key::{DataKey, Key, OrganisationKey, SealError, random, wrapping_version};
