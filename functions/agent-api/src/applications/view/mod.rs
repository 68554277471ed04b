//! What callers see of applications, and of the people on them.

pub(crate) mod application;
pub(crate) mod contact;
