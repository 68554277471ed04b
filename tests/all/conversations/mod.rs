//! What agents do with conversations.

mod access;
mod mail;
mod permissions;
mod roles;
mod work;
