//! The local stack's server in CloudFront's place: the same headers, and the same proof.

use std::collections::BTreeMap;

use reqwest::header::HeaderMap;

use super::running::Stack;

/// The headers of an answer that CloudFront adds, and what is said of the content.
fn told(headers: &HeaderMap) -> BTreeMap<&str, &str> {
    let about = ["date", "content-length", "x-request-id", "vary"];
    let told = headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.to_str().unwrap()));
    told.filter(|(name, _)| !about.contains(name)).collect()
}

#[tokio::test]
async fn a_page_has_here_the_headers_that_it_has_behind_cloudfront() {
    let stack = Stack::running().await;
    let (url, documents) = (stack.url(""), stack.endpoint().to_owned());
    let policy = format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' blob: {documents}; \
         connect-src 'self' {documents} {url}; manifest-src 'self'; base-uri 'none'; form-action 'none'; \
         frame-ancestors 'none'"
    );
    let expected = BTreeMap::from([
        ("cache-control", "no-cache"),
        ("content-security-policy", policy.as_str()),
        ("content-type", "text/html; charset=utf-8"),
        ("cross-origin-opener-policy", "same-origin"),
        (
            "permissions-policy",
            "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        ),
        ("referrer-policy", "same-origin"),
        ("strict-transport-security", "max-age=63072000; includeSubDomains"),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
    ]);
    for path in ["/", "/conversations/0123-1", "/download"] {
        let page = reqwest::get(stack.url(path)).await.unwrap();
        assert_eq!(page.status().as_u16(), 200, "{path}");
        assert_eq!(told(page.headers()), expected, "{path}");
    }
    for path in ["/assets/none-1.js", "/none.html", "/%2e%2e/template.yaml"] {
        let none = reqwest::get(stack.url(path)).await.unwrap();
        assert_eq!(none.status().as_u16(), 404, "{path}");
        assert_eq!(
            none.headers()["content-security-policy"],
            policy.as_str(),
            "{path}"
        );
    }
}

#[tokio::test]
async fn answers_of_the_api_have_headers_of_their_own() {
    let stack = Stack::running().await;
    let answer = reqwest::get(stack.url("/openapi.json")).await.unwrap();
    assert_eq!(answer.status().as_u16(), 200);
    let headers = answer.headers();
    assert_eq!(
        headers["content-security-policy"],
        "default-src 'none'; frame-ancestors 'none'"
    );
    assert_eq!(
        headers["strict-transport-security"],
        "max-age=63072000; includeSubDomains"
    );
    assert_eq!(headers["referrer-policy"], "no-referrer");
    assert_eq!(headers.get_all("x-content-type-options").iter().count(), 1);
}

#[tokio::test]
async fn the_log_tells_the_network_of_who_is_refused_and_nobodys_address() {
    let stack = Stack::running().await;
    assert_eq!(
        reqwest::get(stack.direct("/openapi.json"))
            .await
            .unwrap()
            .status()
            .as_u16(),
        403
    );
    let link = serde_json::json!({ "token": "B".repeat(43) });
    let guess = reqwest::Client::new()
        .post(stack.url("/downloads/describe"))
        .json(&link);
    assert_eq!(guess.send().await.unwrap().status().as_u16(), 404);
    for (function, outcome) in [
        ("AgentApi", "wrong_address"),
        ("SecureDownload", "link_not_found"),
    ] {
        let told = stack.logged(function, "outcome", &outcome.into()).await;
        let network = told["network"].as_str().unwrap();
        assert!(["127.0.0.0/24", "::/48"].contains(&network), "{told}");
        assert!(!told.to_string().contains("127.0.0.1"), "{told}");
    }
}

#[tokio::test]
async fn the_apis_own_address_is_for_webhooks_alone() {
    let stack = Stack::running().await;
    let token = stack.token("amara");
    let client = reqwest::Client::new();
    let code = async |request: reqwest::RequestBuilder| {
        let answer = request.send().await.unwrap();
        let (status, text) = (answer.status().as_u16(), answer.text().await.unwrap());
        let body: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
        (status, body["code"].as_str().unwrap_or_default().to_owned())
    };
    let refused = (403, "wrong_address".to_owned());
    for path in ["/v1/me", "/v1/directory/teams", "/openapi.json"] {
        for proof in [None, Some("a-guess")] {
            let mut request = client.get(stack.direct(path)).bearer_auth(token);
            if let Some(proof) = proof {
                request = request.header("x-memberline-proof", proof);
            }
            assert_eq!(code(request).await, refused, "{path}");
        }
        // Through the front a forged proof is no harm.
        let request = client
            .get(stack.url(path))
            .bearer_auth(token)
            .header("x-memberline-proof", "a-guess");
        assert_eq!(request.send().await.unwrap().status().as_u16(), 200, "{path}");
    }
    let link = serde_json::json!({ "token": "A".repeat(43) });
    let described = client.post(stack.direct("/downloads/describe")).json(&link);
    assert_eq!(code(described).await, refused);
    let described = client.post(stack.url("/downloads/describe")).json(&link);
    assert_eq!(code(described).await, (404, "link_not_found".to_owned()));
    for webhook in ["/webhooks/twilio", "/webhooks/los/lakeside"] {
        let (status, code) = code(client.post(stack.direct(webhook)).body("x")).await;
        assert_ne!(code, "wrong_address", "{webhook}: {status}");
        assert!((400..500).contains(&status), "{webhook}: {status} {code}");
    }
}
