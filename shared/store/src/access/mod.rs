//! What expires: links, counts, and what was not trusted; and who signed in when.

pub(crate) mod count;
pub(crate) mod download;
pub(crate) mod known_sign_ins;
pub mod quarantine;
mod record;
mod sign_in;
pub mod unheard;
