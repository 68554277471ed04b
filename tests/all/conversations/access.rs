//! Who gets in, and what they cannot reach.

use axum::body::Body;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::{Method, Request};
use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::world::World;
use crate::world::issuer::{KEY, Signer, claims};
use crate::world::links::CONSOLE;
use crate::world::people::seed;

const MEMBER: &str = "+15552010001";

#[tokio::test]
async fn a_token_that_is_not_the_issuers_for_us_and_now_opens_nothing() {
    let world = World::new().await;
    let now = world.clock.now().as_second();
    let good = claims("lakeside-maria", now);
    let with = |name: &str, value: Value| {
        let mut claims = good.clone();
        claims[name] = value;
        KEY.token(&claims)
    };
    let unsigned = {
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        format!(
            "{}.{}.",
            part(&json!({ "alg": "none", "kid": "key-1" })),
            part(&good)
        )
    };
    let symmetric = jsonwebtoken::encode(
        &jsonwebtoken::Header {
            kid: Some("key-1".to_owned()),
            ..Default::default()
        },
        &good,
        &jsonwebtoken::EncodingKey::from_secret(b"the public key"),
    )
    .unwrap();
    let mut tampered = KEY.token(&good);
    tampered.replace_range(tampered.len() - 4..tampered.len() - 3, "_");
    let cases = [
        (unsigned, 401, "token_malformed"),
        (symmetric, 401, "token_algorithm"),
        (tampered, 401, "token_signature"),
        (Signer::new("key-1").token(&good), 401, "token_signature"),
        (Signer::new("key-2").token(&good), 401, "token_key_unknown"),
        (with("exp", json!(now - 61)), 401, "token_expired"),
        (with("nbf", json!(now + 61)), 401, "token_not_yet_valid"),
        (with("aud", json!("another")), 401, "token_audience"),
        (with("token_use", json!("id")), 401, "token_audience"),
        (with("typ", json!("ID")), 401, "token_audience"),
        (
            with("at_hash", json!("77QmUPtjPfzWtF2AnpK9RQ")),
            401,
            "token_audience",
        ),
        (with("iss", json!("https://evil.example")), 401, "token_issuer"),
        (with("exp", json!("soon")), 401, "token_malformed"),
        ("a.b.c".to_owned(), 401, "token_malformed"),
        ("x".repeat(20_000), 401, "token_malformed"),
        (with("sub", json!("nobody")), 403, "unknown_agent"),
    ];
    for (token, status, code) in cases {
        let answer = world.bearer(&token).get("/v1/conversations").await;
        assert_eq!(
            (answer.status, answer.body["code"].as_str()),
            (status, Some(code)),
            "{token:.40}"
        );
    }
    let bare = Request::builder().uri("/v1/me").body(Body::empty()).unwrap();
    assert_eq!(world.agent("maria").send(bare).await.status, 401);
    assert_eq!(world.agent("maria").get("/v1/me").await.status, 200);
}

#[tokio::test]
async fn an_organisation_cannot_see_that_another_exists() {
    let world = World::new().await;
    seed(&world.store(), "harbor", "+155502000", world.clock.now()).await;
    for n in 0..3 {
        world
            .member(&format!("+1555201000{n}"))
            .texts(&format!("SM{n}"), "Hello")
            .await;
    }
    let stranger = world.agent_of("harbor", "amara");
    assert!(stranger.lists("").await.is_empty());
    let conversation = format!("{}-1", world.thread("lakeside", "+15550100001", "+15552010000"));
    let missing = conversation.replace(|c: char| c.is_ascii_alphabetic(), "0");
    for path in ["", "/timeline"] {
        let foreign = stranger
            .get(&format!("/v1/conversations/{conversation}{path}"))
            .await;
        let mut nothing = stranger.get(&format!("/v1/conversations/{missing}{path}")).await;
        assert_eq!((foreign.status, nothing.status), (404, 404));
        nothing.body["request_id"] = foreign.body["request_id"].clone();
        assert_eq!(
            foreign.body, nothing.body,
            "a foreign conversation looks like none"
        );
    }
    for answer in [
        stranger.claims(&conversation).await,
        stranger.closes(&conversation).await,
        stranger.writes(&conversation, "Hi", "k").await,
    ] {
        assert_eq!(answer.status, 404);
    }

    let page = world.agent("amara").get("/v1/conversations?limit=2").await.body;
    let cursor = page["next_cursor"].as_str().unwrap();
    let answer = stranger
        .get(&format!("/v1/conversations?limit=2&cursor={cursor}"))
        .await;
    assert_eq!(
        (answer.status, &answer.body["code"]),
        (400, &json!("invalid_cursor"))
    );
}

#[tokio::test]
async fn hostile_requests_get_a_problem_and_never_a_500() {
    let world = World::new().await;
    world.member(MEMBER).texts("SM1", "Hello").await;
    let conversation = format!("{}-1", world.thread("lakeside", "+15550100001", MEMBER));
    let maria = world.agent("maria");
    maria.claims(&conversation).await;
    let messages = format!("/v1/conversations/{conversation}/messages");
    let post = |body: Vec<u8>, kind: &str| {
        maria
            .request(&Method::POST, &messages)
            .header("content-type", kind)
            .body(Body::from(body))
            .unwrap()
    };
    let get = |path: &str| maria.request(&Method::GET, path).body(Body::empty()).unwrap();
    let cases = [
        (post(b"{\"text\":".to_vec(), "application/json"), 400),
        (post(b"\xff\xfe".to_vec(), "application/json"), 400),
        (post(b"{\"text\":1}".to_vec(), "application/json"), 400),
        (
            post(b"{\"text\":\"a\",\"more\":1}".to_vec(), "application/json"),
            400,
        ),
        (post(b"text=a".to_vec(), "application/x-www-form-urlencoded"), 415),
        (post(vec![b'a'; 1024 * 1024], "application/json"), 413),
        (get("/v1/conversations?limit=0"), 400),
        (get("/v1/conversations?limit=-1"), 400),
        (get("/v1/conversations?filter=all"), 400),
        (get("/v1/conversations?cursor=AAAA"), 400),
        (get("/v1/conversations?team=lending%23x"), 404),
        (get("/v1/conversations/x"), 404),
        (get("/v1/conversations/..%2f..%2f"), 404),
        (get("/v1/nothing"), 404),
        (
            maria
                .request(&Method::DELETE, "/v1/conversations")
                .body(Body::empty())
                .unwrap(),
            405,
        ),
    ];
    for (request, status) in cases {
        let path = request.uri().to_string();
        let answer = maria.send(request).await;
        assert_eq!(answer.status, status, "{path}: {}", answer.body);
        assert_eq!(answer.body["status"], status, "{path}: {}", answer.body);
        assert!(
            answer.body["code"].is_string() && answer.body["request_id"].is_string(),
            "{path}: {}",
            answer.body
        );
    }
}

#[tokio::test]
async fn only_an_administrator_sees_and_replays_the_quarantine() {
    let world = World::new().await;
    let mut webhook = world.member(MEMBER).webhook("SM1", "Hello");
    let signature = webhook.headers.remove("x-twilio-signature").unwrap();
    world.inbound().handle(webhook, "test", world.clock.now()).await;
    for agent in ["maria", "sofia"] {
        assert_eq!(world.agent(agent).get("/v1/quarantine").await.status, 403);
    }
    let amara = world.agent("amara");
    let page = amara.get("/v1/quarantine").await.body;
    assert_eq!(page["items"][0]["reason"], "missing_signature");
    let id = page["items"][0]["id"].as_str().unwrap();
    let refused = amara
        .post(&format!("/v1/quarantine/{id}/replay"), &json!({}))
        .await;
    assert_eq!(
        (refused.status, &refused.body["code"]),
        (422, &json!("webhook_not_verified")),
        "{}",
        refused.body
    );
    assert!(!signature.is_empty());
    assert_eq!(
        amara.get("/v1/quarantine").await.body["items"]
            .as_array()
            .unwrap()
            .len(),
        1,
        "it stays until it is taken in"
    );
}

/// API Gateway answers from the template, the function from its source: what a browser is told is one thing.
#[tokio::test]
async fn a_preflight_is_answered_by_the_function_as_by_the_template() {
    let template = serde_yaml_ng::from_str(crate::world::roles::TEMPLATE).unwrap();
    let template = memberline_permissions::long_form(template).unwrap();
    let configured = &template["Resources"]["HttpApi"]["Properties"]["CorsConfiguration"];
    // Where the console is at an address that is known before.
    let configured = &configured["Fn::If"][1];
    assert_eq!(configured["AllowOrigins"], json!([{ "Ref": "ConsoleUrl" }]));

    let world = World::new().await;
    let listed = |name: &str| {
        let listed = configured[name].as_array().unwrap();
        let listed: Vec<_> = listed.iter().map(|value| value.as_str().unwrap()).collect();
        listed.join(", ")
    };
    for (api, path) in [
        (world.api(), "/v1/conversations"),
        (world.admin_api(), "/v1/directory/groups"),
    ] {
        let request = Request::builder()
            .method(Method::OPTIONS)
            .uri(path)
            .header("origin", CONSOLE)
            .header("access-control-request-method", "GET")
            .body(Body::empty())
            .unwrap();
        let answer = api.oneshot(request).await.unwrap();
        assert_eq!(answer.status(), 204);
        let said = |name: &str| answer.headers()[name].to_str().unwrap().to_owned();
        assert_eq!(said("access-control-allow-origin"), CONSOLE);
        assert_eq!(said("access-control-allow-methods"), listed("AllowMethods"));
        assert_eq!(said("access-control-allow-headers"), listed("AllowHeaders"));
        assert_eq!(said("access-control-expose-headers"), listed("ExposeHeaders"));
        assert_eq!(said("access-control-max-age"), configured["MaxAge"].to_string());
    }
}
