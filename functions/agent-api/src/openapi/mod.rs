//! The description of the API, in OpenAPI 3.1.

pub(crate) mod description;
pub(crate) mod show;
