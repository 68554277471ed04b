//! The description of the API, in OpenAPI 3.1.

mod answers;
pub(crate) mod description;
pub(crate) mod document;
mod schemas;
pub(crate) mod show;
