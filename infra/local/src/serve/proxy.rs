//! The API under its public address: what came in goes on byte for byte.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};

use super::app::{App, Connected};

/// What is said until the stack runs.
pub(super) const STARTING: (StatusCode, &str) = (
    StatusCode::SERVICE_UNAVAILABLE,
    "still starting: see the terminal of `cargo dev up`\n",
);

const HOP_BY_HOP: [HeaderName; 6] = [
    header::CONNECTION,
    header::PROXY_AUTHENTICATE,
    header::PROXY_AUTHORIZATION,
    header::TE,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
];

/// Hands the request on as CloudFront does, which proves itself and says who the viewer is, whatever they say of themselves.
pub async fn forward_in_front(
    State(app): State<Arc<App>>,
    ConnectInfo(viewer): ConnectInfo<SocketAddr>,
    mut request: Request,
) -> Response {
    let Some(Connected { front, .. }) = app.connected.get() else {
        return STARTING.into_response();
    };
    front.mark(request.headers_mut(), viewer.ip());
    let mut answer = forward(State(Arc::clone(&app)), request).await;
    answer.headers_mut().extend(front.api().clone());
    answer
}

/// Hands the request to the deployed API: method, raw path, raw query, headers and body as they came.
pub async fn forward(State(app): State<Arc<App>>, mut request: Request) -> Response {
    let Some(Connected { api, .. }) = app.connected.get() else {
        return STARTING.into_response();
    };
    let target = request
        .uri()
        .path_and_query()
        .map_or("/", |target| target.as_str());
    let uri = Uri::try_from(api.url(target));
    let (Ok(uri), Ok(host)) = (uri, HeaderValue::from_str(api.host())) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    *request.uri_mut() = uri;
    for name in HOP_BY_HOP {
        request.headers_mut().remove(name);
    }
    // Emulators route by host before they route by path.
    request.headers_mut().insert(header::HOST, host);
    match app.forwarder.request(request).await {
        Ok(mut answer) => {
            for name in HOP_BY_HOP {
                answer.headers_mut().remove(name);
            }
            answer.map(Body::new).into_response()
        }
        Err(error) => (
            StatusCode::BAD_GATEWAY,
            format!("the local AWS does not answer: {error}\n"),
        )
            .into_response(),
    }
}
