//! What callers see of applications, and of the people on them.

pub(crate) mod abilities;
pub(crate) mod application;
pub(crate) mod person;
