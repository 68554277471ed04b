//! The built pages of `web/dist`, as CloudFront and the bucket behind it serve them.

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use axum::extract::State;
use axum::http::{Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};

use super::app::{App, Connected};
use super::proxy::STARTING;

/// A file of the build, or the page that the path belongs to: every other address is the console's.
pub async fn page(State(app): State<Arc<App>>, method: Method, uri: Uri) -> Response {
    let Some(Connected { front, .. }) = app.connected.get() else {
        return STARTING.into_response();
    };
    let headers = if is_local(uri.path()) {
        front.local_pages()
    } else {
        front.pages()
    };
    let mut response = file(&app, &method, uri.path()).await;
    response.headers_mut().extend(headers.clone());
    response
}

async fn file(app: &App, method: &Method, path: &str) -> Response {
    if method != Method::GET && method != Method::HEAD {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let file = served(path);
    let Some(place) = inside(&app.pages, file.trim_start_matches('/')) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    if let Ok(content) = tokio::fs::read(&place).await {
        let headers = [
            (header::CONTENT_TYPE, content_type(&place)),
            (header::CACHE_CONTROL, "no-cache"),
        ];
        return (headers, content).into_response();
    }
    if app.pages.join("index.html").exists() {
        return StatusCode::NOT_FOUND.into_response();
    }
    let text = format!(
        "There are no pages yet (web/dist). The API is at {}/v1 and described at {}/openapi.json\n",
        app.url, app.url
    );
    (StatusCode::NOT_FOUND, text).into_response()
}

/// Whether a path is of the handset or the mailbox, which no deployment has.
fn is_local(path: &str) -> bool {
    matches!(path.split('/').nth(1), Some("handset" | "mailbox"))
}

/// The file that is served at a path, as the template's function `PagesAddresses` and its behaviours say for a deployment.
fn served(path: &str) -> &str {
    let is_file = path.rsplit_once('.').is_some_and(|(_, kind)| {
        kind.starts_with(|first: char| first.is_ascii_lowercase())
            && kind
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    });
    if is_file || path.starts_with("/assets/") {
        return path;
    }
    match path.split('/').nth(1) {
        Some("download") => "/download/index.html",
        Some("handset") => "/handset/index.html",
        Some("mailbox") => "/mailbox/index.html",
        _ => "/index.html",
    }
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

#[cfg(test)]
mod tests {
    use std::process::Command;

    use memberline_permissions::Template;

    use super::*;

    const PATHS: [&str; 27] = [
        "/",
        "//",
        "/index.html",
        "/download",
        "/download/",
        "/download/index.html",
        "/download/x",
        "/downloads",
        "/downloaded/",
        "/conversations/0123456789abcdef-1",
        "/conversations/a.12",
        "/triggers",
        "/mark.svg",
        "/console.json",
        "/favicon.ico",
        "/x.HTML",
        "/x.",
        "/.",
        "/..",
        "/.env",
        "/a.b/c",
        "/a.b/c.woff2",
        "/%2e%2e/template.yaml",
        "/\u{e9}.js",
        "/a b",
        "/'\"\\",
        "/index.html/",
    ];

    /// What the template's function makes of the paths.
    fn by_the_function() -> Vec<String> {
        let text = include_str!("../../../../template.yaml");
        let template = Template::parse(text, &[]).unwrap();
        let functions = template.resources("AWS::CloudFront::Function").unwrap();
        let (_, function) = functions.iter().find(|(id, _)| id == "PagesAddresses").unwrap();
        let code = function["FunctionCode"].as_str().unwrap();
        let paths = serde_json::to_string(&PATHS).unwrap();
        let script = format!(
            "{code}\nconsole.log(JSON.stringify({paths}.map((uri) => handler({{ request: {{ uri }} }}).uri)))"
        );
        let node = Command::new("node").args(["-e", &script]).output().unwrap();
        assert!(node.status.success(), "{}", String::from_utf8_lossy(&node.stderr));
        serde_json::from_slice(&node.stdout).unwrap()
    }

    #[test]
    fn the_same_file_is_served_here_as_by_cloudfront() {
        for (path, expected) in PATHS.iter().zip(by_the_function()) {
            assert_eq!(served(path), expected, "{path}");
        }
        assert_eq!(served("/"), "/index.html");
        assert_eq!(served("/download"), "/download/index.html");
        assert_eq!(served("/conversations/0123456789abcdef-1"), "/index.html");
    }

    #[test]
    fn what_is_built_for_good_is_a_file_or_nothing() {
        assert_eq!(served("/assets/none"), "/assets/none");
        assert_eq!(served("/mailbox/x"), "/mailbox/index.html");
        assert!(is_local("/mailbox") && is_local("/handset/") && !is_local("/") && !is_local("/download"));
    }

    #[test]
    fn no_path_leaves_the_folder() {
        let folder = Path::new("/pages");
        for path in ["../x", "a/../../x", "/etc/passwd", ".."] {
            assert_eq!(inside(folder, path), None, "{path}");
        }
        assert_eq!(inside(folder, "a/b.js"), Some(PathBuf::from("/pages/a/b.js")));
    }
}
