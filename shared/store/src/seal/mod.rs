//! Sealed formats, and the keys to what is sealed.

mod key;
pub(crate) mod keyring;
pub(crate) mod organisation_keys;
pub mod vault;

pub use key::{DataKey, Key, OrganisationKey, hexadecimal, random, wrapping_version};

pub use crate::error::SealError;
