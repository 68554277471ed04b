//! What agents do with conversations.

mod access;
mod mail;
mod notes;
mod roles;
mod texted;
mod work;
