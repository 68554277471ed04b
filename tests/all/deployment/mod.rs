//! What all of it costs and is permitted, and what is stored of it.

mod aliases;
pub mod calls;
mod events;
pub mod faults;
mod filters;
mod floods;
mod grants;
mod iam;
mod keys;
mod openapi;
mod releases;
mod secrecy;
mod skips;
