//! Links in the hands of scanners, guessers and others whom they were not sent to.

use std::fmt::Write as _;

use aws_sdk_dynamodb::types::AttributeValue;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::{HeaderValue, Method};
use memberline_domain::directory::DownloadSettings;
use serde_json::json;

use super::{MEMBER, downloads, kinds, settings, timeline};
use crate::world::World;
use crate::world::links::download_request;
use crate::world::outbox::attribute;
use crate::world::people::{body, request, seed};

#[tokio::test]
async fn lesson_44_what_scanners_do_changes_nothing() {
    let world = World::new().await;
    let message = world.sends_picture(MEMBER, "MM1").await;
    let token = world.gets_link("maria", &message).await;
    settings(
        &world,
        DownloadSettings {
            link_alone: true,
            any_agent: true,
        },
    )
    .await;
    let before = kinds(&world).await;
    let page = world.secure_download();
    let mut calls = 0;
    for operation in ["open", "describe"] {
        for method in [Method::GET, Method::HEAD, Method::OPTIONS, Method::PUT] {
            let mut event = download_request(operation, &token, None);
            event.request_context.http.method = method.clone();
            let answer = page.handle(event, "test", world.clock.now()).await;
            assert_eq!(answer.status_code, 405, "{method} {operation}");
            assert_eq!(answer.headers["allow"], "POST, OPTIONS");
            calls += 1;
        }
        // A form that a scanner submits.
        let form = format!("token={token}");
        let mut event = request(
            &format!("/downloads/{operation}"),
            form,
            "application/x-www-form-urlencoded",
        );
        event.request_context.http.method = Method::POST;
        assert_eq!(
            page.handle(event, "test", world.clock.now()).await.status_code,
            415
        );
    }
    for _ in 0..3 {
        assert_eq!(world.asks("describe", &token, None).await.status, 200);
    }
    assert_eq!((calls, kinds(&world).await), (8, before));
    assert_eq!(world.opens(&token, None).await.status, 200, "nothing is used up");
}

#[tokio::test]
async fn a_hostile_token_is_a_link_that_there_is_not() {
    let world = World::new().await;
    let message = world.sends_picture(MEMBER, "MM1").await;
    let token = world.gets_link("maria", &message).await;
    let session = world.session("maria");
    let mut other = token.clone();
    other.replace_range(0..1, if token.starts_with('A') { "B" } else { "A" });
    let unknown = world.opens(&other, Some(&session)).await;
    for hostile in [
        "",
        &token[..42],
        &format!("{token}A"),
        &token.replace(|_: char| true, "+"),
        "../../etc/passwd",
    ] {
        let answer = world.opens(hostile, Some(&session)).await;
        assert_eq!((answer.status, &answer.body), (404, &unknown.body), "{hostile}");
    }
    let foreign = world.opens(&token, Some(&world.session("devon"))).await;
    assert_eq!(
        (foreign.status, &foreign.body),
        (404, &unknown.body),
        "nobody learns which links there are"
    );
    assert_eq!(world.opens(&"A".repeat(10_240), Some(&session)).await.status, 413);
    assert_eq!(downloads(&world).await, 0);
    assert_eq!(world.opens(&token, Some(&session)).await.status, 200);
}

#[tokio::test]
async fn only_the_consoles_pages_may_ask_from_a_browser() {
    let world = World::new().await;
    let page = world.secure_download();
    let asks = async |origin: &'static str| {
        let mut event = download_request("open", "x", None);
        event.request_context.http.method = Method::OPTIONS;
        event.headers.insert("origin", HeaderValue::from_static(origin));
        event
            .headers
            .insert("access-control-request-method", HeaderValue::from_static("POST"));
        page.handle(event, "test", world.clock.now()).await
    };
    let answer = asks("https://console.lakeside.example").await;
    assert_eq!(answer.status_code, 204);
    assert_eq!(
        answer.headers["access-control-allow-origin"],
        "https://console.lakeside.example"
    );
    assert_eq!(
        answer.headers["access-control-allow-headers"],
        "authorization, content-type"
    );
    for origin in [
        "https://evil.example",
        "https://console.lakeside.example.evil.example",
        "null",
    ] {
        assert!(
            asks(origin)
                .await
                .headers
                .get("access-control-allow-origin")
                .is_none(),
            "{origin}"
        );
    }
}

#[tokio::test]
async fn no_table_queue_or_answer_holds_a_token() {
    let world = World::new().await;
    let message = world.sends_picture(MEMBER, "MM1").await;
    let pressed = world.agent("maria").presses_download(&message).await;
    let due = world.links_due().await;
    world.mail_links().await;
    let token = world.tokens_sent().await.pop().unwrap();
    let opened = world.opens(&token, Some(&world.session("maria"))).await;
    let history = world.agent("maria").get(&timeline(&message)).await;
    let raw = URL_SAFE_NO_PAD.decode(&token).unwrap();
    let hex = raw.iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    });
    for shown in [pressed.body, opened.body, history.body, json!(due)] {
        assert!(
            !shown.to_string().contains(&token) && !shown.to_string().contains(&hex),
            "{shown}"
        );
    }
    let mut links = 0;
    for table in ["timeline", "directory", "keys", "access"] {
        for item in world.cloud.items(table).await {
            links += usize::from(attribute(&item, "pk").starts_with("D#"));
            for (name, value) in &item {
                let bytes = match value {
                    AttributeValue::B(blob) => blob.as_ref().to_vec(),
                    other => format!("{other:?}").into_bytes(),
                };
                for secret in [token.as_bytes(), hex.as_bytes(), &raw] {
                    assert!(
                        !bytes.windows(secret.len()).any(|part| part == secret),
                        "{table}: {name}"
                    );
                }
            }
        }
    }
    assert_eq!(links, 1);
}

#[tokio::test]
async fn a_link_of_another_organisation_is_no_link() {
    let world = World::new().await;
    seed(&world.store(), "harbor", "+155502000", world.clock.now()).await;
    let message = world.sends_picture(MEMBER, "MM1").await;
    let harbors = world.agent_of("harbor", "maria").presses_download(&message).await;
    assert_eq!(harbors.status, 404);
    let token = world.gets_link("maria", &message).await;
    // The record is moved to another organisation: what it leads to is not there.
    let item = world
        .cloud
        .items("access")
        .await
        .into_iter()
        .find(|i| i["pk"].as_s().unwrap().starts_with("D#"));
    let mut moved = item.unwrap();
    let harbor = AttributeValue::S("harbor".to_owned());
    moved.insert("organisation".to_owned(), harbor);
    world.cloud.put("access", moved).await;
    let session = world.session_of("harbor-maria");
    assert_eq!(world.opens(&token, Some(&session)).await.status, 404);
    let answer = world
        .secure_download()
        .handle(
            download_request("describe", &token, None),
            "test",
            world.clock.now(),
        )
        .await;
    assert!(body(&answer).contains("link_not_found"));
}
