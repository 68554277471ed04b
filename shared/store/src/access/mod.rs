//! What expires: links, counts, and what was not trusted; and who signed in when.

pub(crate) mod count;
pub(crate) mod download;
pub mod quarantine;
mod record;
pub(crate) mod sign_in;
pub mod unheard;
