//! What is answered before anybody is known: routes, methods, tokens, headers. No AWS answers here.

use std::sync::Arc;
use std::time::Duration;

use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_sdk_dynamodb::config::{Credentials, SharedCredentialsProvider};
use axum::body::Body;
use http::{HeaderMap, Method, Request, StatusCode};
use memberline_http_api::front::Front;
use memberline_platform::auth::TokenVerifier;
use memberline_platform::config::{AuthConfig, ConsoleConfig, DeadLetterConfig, DocumentsConfig, WayBack};
use memberline_platform::http::Http;
use memberline_platform::presign::Presigner;
use memberline_store::{Store, Tables, Vault};
use serde_json::Value;
use tower::ServiceExt as _;

use crate::{AgentApi, DeadLetters, Parts, router};

fn api() -> Arc<AgentApi> {
    let sdk = SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("us-east-1"))
        .credentials_provider(SharedCredentialsProvider::new(Credentials::new(
            "key", "secret", None, None, "test",
        )))
        .build();
    let tables = Tables {
        timeline: "timeline".to_owned(),
        directory: "directory".to_owned(),
        keys: "keys".to_owned(),
        access: "access".to_owned(),
    };
    let vault = Vault::new(aws_sdk_kms::Client::new(&sdk), "key".to_owned());
    let auth = AuthConfig {
        issuer: "https://issuer.example".to_owned(),
        audience: "memberline".to_owned(),
        // Nothing listens there.
        jwks_url: "http://127.0.0.1:1/jwks.json".to_owned(),
    };
    let way = |name: &str| WayBack {
        dead_letters: format!("http://127.0.0.1:1/{name}-dead"),
        again: format!("http://127.0.0.1:1/{name}"),
    };
    let queues = DeadLetterConfig {
        documents: way("documents"),
        email: way("email"),
        events: way("events"),
        nudges: way("nudges"),
        outbound: way("outbound"),
        timers: way("timers"),
    };
    let documents = DocumentsConfig {
        bucket: "documents".to_owned(),
        key_id: "key".to_owned(),
    };
    Arc::new(AgentApi::new(Parts {
        store: Arc::new(Store::new(aws_sdk_dynamodb::Client::new(&sdk), tables, vault)),
        tokens: TokenVerifier::new(auth, Http::new(Duration::from_secs(1))),
        public_url: "https://text.lakeside.example".to_owned(),
        dead_letters: DeadLetters {
            sqs: aws_sdk_sqs::Client::new(&sdk),
            queues,
        },
        console: ConsoleConfig::of("https://console.lakeside.example/").unwrap(),
        documents: Presigner::new(&sdk, &documents).unwrap(),
        files: Http::new(Duration::from_secs(1)),
        front: Front::default(),
    }))
}

async fn answer(request: Request<Body>) -> (StatusCode, HeaderMap, Value) {
    let response = router(api()).oneshot(request).await.unwrap();
    let (status, headers) = (response.status(), response.headers().clone());
    let body = axum::body::to_bytes(response.into_body(), 1024 * 1024)
        .await
        .unwrap();
    (status, headers, serde_json::from_slice(&body).unwrap_or_default())
}

fn asked(method: Method, path: &str) -> http::request::Builder {
    Request::builder().method(method).uri(path)
}

async fn problem(request: Request<Body>, status: u16, code: &str) -> (HeaderMap, Value) {
    let (answered, headers, document) = answer(request).await;
    assert_eq!(
        (answered.as_u16(), &document["code"]),
        (status, &code.into()),
        "{document}"
    );
    assert_eq!(document["status"], status);
    assert_eq!(headers["content-type"], "application/problem+json");
    assert_eq!(headers["cache-control"], "no-store");
    assert_eq!(headers["x-content-type-options"], "nosniff");
    (headers, document)
}

#[tokio::test]
async fn an_unknown_route_is_a_problem_with_the_callers_request_id() {
    for path in [
        "/",
        "/v1",
        "/v1/conversations/",
        "/v2/me",
        "/v1/conversations/a/b/c",
        "/v1/%00",
        "/v1//me",
    ] {
        let request = asked(Method::GET, path).header("x-request-id", "r-17");
        let (headers, document) = problem(request.body(Body::empty()).unwrap(), 404, "no_such_route").await;
        assert_eq!(document["request_id"], "r-17");
        assert_eq!(headers["x-request-id"], "r-17");
    }
}

#[tokio::test]
async fn a_wrong_method_is_told_the_right_ones() {
    for (method, path, allowed) in [
        (Method::DELETE, "/v1/me", "GET,HEAD"),
        (Method::PUT, "/v1/conversations/x/claim", "POST"),
        (Method::OPTIONS, "/v1/me", "GET,HEAD"),
    ] {
        let request = asked(method, path).body(Body::empty()).unwrap();
        let (headers, document) = problem(request, 405, "method_not_allowed").await;
        assert_eq!(headers["allow"], allowed);
        assert_eq!(document["title"], "This method is not taken here");
    }
}

#[tokio::test]
async fn every_route_but_the_description_wants_a_token() {
    let document = serde_json::to_value(crate::description()).unwrap();
    let snapshot: Value = serde_json::from_str(crate::openapi::show::SNAPSHOT).unwrap();
    for (path, operations) in document["paths"].as_object().unwrap() {
        for method in operations.as_object().unwrap().keys() {
            let method = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
            let request = asked(method, &path.replace(['{', '}'], ""))
                .body(Body::empty())
                .unwrap();
            if path == "/openapi.json" {
                let (status, _, described) = answer(request).await;
                assert_eq!((status, &described), (StatusCode::OK, &snapshot));
                continue;
            }
            let (headers, _) = problem(request, 401, "token_missing").await;
            assert_eq!(headers["www-authenticate"], "Bearer realm=\"memberline\"");
        }
    }
}

#[tokio::test]
async fn a_token_that_is_none_is_refused_with_its_code() {
    // {"alg":"none","typ":"JWT"}, {"alg":"HS256","kid":"k"}, each with {"sub":"maria"} and an empty signature.
    for (token, code) in [
        ("garbage", "token_malformed"),
        (
            "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.eyJzdWIiOiJtYXJpYSJ9.",
            "token_malformed",
        ),
        (
            "eyJhbGciOiJIUzI1NiIsImtpZCI6ImsifQ.eyJzdWIiOiJtYXJpYSJ9.",
            "token_algorithm",
        ),
    ] {
        let request = asked(Method::GET, "/v1/me").header("authorization", format!("bearer {token}"));
        let (headers, document) = problem(request.body(Body::empty()).unwrap(), 401, code).await;
        let challenge = headers["www-authenticate"].to_str().unwrap();
        assert_eq!(
            challenge,
            format!("Bearer realm=\"memberline\", error=\"invalid_token\", error_description=\"{code}\"")
        );
        assert!(!document.to_string().contains(token));
    }
    for header in ["", "Bearer", "Bearer ", "Basic bWFyaWE6eA=="] {
        let request = asked(Method::GET, "/v1/me").header("authorization", header);
        problem(request.body(Body::empty()).unwrap(), 401, "token_missing").await;
    }
}

#[tokio::test]
async fn an_issuer_that_does_not_answer_is_no_fault_of_the_caller() {
    // {"alg":"RS256","kid":"k"}
    let token = "Bearer eyJhbGciOiJSUzI1NiIsImtpZCI6ImsifQ.eyJzdWIiOiJtYXJpYSJ9.c2ln";
    let request = asked(Method::GET, "/v1/me").header("authorization", token);
    let request = request.body(Body::empty()).unwrap();
    let (headers, _) = problem(request, 503, "issuer_unavailable").await;
    assert!(!headers.contains_key("www-authenticate"));
}

#[tokio::test]
async fn the_consoles_pages_alone_may_call_from_another_origin() {
    let preflight = |origin: &str| {
        let request = asked(Method::OPTIONS, "/v1/conversations/x/messages").header("origin", origin);
        let request = request.header("access-control-request-method", "POST");
        request.body(Body::empty()).unwrap()
    };
    let (status, headers, _) = answer(preflight("https://console.lakeside.example")).await;
    assert_eq!(status, StatusCode::NO_CONTENT);
    assert_eq!(
        headers["access-control-allow-origin"],
        "https://console.lakeside.example"
    );
    assert!(
        headers["access-control-allow-headers"]
            .to_str()
            .unwrap()
            .contains("idempotency-key")
    );
    for origin in [
        "https://console.lakeside.example.evil.example",
        "null",
        "http://console.lakeside.example",
    ] {
        let (_, headers, _) = answer(preflight(origin)).await;
        assert!(!headers.contains_key("access-control-allow-origin"), "{origin}");
        assert_eq!(headers["vary"], "origin");
    }
}
