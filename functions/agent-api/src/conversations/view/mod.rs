//! What callers see of conversations: rows, conversations, and the entries of their timelines.

mod application;
mod attachment;
pub(crate) mod conversation;
pub(crate) mod entry;
mod happening;
mod message;
mod notice;
mod reaction;
mod reason;
pub(crate) mod timeline;
pub(crate) mod viewer;
