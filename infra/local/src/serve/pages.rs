//! The built pages of `web/dist`.

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use axum::extract::State;
use axum::http::{Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};

use super::app::App;

/// A file of the build, or the page that the path belongs to: every other address is the console's.
pub async fn page(State(app): State<Arc<App>>, method: Method, uri: Uri) -> Response {
    if method != Method::GET && method != Method::HEAD {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let path = uri.path().trim_matches('/');
    let Some(file) = inside(&app.pages, path) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let shell = match path.split('/').next() {
        Some(name @ ("download" | "handset" | "mailbox")) => app.pages.join(name).join("index.html"),
        _ => app.pages.join("index.html"),
    };
    // A missing asset is an error; a missing page is the console, which has its own addresses.
    let candidates = if path.starts_with("assets/") {
        vec![file]
    } else {
        vec![file, shell, app.pages.join("index.html")]
    };
    for candidate in candidates {
        if let Ok(content) = tokio::fs::read(&candidate).await {
            let headers = [
                (header::CONTENT_TYPE, content_type(&candidate)),
                (header::CACHE_CONTROL, "no-cache"),
            ];
            return (headers, content).into_response();
        }
    }
    let text = format!(
        "There are no pages yet (web/dist). The API is at {}/v1 and described at {}/openapi.json\n",
        app.url, app.url
    );
    (StatusCode::NOT_FOUND, text).into_response()
}

/// The file that `path` names below `folder`, if it stays there.
fn inside(folder: &Path, path: &str) -> Option<PathBuf> {
    let relative = Path::new(path);
    relative
        .components()
        .all(|part| matches!(part, Component::Normal(_)))
        .then(|| folder.join(relative))
}

fn content_type(path: &Path) -> &'static str {
    match path
        .extension()
        .and_then(|extension| extension.to_str())
        .unwrap_or_default()
    {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" | "webmanifest" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}
