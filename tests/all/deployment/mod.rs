//! What all of it costs and is permitted, and what is stored of it.

mod aliases;
pub mod calls;
mod edge;
mod events;
pub mod faults;
mod filters;
mod floods;
mod front;
mod grants;
mod hosting;
mod iam;
mod keys;
mod openapi;
mod pages;
mod releases;
mod secrecy;
mod skips;
