//! What tests ask over the network.

use axum::Router;
use tokio::net::TcpListener;

/// Serves the router as long as the test runs; its address.
pub async fn serve(router: Router) -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    address
}
