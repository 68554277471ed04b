//! The directory's administration over REST, for administrators: agents, teams, numbers and what else belongs to an organisation. No
//! other function writes them.

mod api;
mod openapi;
mod records;
mod refusal;
mod routes;
mod triggers;

use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn_with_state;
use memberline_http_api::cors::{Cors, cors};
use memberline_http_api::envelope::{Envelope, envelope};
use memberline_http_api::front::behind_front;

pub use crate::api::{AdminApi, Parts};

/// What the routes say of themselves. docs/openapi.json is made of it and of what `agent-api` says.
pub fn description() -> utoipa::openapi::OpenApi {
    routes::all().described(openapi::description::description())
}

/// The routes over the function.
pub fn router(api: Arc<AdminApi>) -> Router {
    let routes = routes::all().router();
    let console = Cors::of_console(api.console.origin.clone());
    let around = Envelope {
        function: "admin-api",
        clock: Arc::clone(&api.clock),
    };
    routes
        .layer(from_fn_with_state(console, cors))
        .layer(from_fn_with_state(api.front.clone(), behind_front))
        .layer(from_fn_with_state(around, envelope))
        .with_state(api)
}
