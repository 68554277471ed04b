//! What cannot be verified is answered 403, kept sealed, bounded and replayable.

use aws_lambda_events::apigw::ApiGatewayV2httpRequest;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::HeaderValue;
use memberline_carriers::{Credentials, Secret, TwilioCredentials, telnyx};
use memberline_domain::OrganisationId;
use memberline_store::quarantine::MOST_A_MINUTE;
use serde_json::{Value, json};

use crate::world::World;
use crate::world::outbox::{attribute, of_kind};
use crate::world::people::{
    TELNYX_NUMBER, TELNYX_SEED, TWILIO_NUMBER, TWILIO_SID, TWILIO_TOKEN, body, request, twilio_webhook,
};

const MEMBER: &str = "+15552010001";

async fn post(world: &World, webhook: ApiGatewayV2httpRequest) -> (i64, Value) {
    let response = world.inbound().handle(webhook, "test", world.clock.now()).await;
    let document = serde_json::from_str(&body(&response)).unwrap_or_default();
    (response.status_code, document)
}

fn fields(to: &str) -> Vec<(&'static str, String)> {
    vec![
        ("MessageSid", "SM1".to_owned()),
        ("AccountSid", TWILIO_SID.to_owned()),
        ("From", MEMBER.to_owned()),
        ("To", to.to_owned()),
        ("Body", "a secret".to_owned()),
    ]
}

fn signed(to: &str, token: &str) -> ApiGatewayV2httpRequest {
    let fields = fields(to);
    let fields: Vec<_> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
    twilio_webhook("/webhooks/twilio", &fields, token)
}

fn telnyx_message(at: i64, seed: &[u8; 32]) -> ApiGatewayV2httpRequest {
    let payload = json!({
        "id": "40385f64-5717-4562-b3fc-2c963f66afa6", "direction": "inbound", "type": "SMS", "text": "Hello",
        "from": { "phone_number": MEMBER }, "to": [{ "phone_number": TELNYX_NUMBER, "status": "webhook_delivered" }], "media": [], "parts": 1,
    });
    let event = json!({ "data": { "id": "b301ed3f-1490-491f-995f-6e64e69674d4", "event_type": "message.received", "record_type": "event", "payload": payload } });
    let text = event.to_string();
    let signature = telnyx::sign(at, text.as_bytes(), seed).unwrap();
    let mut webhook = request("/webhooks/telnyx", text, "application/json");
    webhook.headers.insert(
        "telnyx-signature-ed25519",
        HeaderValue::try_from(signature).unwrap(),
    );
    webhook.headers.insert("telnyx-timestamp", HeaderValue::from(at));
    webhook
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
    let kept = world
        .store()
        .quarantined(&tenant, 10, None)
        .await
        .unwrap()
        .remove(0);
    assert_eq!(kept.reason, "wrong_signature");
    let refused = world.inbound().replay(&tenant, &kept, world.clock.now()).await;
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
        .inbound()
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
    for _ in 0..MOST_A_MINUTE + 20 {
        let response = inbound
            .handle(signed(TWILIO_NUMBER, "forged"), "test", world.clock.now())
            .await;
        assert_eq!(response.status_code, 403);
    }
    let kept = || async {
        let items = world.cloud.items("access").await;
        items
            .iter()
            .filter(|item| attribute(item, "pk") == "Q#lakeside")
            .count()
    };
    assert_eq!(kept().await, usize::try_from(MOST_A_MINUTE).unwrap());
    world.clock.pass(jiff::SignedDuration::from_secs(60));
    post(&world, signed(TWILIO_NUMBER, "forged")).await;
    assert_eq!(kept().await, usize::try_from(MOST_A_MINUTE).unwrap() + 1);
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
    assert!(
        world.cloud.items("access").await.is_empty(),
        "nobody looks after it"
    );

    let lakeside = OrganisationId::parse("lakeside").unwrap();
    world.store().set_caretaker(&lakeside).await.unwrap();
    assert_eq!(post(&world, signed("+15559999999", TWILIO_TOKEN)).await.0, 403);
    let tenant = world.tenant("lakeside").await;
    assert_eq!(
        world.store().quarantined(&tenant, 10, None).await.unwrap()[0].reason,
        "unknown_number"
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
