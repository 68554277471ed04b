//! REST for agent frontends: a folder for each resource, a file for each operation.

mod api;
mod applications;
mod attachments;
mod auth;
mod body;
mod conversations;
mod cors;
mod cursor;
mod directory;
mod envelope;
mod failure;
mod openapi;
mod operations;
mod paging;
mod refusals;
mod routes;
#[cfg(test)]
mod tests;
mod texts;
mod triggers;
mod view;

use std::sync::Arc;

use axum::Router;

pub use crate::api::{AgentApi, Clock, DeadLetters, Parts};
pub use crate::openapi::document::document as openapi_document;

/// The routes over the function.
pub fn router(api: Arc<AgentApi>) -> Router {
    let routes: Router<Arc<AgentApi>> = routes::all().into();
    let envelope = axum::middleware::from_fn_with_state(Arc::clone(&api), envelope::envelope);
    let cors = axum::middleware::from_fn_with_state(Arc::clone(&api), cors::cors);
    routes.layer(cors).layer(envelope).with_state(api)
}
