//! The samples in `events/`: every file is an event that its function reads, and answers without a failure of ours.

use std::time::Duration;

use aws_lambda_events::apigw::ApiGatewayV2httpRequest;
use aws_lambda_events::sqs::SqsEvent;
use memberline_domain::application::{LosDocument, parse_los_event};
use memberline_platform::Deadline;
use tower::ServiceExt;

use crate::world::World;
use crate::world::media::MediaHost;

fn samples() -> Vec<(String, String)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../events");
    let mut samples: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap())
        .filter(|file| {
            file.path()
                .extension()
                .is_some_and(|extension| extension == "json")
        })
        .map(|file| {
            let name = file.file_name().into_string().unwrap();
            (name, std::fs::read_to_string(file.path()).unwrap())
        })
        .collect();
    samples.sort();
    samples
}

#[tokio::test]
async fn every_sample_is_an_event_that_its_function_answers() {
    let world = World::new().await;
    let (inbound, outbound, notifier, api) =
        (world.inbound(), world.outbound(), world.notifier(), world.api());
    let admin_api = world.admin_api();
    let clock = world.clock.clone();
    let documents = world.documents(&MediaHost::default());
    let page = world.secure_download();
    let re_engagement = world.re_engagement();
    let mut seen = [0; 6];
    for (name, json) in samples() {
        if name.starts_with("inbound-sms-") {
            seen[0] += 1;
            let event: ApiGatewayV2httpRequest = serde_json::from_str(&json).expect(&name);
            let status = inbound.handle(event, "test", world.clock.now()).await.status_code;
            // The secrets that they are signed with are not this world's.
            assert!((400..500).contains(&status), "{name}: {status}");
        } else if name.starts_with("agent-api-") || name.starts_with("admin-api-") {
            seen[1] += 1;
            let request = lambda_http::request::from_str(&json).expect(&name);
            let request = request.map(|body| axum::body::Body::from(body.to_vec()));
            let api = if name.starts_with("admin-api-") {
                &admin_api
            } else {
                &api
            };
            let status = api.clone().oneshot(request).await.unwrap().status().as_u16();
            assert_eq!(status, if name.contains("openapi") { 200 } else { 401 }, "{name}");
        } else if name.starts_with("outbound-sms-") {
            seen[2] += 1;
            let event: outbound_sms::Event = serde_json::from_str(&json).expect(&name);
            let deadline = Deadline::within(Duration::from_mins(1));
            Box::pin(outbound.handle(event, "test", &|| clock.now(), deadline)).await;
        } else if name.starts_with("los-") {
            let event = LosDocument::read(json.as_bytes()).expect(&name);
            parse_los_event(&event, "2026-12-24T00:00:00Z".parse().unwrap()).expect(&name);
        } else if name.starts_with("re-engagement-") {
            seen[5] += 1;
            let event: serde_json::Value = serde_json::from_str(&json).expect(&name);
            let answer = world.handles(&re_engagement, event).await;
            match name.as_str() {
                "re-engagement-timer-malformed.json" => assert!(answer.is_err()),
                name if name.contains("-los-") => assert_eq!(answer.unwrap()["statusCode"], 401, "{name}"),
                name => assert!(answer.is_ok(), "{name}"),
            }
        } else if name.starts_with("documents-") {
            let event: SqsEvent = serde_json::from_str(&json).expect(&name);
            Box::pin(documents.handle(event, "test", &|| clock.now())).await;
        } else if name.starts_with("secure-download-") {
            seen[4] += 1;
            let event: ApiGatewayV2httpRequest = serde_json::from_str(&json).expect(&name);
            let status = page.handle(event, "test", world.clock.now()).await.status_code;
            let expected = match name.trim_start_matches("secure-download-") {
                "form.json" => 415,
                "get.json" => 405,
                "open-malformed.json" => 400,
                "preflight.json" => 204,
                _ => 404,
            };
            assert_eq!(status, expected, "{name}");
        } else {
            seen[3] += 1;
            assert!(name.starts_with("email-notifier-"), "{name} is nobody's");
            let event: SqsEvent = serde_json::from_str(&json).expect(&name);
            Box::pin(notifier.handle(event, "test", world.clock.now())).await;
        }
    }
    assert!(seen.iter().all(|samples| *samples > 4), "{seen:?}");
}
