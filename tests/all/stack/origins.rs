//! Pages from elsewhere, at the deployed API.

use crate::stack::running::Stack;

/// What an answer says to the browser of a page from elsewhere.
fn to_other_origins(answer: &reqwest::Response) -> Vec<(String, String)> {
    let mut said: Vec<_> = answer
        .headers()
        .iter()
        .filter(|(name, _)| name.as_str().starts_with("access-control-"))
        .map(|(name, value)| {
            let mut values: Vec<_> = value.to_str().unwrap().split(',').map(str::trim).collect();
            values.sort_unstable();
            (name.to_string(), values.join(" "))
        })
        .collect();
    said.sort();
    said
}

/// API Gateway answers preflights from the template's configuration, and the function where there is no API Gateway: a browser is to
/// be told the same.
#[tokio::test]
async fn the_consoles_origin_alone_may_call_through_the_api() {
    let stack = Stack::running().await;
    let console = stack.url("");
    let preflight = async |origin: &str| {
        let request = reqwest::Client::new()
            .request(reqwest::Method::OPTIONS, stack.url("/v1/conversations"))
            .header("origin", origin)
            .header("access-control-request-method", "GET")
            .header("access-control-request-headers", "authorization");
        request.send().await.unwrap()
    };
    let allowed = preflight(&console).await;
    assert_eq!(allowed.status().as_u16(), 204);
    let expected = [
        (
            "access-control-allow-headers",
            "authorization content-type idempotency-key if-match",
        ),
        ("access-control-allow-methods", "DELETE GET POST PUT"),
        ("access-control-allow-origin", console.as_str()),
        ("access-control-expose-headers", "date etag x-request-id"),
        ("access-control-max-age", "3600"),
    ];
    let expected = expected.map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(to_other_origins(&allowed), expected);
    for origin in ["https://evil.example", "null"] {
        assert_eq!(to_other_origins(&preflight(origin).await), [], "{origin}");
    }

    let token = stack.info["agents"][0]["token"].as_str().unwrap();
    let asked = async |origin: &str| {
        let request = reqwest::Client::new().get(stack.url("/v1/me")).bearer_auth(token);
        request.header("origin", origin).send().await.unwrap()
    };
    let answer = asked(&console).await;
    assert_eq!(answer.status().as_u16(), 200);
    let origins: Vec<_> = answer
        .headers()
        .get_all("access-control-allow-origin")
        .iter()
        .collect();
    assert_eq!(origins, [console.as_str()], "said once");
    let exposed: Vec<_> = answer
        .headers()
        .get_all("access-control-expose-headers")
        .iter()
        .collect();
    assert_eq!(exposed.len(), 1, "{exposed:?}");
    let answer = asked("https://evil.example").await;
    assert!(answer.headers().get("access-control-allow-origin").is_none());
}
