//! What every HTTP function needs once: the envelope around a request, problem documents, CORS, JSON bodies, pages and
//! their cursors, idempotency keys, sessions, permissions, and the API's description.
//!
//! Functions with many routes are `axum` routers under [`envelope`] and [`cors`]. Those with one route answer API Gateway's own
//! event, see [`gateway`].

pub mod caller;
pub mod cors;
pub mod cursor;
pub mod envelope;
pub mod failure;
pub mod front;
pub mod gateway;
pub mod idempotency;
pub mod json;
pub mod log_fields;
pub mod openapi;
pub mod operations;
pub mod page;
pub mod problem;
pub mod problem_document;
pub mod require;
pub mod session;

pub use failure::Failure;
pub use log_fields::LogFields;
pub use problem::{Meaning, Problem};
