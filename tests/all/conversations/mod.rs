//! What agents do with conversations.

mod access;
mod mail;
mod permissions;
mod work;
