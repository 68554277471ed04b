//! What expires: links, counts, and what was not trusted.

pub(crate) mod count;
pub(crate) mod download;
pub mod quarantine;
mod record;
pub mod unheard;
