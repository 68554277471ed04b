//! The local carriers: Twilio's and Telnyx's own protocols, with the members' handsets behind them.
//!
//! They stay strangers to the product: it reaches them through their send APIs, they reach it through signed
//! webhooks, and nothing else passes between the two.

mod behaviour;
mod book;
mod id;
mod inbound;
mod media;
mod network;
mod opt_out;
mod outbound;
mod setup;
mod telnyx;
mod twilio;
mod uploads;
mod webhook;

use std::sync::Arc;

use axum::{Router, routing};

pub use behaviour::Behaviour;
pub use book::Message;
pub use inbound::Composed;
pub use media::SAMPLES;
pub use network::Carrier;
pub use setup::Setup;
pub use uploads::Attached;

/// The send APIs and the attachments, below `/carrier`.
pub fn routes() -> Router<Arc<Carrier>> {
    Router::new()
        .nest("/twilio", twilio::routes())
        .nest("/telnyx", telnyx::routes())
        .route("/media/{name}", routing::get(media::sample))
        .route("/uploads/{name}", routing::get(uploads::upload))
}

#[cfg(test)]
mod tests;
