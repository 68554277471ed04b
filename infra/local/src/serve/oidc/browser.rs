//! What a browser says of itself: the cookie by which the issuer knows it, and which page it shows.

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;

/// The cookie's value. Cookies of localhost go to every port, so that each stack has a name of its own.
pub fn cookie<'a>(headers: &'a HeaderMap, issuer: &str) -> Option<&'a str> {
    let name = name(issuer);
    let all = headers.get_all(header::COOKIE).into_iter();
    all.filter_map(|value| value.to_str().ok())
        .flat_map(|text| text.split(';'))
        .find_map(|pair| pair.trim().strip_prefix(&name)?.strip_prefix('='))
}

/// Has the browser say `value` from now on; nothing where there is none.
pub fn set(response: &mut Response, issuer: &str, value: Option<&str>) {
    let life = if value.is_some() { "" } else { "; Max-Age=0" };
    let cookie = format!(
        "{}={}; Path=/oidc; HttpOnly; SameSite=Lax{life}",
        name(issuer),
        value.unwrap_or_default()
    );
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
}

/// Whether a page of this very origin sent a form: another could sign somebody in, or out, unasked.
pub fn is_from_here(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    match (text(header::ORIGIN), text(header::HOST)) {
        (Some(origin), Some(host)) => origin.strip_prefix("http://") == Some(host),
        _ => false,
    }
}

fn name(issuer: &str) -> String {
    let port: String = issuer
        .rsplit(':')
        .next()
        .unwrap_or_default()
        .chars()
        .take_while(char::is_ascii_digit)
        .collect();
    format!("memberline-issuer-{port}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_stack_reads_its_own_cookie() {
        let mut headers = HeaderMap::new();
        let text = "other=1; memberline-issuer-3100=b; memberline-issuer-3000=a; memberline-issuer-30=c";
        headers.insert(header::COOKIE, HeaderValue::from_static(text));
        assert_eq!(cookie(&headers, "http://localhost:3000/oidc"), Some("a"));
        assert_eq!(cookie(&headers, "http://localhost:3100/oidc"), Some("b"));
        assert_eq!(cookie(&headers, "http://localhost:3200/oidc"), None);
    }
}
