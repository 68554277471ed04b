//! REST for agent frontends: a folder for each resource, a file for each operation.

mod api;
mod applications;
mod attachments;
mod conflict_retry;
mod conversations;
mod directory;
mod once;
mod openapi;
mod operations;
mod problems;
mod refusals;
mod routes;
#[cfg(test)]
mod tests;
mod texts;
mod triggers;
mod view;

use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn_with_state;
use memberline_http_api::cors::{Cors, cors};
use memberline_http_api::envelope::{Envelope, envelope};
use memberline_http_api::front::behind_front;

pub use crate::api::{AgentApi, Clock, DeadLetters, Parts};

/// What the routes say of themselves. docs/openapi.json is made of it and of what `admin-api` says.
pub fn description() -> utoipa::openapi::OpenApi {
    routes::all().described(openapi::description::description())
}

/// The routes over the function.
pub fn router(api: Arc<AgentApi>) -> Router {
    let routes = routes::all().router();
    let console = Cors::of_console(api.console.origin.clone());
    let around = Envelope {
        function: "agent-api",
        clock: Arc::clone(&api.clock),
    };
    routes
        .layer(from_fn_with_state(console, cors))
        .layer(from_fn_with_state(api.front.clone(), behind_front))
        .layer(from_fn_with_state(around, envelope))
        .with_state(api)
}
