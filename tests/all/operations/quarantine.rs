//! What cannot be verified is answered 403, kept sealed, bounded and replayable.

use aws_lambda_events::apigw::ApiGatewayV2httpRequest;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::HeaderValue;
use memberline_carriers::{Credentials, Secret, TwilioCredentials};
use memberline_store::quarantine::Standing;
use serde_json::{Value, json};

use crate::world::World;
use crate::world::outbox::{attribute, of_kind};
use crate::world::people::{
    TELNYX_NUMBER, TELNYX_SEED, TWILIO_NUMBER, TWILIO_SID, TWILIO_TOKEN, body, request, sid, telnyx_payload,
    telnyx_webhook, twilio_webhook,
};

const MEMBER: &str = "+15552010001";

async fn post(world: &World, webhook: ApiGatewayV2httpRequest) -> (i64, Value) {
    let response = world.inbound().handle(webhook, "test", world.clock.now()).await;
    let document = serde_json::from_str(&body(&response)).unwrap_or_default();
    (response.status_code, document)
}

fn fields(to: &str) -> Vec<(&'static str, String)> {
    vec![
        ("MessageSid", sid("SM1")),
        ("AccountSid", TWILIO_SID.to_owned()),
        ("From", MEMBER.to_owned()),
        ("To", to.to_owned()),
        ("Body", "a secret".to_owned()),
        ("NumMedia", "0".to_owned()),
        ("NumSegments", "1".to_owned()),
    ]
}

/// The same, to our Twilio number, with some fields instead.
fn fields_with(with: &[(&str, &str)]) -> Vec<(&'static str, String)> {
    let mut fields = fields(TWILIO_NUMBER);
    for (name, value) in &mut fields {
        if let Some((_, other)) = with.iter().find(|(with, _)| with == name) {
            (*other).clone_into(value);
        }
    }
    fields
}

/// What anyone can post who knows nothing but the address.
fn noise() -> ApiGatewayV2httpRequest {
    let fields = fields_with(&[("AccountSid", "AC00000000000000000000000000000000")]);
    let fields: Vec<_> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
    twilio_webhook("/webhooks/twilio", &fields, "forged")
}

fn signed(to: &str, token: &str) -> ApiGatewayV2httpRequest {
    let fields = fields(to);
    let fields: Vec<_> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
    twilio_webhook("/webhooks/twilio", &fields, token)
}

fn telnyx_message(at: i64, seed: &[u8; 32]) -> ApiGatewayV2httpRequest {
    let payload = telnyx_payload(MEMBER, &[TELNYX_NUMBER]);
    telnyx_webhook(("/webhooks/telnyx", at), "message.received", &payload, seed)
}

#[tokio::test]
async fn what_is_forged_is_refused_kept_and_taken_in_once_the_secret_is_mended() {
    let world = World::new().await;
    let (status, problem) = post(&world, signed(TWILIO_NUMBER, "the-new-token")).await;
    assert_eq!((status, &problem["code"]), (403, &json!("wrong_signature")));
    assert_eq!(
        problem["type"],
        "https://memberline.example/problems/wrong_signature"
    );
    assert!(of_kind(world.cloud.items("timeline").await, "message_in").is_empty());

    let tenant = world.tenant("lakeside").await;
    let kept = world.quarantined().await.remove(0);
    assert_eq!(
        (kept.reason.as_str(), kept.standing),
        ("wrong_signature", Standing::Plausible)
    );
    let refused = world.intake().replay(&tenant, &kept, world.clock.now()).await;
    assert!(refused.is_err(), "the secret is not mended yet");

    let mended = Credentials::Twilio(TwilioCredentials {
        account_sid: TWILIO_SID.to_owned(),
        auth_token: Secret::new("the-new-token"),
        previous_auth_token: Some(Secret::new(TWILIO_TOKEN)),
        messaging_service_sid: None,
    });
    let json = serde_json::to_vec(&mended).unwrap();
    world
        .store()
        .put_credentials(tenant.id(), "twilio", &json)
        .await
        .unwrap();
    let tenant = world.tenant("lakeside").await;
    world
        .intake()
        .replay(&tenant, &kept, world.clock.now())
        .await
        .unwrap();
    assert_eq!(
        of_kind(world.cloud.items("timeline").await, "message_in").len(),
        1
    );
    let (status, _) = post(&world, signed(TWILIO_NUMBER, TWILIO_TOKEN)).await;
    assert_eq!(status, 204, "the previous secret still verifies");
}

#[tokio::test]
async fn a_telnyx_webhook_is_verified_to_the_second_and_replayed_as_of_when_it_came() {
    let world = World::new().await;
    let now = world.clock.now().as_second();
    assert_eq!(post(&world, telnyx_message(now - 300, &TELNYX_SEED)).await.0, 204);
    let (status, problem) = post(&world, telnyx_message(now - 301, &TELNYX_SEED)).await;
    assert_eq!((status, &problem["code"]), (403, &json!("stale_timestamp")));
    assert_eq!(post(&world, telnyx_message(now, &[8; 32])).await.0, 403);
}

#[tokio::test]
async fn a_stranger_cannot_fill_the_quarantine() {
    let world = World::new().await;
    let inbound = world.inbound();
    let room = Standing::Noise.most_a_minute();
    for _ in 0..room + 20 {
        let response = inbound.handle(noise(), "test", world.clock.now()).await;
        assert_eq!(response.status_code, 403);
    }
    let kept = || async {
        let items = world.cloud.items("access").await;
        items
            .iter()
            .filter(|item| attribute(item, "pk") == "Q#lakeside")
            .count()
    };
    assert_eq!(kept().await, usize::try_from(room).unwrap());
    world.clock.pass(jiff::SignedDuration::from_secs(60));
    post(&world, noise()).await;
    assert_eq!(kept().await, usize::try_from(room).unwrap() + 1);
    let items = world.cloud.items("access").await;
    assert!(
        items.iter().all(|item| item.contains_key("expires")),
        "nothing is kept for good"
    );
}

/// Numbers that the directory does not know yet are the usual way to lose texts (lesson 8).
#[tokio::test]
async fn lesson_08_a_text_to_an_unknown_number_is_kept_by_the_caretaker() {
    let world = World::new().await;
    let (status, problem) = post(&world, signed("+15559999999", TWILIO_TOKEN)).await;
    assert_eq!((status, &problem["code"]), (403, &json!("unknown_number")));
    let kept = world.quarantined().await;
    assert_eq!(
        (kept[0].reason.as_str(), kept[0].standing),
        ("unknown_number", Standing::Signed)
    );
    assert_eq!(post(&world, signed("+15559999999", "forged")).await.0, 403);
    let kept = world.quarantined().await;
    assert_eq!(
        (kept.len(), kept[1].reason.as_str(), kept[1].standing),
        (2, "unknown_number", Standing::Noise),
        "who does not hold the secret is a stranger"
    );
}

/// While a secret is being changed genuine texts come unverified, and strangers do not wait.
#[tokio::test]
async fn forgeries_do_not_use_up_the_room_of_genuine_texts() {
    let world = World::new().await;
    let inbound = world.inbound();
    for _ in 0..=Standing::Noise.most_a_minute() {
        inbound.handle(noise(), "test", world.clock.now()).await;
    }
    let (status, problem) = post(&world, signed(TWILIO_NUMBER, "the-new-token")).await;
    assert_eq!((status, &problem["code"]), (403, &json!("wrong_signature")));
    let now = world.clock.now().as_second();
    assert_eq!(post(&world, telnyx_message(now, &[8; 32])).await.0, 403);
    let all = world.quarantined().await;
    let standings: Vec<_> = all.iter().map(|kept| kept.standing).collect();
    assert_eq!(
        standings[..3],
        [Standing::Plausible, Standing::Plausible, Standing::Noise],
        "what may be genuine comes first, however much noise came since"
    );
}

/// Each way to miss the account, the number or the form.
#[tokio::test]
async fn only_the_right_account_number_and_form_are_plausible() {
    let world = World::new().await;
    let other = [
        (
            "another account",
            fields_with(&[("AccountSid", "AC99999999999999999999999999999999")]),
        ),
        (
            "a number of the other carrier",
            fields_with(&[("To", TELNYX_NUMBER)]),
        ),
        ("an id of another form", fields_with(&[("MessageSid", "SM1")])),
        (
            "no text",
            fields_with(&[])
                .into_iter()
                .filter(|(name, _)| *name != "Body")
                .collect(),
        ),
        (
            "a field twice",
            [fields_with(&[]), vec![("Body", "more".to_owned())]].concat(),
        ),
    ];
    for (name, fields) in other {
        let fields: Vec<_> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
        let webhook = twilio_webhook("/webhooks/twilio", &fields, "forged");
        assert_eq!(post(&world, webhook).await.0, 403, "{name}");
    }
    let kept = world.quarantined().await;
    assert_eq!(kept.len(), 5);
    assert!(kept.iter().all(|kept| kept.standing == Standing::Noise));
}

/// Twelve bodies of 61 KiB are more than a query reads at once.
#[tokio::test]
async fn a_stranger_cannot_hide_the_quarantine_behind_large_bodies() {
    let world = World::new().await;
    let large = "a".repeat(61 * 1024);
    for _ in 0..14 {
        let fields = fields_with(&[("AccountSid", ""), ("Body", &large)]);
        let fields: Vec<_> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
        post(&world, twilio_webhook("/webhooks/twilio", &fields, "forged")).await;
        world.clock.pass(jiff::SignedDuration::from_secs(1));
    }
    post(&world, signed(TWILIO_NUMBER, "the-new-token")).await;
    let amara = world.agent("amara");
    let (mut seen, mut pages, mut cursor) = (Vec::new(), 0, String::new());
    loop {
        let page = amara.get(&format!("/v1/quarantine?limit=100{cursor}")).await;
        assert_eq!(page.status, 200, "{}", page.body);
        pages += 1;
        for kept in page.body["items"].as_array().unwrap() {
            seen.push((kept["id"].clone(), kept["standing"].clone()));
        }
        let Some(next) = page.body["next_cursor"].as_str() else {
            break;
        };
        cursor = format!("&cursor={next}");
    }
    assert!(pages > 1, "all of it on one page: the test tests nothing");
    assert_eq!(seen[0].1, "plausible");
    assert_eq!(
        seen[1..]
            .iter()
            .filter(|(_, standing)| standing == "noise")
            .count(),
        14
    );
    seen.dedup();
    assert_eq!(seen.len(), 15);

    let only = amara.get("/v1/quarantine?standing=plausible").await.body;
    assert_eq!(only["items"].as_array().unwrap().len(), 1);
    assert_eq!(only["items"][0]["standing"], "plausible");
    let none = amara.get("/v1/quarantine?standing=signed").await.body;
    assert_eq!(none, json!({"items": [], "next_cursor": null}));
    let wrong = amara.get("/v1/quarantine?standing=any").await;
    assert_eq!(
        (wrong.status, &wrong.body["code"]),
        (400, &json!("invalid_standing"))
    );
}

#[tokio::test]
async fn what_the_carrier_signed_and_nobody_can_read_has_room_of_its_own() {
    let world = World::new().await;
    let fields = fields_with(&[("MessageSid", "SM1")]);
    let fields: Vec<_> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
    let (status, problem) = post(&world, twilio_webhook("/webhooks/twilio", &fields, TWILIO_TOKEN)).await;
    assert_eq!((status, &problem["code"]), (422, &json!("malformed_field")));
    let kept = world.quarantined().await.remove(0);
    assert_eq!(
        (kept.reason.as_str(), kept.standing),
        ("malformed_field", Standing::Signed)
    );
    let amara = world.agent("amara");
    let replayed = amara
        .post(&format!("/v1/quarantine/{}/replay", kept.id), &json!({}))
        .await;
    assert_eq!(
        (replayed.status, &replayed.body["code"]),
        (422, &json!("webhook_not_understood"))
    );
}

#[tokio::test]
async fn hostile_webhooks_get_a_problem_and_leave_nothing_behind() {
    let world = World::new().await;
    let form = "application/x-www-form-urlencoded";
    let mut unsigned = signed(TWILIO_NUMBER, TWILIO_TOKEN);
    unsigned.headers.remove("x-twilio-signature");
    let mut truncated = signed(TWILIO_NUMBER, TWILIO_TOKEN);
    let cut = truncated.body.take().map(|b| b[..b.len() - 3].to_owned());
    truncated.body = cut;
    let mut not_base64 = request("/webhooks/twilio", "%%%".to_owned(), form);
    not_base64.is_base64_encoded = true;
    let mut not_utf8 = request("/webhooks/twilio", STANDARD.encode(b"To=\xff\xfe&From=%ff"), form);
    not_utf8.is_base64_encoded = true;
    let cases = [
        ("unsigned", unsigned, 403),
        ("truncated", truncated, 403),
        ("not base 64", not_base64, 400),
        ("not UTF-8", not_utf8, 400),
        (
            "a NUL",
            request("/webhooks/twilio", "To=%00".to_owned(), form),
            403,
        ),
        (
            "too large",
            request("/webhooks/twilio", "a".repeat(1024 * 1024), form),
            413,
        ),
        (
            "wrong type",
            request("/webhooks/twilio", "{}".to_owned(), "text/plain"),
            415,
        ),
        (
            "empty",
            request("/webhooks/telnyx", String::new(), "application/json"),
            400,
        ),
        (
            "no JSON",
            request("/webhooks/telnyx", "{\"data\":".to_owned(), "application/json"),
            400,
        ),
        (
            "no such carrier",
            request("/webhooks/acme", "{}".to_owned(), "application/json"),
            404,
        ),
        (
            "no such path",
            request("/webhooks/twilio/receipts/..%2f", String::new(), form),
            404,
        ),
    ];
    for (name, webhook, expected) in cases {
        let (status, problem) = post(&world, webhook).await;
        assert_eq!(status, expected, "{name}: {problem}");
        assert_eq!(problem["status"], expected, "{name}");
        assert!(
            problem["code"].is_string() && problem["detail"].is_string(),
            "{name}: {problem}"
        );
    }
    assert!(world.cloud.items("timeline").await.is_empty());
}

/// Behind a proxy the host that a client names is the client's choice (lesson 10).
#[tokio::test]
async fn lesson_10_a_forged_host_header_changes_nothing() {
    let world = World::new().await;
    let mut webhook = signed(TWILIO_NUMBER, TWILIO_TOKEN);
    for name in ["host", "x-forwarded-host", "x-forwarded-proto"] {
        webhook
            .headers
            .insert(name, HeaderValue::from_static("evil.example"));
    }
    assert_eq!(post(&world, webhook).await.0, 204);
}

#[tokio::test]
async fn lesson_12_a_body_in_base_64_is_verified_as_the_bytes_that_were_signed() {
    let world = World::new().await;
    let mut webhook = signed(TWILIO_NUMBER, TWILIO_TOKEN);
    webhook.body = webhook.body.map(|b| STANDARD.encode(b));
    webhook.is_base64_encoded = true;
    assert_eq!(post(&world, webhook).await.0, 204);
}
