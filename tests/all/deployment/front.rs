//! Who is let in: what came through CloudFront, which proves itself by a secret, and nobody else but carriers.

use std::time::Duration;

use axum::Router;
use axum::body::Body;
use http::{HeaderMap, Request};
use memberline_http_api::front::{Front, PROOF};
use serde_json::{Value, json};

use super::calls::documented;
use crate::world::World;
use crate::world::agents::answer_of;
use crate::world::deployment::process_time_passes;
use crate::world::front::shown;
use crate::world::links::download_request;
use crate::world::people::body;
use crate::world::template::{TEMPLATE, properties, resources};

const SECRET: &str = "secret-of-cloudfront";
const READ: &str = "SecretsManager.GetSecretValue";

/// The functions that CloudFront stands in front of.
const BEHIND: [&str; 3] = ["AdminApi", "AgentApi", "SecureDownload"];

impl World {
    /// Asks a router as amara, with these headers. The status, and the problem's code.
    async fn asks_router(&self, api: &Router, path: &str, headers: HeaderMap) -> (u16, Value) {
        let mut request = Request::get(path)
            .header("authorization", format!("Bearer {}", self.session("amara")))
            .body(Body::empty())
            .unwrap();
        request.headers_mut().extend(headers);
        let answer = answer_of(api, request).await;
        (answer.status, answer.body["code"].clone())
    }

    async fn asks_me(&self, api: &Router, secret: &str) -> u16 {
        self.asks_router(api, "/v1/me", shown(secret, "203.0.113.7"))
            .await
            .0
    }
}

fn read(calls: &[String]) -> usize {
    calls.iter().filter(|call| *call == READ).count()
}

#[tokio::test]
async fn each_function_lets_in_who_shows_the_secret_and_reads_it_once() {
    let world = World::new().await;
    world.front_secret_becomes(SECRET).await;
    let agents = (world.api_behind(world.front_of("AgentApi")), "/v1/me");
    let administration = (
        world.admin_api_behind(world.front_of("AdminApi")),
        "/v1/directory/teams",
    );
    for (api, path) in [agents, administration] {
        for headers in [HeaderMap::new(), shown("secret-of-another", "203.0.113.7")] {
            let (status, code) = world.asks_router(&api, path, headers).await;
            assert_eq!((status, code), (403, json!("wrong_address")), "{path}");
        }
        world.cloud.tap.take_calls();
        for _ in 0..3 {
            let (status, _) = world.asks_router(&api, path, shown(SECRET, "203.0.113.7")).await;
            assert_eq!(status, 200, "{path}");
        }
        let twice = {
            let mut headers = shown(SECRET, "203.0.113.7");
            headers.append(PROOF, SECRET.parse().unwrap());
            headers
        };
        assert_eq!(world.asks_router(&api, path, twice).await.0, 403);
        assert_eq!(read(&world.cloud.tap.take_calls()), 0, "{path}");
    }
    let fresh = world.api_behind(world.front_of("AgentApi"));
    for expected in [1, 0] {
        assert_eq!(world.asks_me(&fresh, SECRET).await, 200);
        assert_eq!(read(&world.cloud.tap.take_calls()), expected);
    }
}

#[tokio::test]
async fn a_link_is_described_behind_the_secret_only_and_costs_no_more_calls() {
    let world = World::new().await;
    world.front_secret_becomes(SECRET).await;
    let page = world.secure_download_behind(world.front_of("SecureDownload"));
    let ask = async |headers: HeaderMap| {
        let mut event = download_request("describe", &"A".repeat(43), None);
        event.headers.extend(headers);
        let answer = page.handle(event, "test", world.clock.now()).await;
        let answered: Value = serde_json::from_str(&body(&answer)).unwrap();
        (answer.status_code, answered["code"].clone())
    };
    assert_eq!(ask(HeaderMap::new()).await, (403, json!("wrong_address")));
    assert_eq!(world.calls(), [""; 0], "nothing is asked for who shows nothing");
    let known = shown(SECRET, "203.0.113.7");
    assert_eq!(ask(known.clone()).await, (404, json!("link_not_found")));
    assert_eq!(read(&world.calls()), 1);
    assert_eq!(ask(known).await, (404, json!("link_not_found")));
    assert_eq!(
        world.calls(),
        documented("secure-download: link that there is not")
    );
}

#[tokio::test]
async fn after_a_rotation_both_secrets_are_taken_and_after_the_next_the_first_is_not() {
    let world = World::new().await;
    world.front_secret_becomes("first").await;
    let warm = world.api_behind(world.front_of("AgentApi"));
    assert_eq!(world.asks_me(&warm, "first").await, 200);
    world.front_secret_becomes("second").await;
    // Some of CloudFront's places know it, and others do not yet.
    process_time_passes(Duration::from_mins(2)).await;
    for secret in ["second", "first", "second", "first"] {
        assert_eq!(world.asks_me(&warm, secret).await, 200, "{secret}");
    }
    let cold = world.api_behind(world.front_of("AgentApi"));
    for secret in ["first", "second"] {
        assert_eq!(world.asks_me(&cold, secret).await, 200, "{secret}");
    }
    world.front_secret_becomes("third").await;
    process_time_passes(Duration::from_mins(61)).await;
    for (secret, status) in [("third", 200), ("first", 403), ("second", 200)] {
        for api in [&warm, &cold] {
            assert_eq!(world.asks_me(api, secret).await, status, "{secret}");
        }
    }
}

#[tokio::test]
async fn whoever_guesses_causes_few_calls_and_shuts_nobody_out() {
    let world = World::new().await;
    world.front_secret_becomes(SECRET).await;
    let api = world.api_behind(world.front_of("AgentApi"));
    for n in 0..50 {
        assert_eq!(world.asks_me(&api, &format!("guess-{n}")).await, 403);
    }
    assert_eq!(
        read(&world.cloud.tap.take_calls()),
        2,
        "the secret, and the one before"
    );
    assert_eq!(world.asks_me(&api, SECRET).await, 200);
    process_time_passes(Duration::from_secs(61)).await;
    for n in 0..50 {
        assert_eq!(world.asks_me(&api, &format!("guess-{n}")).await, 403);
        assert_eq!(world.asks_me(&api, SECRET).await, 200);
    }
    assert_eq!(read(&world.cloud.tap.take_calls()), 2);
}

#[tokio::test]
async fn while_secrets_manager_is_silent_what_was_right_stays_right() {
    let world = World::new().await;
    world.front_secret_becomes(SECRET).await;
    let warm = world.api_behind(world.front_of("AgentApi"));
    assert_eq!(world.asks_me(&warm, SECRET).await, 200);
    world
        .cloud
        .tap
        .break_operation(READ, crate::world::tap::Break::Failed);
    process_time_passes(Duration::from_mins(61)).await;
    world.calls();
    assert_eq!(world.asks_me(&warm, SECRET).await, 200);
    assert_ne!(read(&world.calls()), 0);
    assert_eq!(world.asks_me(&warm, SECRET).await, 200);
    assert_eq!(read(&world.calls()), 0, "it is not asked at each request");
    process_time_passes(Duration::from_mins(1)).await;
    assert_eq!(world.asks_me(&warm, SECRET).await, 200);
    assert_ne!(read(&world.calls()), 0);
    let (status, code) = world.asks_router(&warm, "/v1/me", shown("other", "::1")).await;
    assert_eq!(
        (status, code),
        (503, json!("unavailable")),
        "it may be the new one"
    );
    let cold = world.api_behind(world.front_of("AgentApi"));
    assert_eq!(world.asks_me(&cold, SECRET).await, 503);
    world.cloud.tap.mend();
    assert_eq!(world.asks_me(&cold, SECRET).await, 200);
}

#[tokio::test]
async fn a_secret_that_is_empty_or_gone_lets_nobody_in() {
    let world = World::new().await;
    let empty = (200, json!({ "SecretString": "", "Name": "front" }));
    for answers in [vec![empty.clone(), empty.clone()], vec![empty]] {
        let api = world.api_behind(world.front_of("AgentApi"));
        world.cloud.tap.answers(READ, answers);
        let (status, _) = world.asks_router(&api, "/v1/me", shown("", "::1")).await;
        assert_eq!(status, 500);
        world.cloud.tap.mend();
    }
    let api = world.api_behind(world.front_of("AgentApi"));
    assert_eq!(world.asks_me(&api, SECRET).await, 500, "there is no such secret");
}

/// Carriers and loan systems sign what they send, and call the API itself.
#[test]
fn nothing_stands_in_front_of_webhooks_and_no_environment_holds_the_secret() {
    for function in resources("AWS::Serverless::Function") {
        let variables = &properties(&function)["Environment"]["Variables"];
        let asks = variables.get("FRONT_SECRET_ID").is_some();
        assert_eq!(asks, BEHIND.contains(&function.as_str()), "{function}");
    }
    let document = serde_yaml_ng::to_string(&*TEMPLATE).unwrap();
    assert_eq!(
        document.matches("{{resolve:").count(),
        1,
        "in the origin's header alone"
    );
    let origin = &properties("Pages")["DistributionConfig"]["Origins"][1];
    let header = &origin["OriginCustomHeaders"][0];
    assert_eq!(header["HeaderName"], PROOF.as_str());
    assert!(
        serde_yaml_ng::to_string(header)
            .unwrap()
            .contains("{{resolve:secretsmanager:${FrontSecret.Id}:")
    );
    let front = Front::default();
    assert_eq!(format!("{front:?}"), "Front(None)");
}
