//! Everything that answers on the one localhost port.

mod app;
mod clock;
pub mod forwarder;
mod handset;
mod los;
mod mailbox;
mod oidc;
mod pages;
mod proxy;

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::Result;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::{Router, routing};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

pub use app::App;

use crate::carrier;

/// Serves in the background.
pub fn start(listeners: Vec<TcpListener>, app: Arc<App>) -> JoinHandle<Result<()>> {
    let router = router(app);
    tokio::spawn(async move {
        let mut servers = tokio::task::JoinSet::new();
        for listener in listeners {
            let service = router.clone().into_make_service_with_connect_info::<SocketAddr>();
            servers.spawn(axum::serve(listener, service).into_future());
        }
        while let Some(ended) = servers.join_next().await {
            ended??;
        }
        Ok(())
    })
}

fn router(app: Arc<App>) -> Router {
    let local = Router::new()
        .nest("/oidc", oidc::routes())
        .nest("/dev/handset", handset::routes())
        .route(
            "/dev/carrier/behaviour",
            routing::get(handset::behaviour).put(handset::set_behaviour),
        )
        .route(
            "/dev/carrier/numbers/{number}",
            routing::get(handset::setup).put(handset::set_up),
        )
        .route("/dev/mail", routing::get(mailbox::mail))
        .route("/dev/los/play", routing::post(los::play))
        .route("/dev/clock", routing::get(clock::show).post(clock::advance))
        .route("/dev/issuer", routing::get(oidc::lives).put(oidc::set_lives))
        .layer(middleware::from_fn(only_local));
    Router::new()
        .merge(local)
        .nest("/oidc/.well-known", oidc::documents())
        .nest("/carrier", carrier::routes().with_state(Arc::clone(&app.carrier)))
        .route("/console.json", routing::get(oidc::console))
        .route("/v1/{*path}", routing::any(proxy::forward_in_front))
        .route("/downloads/{*path}", routing::any(proxy::forward_in_front))
        .route("/openapi.json", routing::any(proxy::forward_in_front))
        .route("/webhooks/{*path}", routing::any(proxy::forward))
        .fallback(pages::page)
        .layer(DefaultBodyLimit::max(10 * 1024 * 1024))
        .with_state(app)
}

/// Refuses another site's name for this machine: these routes sign anyone in.
async fn only_local(request: Request, next: Next) -> Response {
    let host = request
        .headers()
        .get(header::HOST)
        .and_then(|host| host.to_str().ok())
        .unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    if ["localhost", "127.0.0.1", "[::1]"].contains(&name) {
        return next.run(request).await;
    }
    (StatusCode::FORBIDDEN, "open this at localhost\n").into_response()
}
