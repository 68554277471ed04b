//! Nothing that a member sent disappears or changes without a mark, and nobody is answered twice.

use aws_lambda_events::apigw::ApiGatewayV2httpRequest;
use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::HeaderValue;
use jiff::SignedDuration;
use memberline_carriers::telnyx;
use memberline_domain::PhoneNumber;
use memberline_domain::directory::administration::Record;
use memberline_domain::directory::{KeywordAnswers, Number};
use serde_json::{Value, json};

use crate::world::people::{
    TELNYX_NUMBER, TELNYX_SEED, TWILIO_NUMBER, TWILIO_SID, TWILIO_TOKEN, body, sid, signed_by_telnyx,
    telnyx_payload, telnyx_webhook, twilio_webhook,
};
use crate::world::{PUBLIC_URL, World};

const MEMBER: &str = "+15552010001";
const OTHER: &str = "+15552010009";

/// Telnyx brings a text. The status of our answer.
async fn telnyx_brings(world: &World, payload: &Value) -> i64 {
    let at = world.clock.now().as_second();
    let webhook = telnyx_webhook(
        ("/webhooks/telnyx", at),
        "message.received",
        payload,
        &TELNYX_SEED,
    );
    let answer = world.inbound().handle(webhook, "test", world.clock.now()).await;
    answer.status_code
}

/// The newest entry that an agent sees of the conversation that a text opened.
async fn shown(world: &World, agent: &str, ours: &str, theirs: &str) -> Value {
    let thread = world.thread("lakeside", ours, theirs);
    let timeline = world
        .agent(agent)
        .get(&format!("/v1/conversations/{thread}-1/timeline"))
        .await;
    assert_eq!(timeline.status, 200, "{}", timeline.body);
    timeline.body["items"][0].clone()
}

#[tokio::test]
async fn a_group_text_is_taken_in_wherever_our_number_stands_and_names_the_others() {
    for (to, cc) in [
        (vec![OTHER, TELNYX_NUMBER], json!([])),
        (vec![OTHER], json!([{ "phone_number": TELNYX_NUMBER }])),
    ] {
        let world = World::new().await;
        let mut payload = telnyx_payload(MEMBER, &to);
        payload["cc"] = cc;
        payload["subject"] = json!("My loan");
        assert_eq!(telnyx_brings(&world, &payload).await, 204);
        let entry = shown(&world, "devon", TELNYX_NUMBER, MEMBER).await;
        assert_eq!(
            (&entry["others"], &entry["subject"]),
            (&json!([OTHER]), &json!("My loan"))
        );
    }
}

#[tokio::test]
async fn mc_49_a_picture_message_with_only_a_subject_that_says_stop_ends_texts() {
    let world = World::new().await;
    let mut payload = telnyx_payload(MEMBER, &[TELNYX_NUMBER]);
    payload["subject"] = json!("STOP");
    payload["text"] = json!("");
    assert_eq!(telnyx_brings(&world, &payload).await, 204);
    assert_eq!(world.ledger(MEMBER).await.opt_outs.len(), 1);
}

#[tokio::test]
async fn an_odd_side_field_costs_no_text_and_leaves_a_mark() {
    let world = World::new().await;
    let mut payload = telnyx_payload(MEMBER, &[TELNYX_NUMBER]);
    payload["parts"] = json!("1");
    payload["media"] = json!([{ "url": "ftp://a.example/1", "size": 1.5 }, 7]);
    assert_eq!(telnyx_brings(&world, &payload).await, 204);
    let entry = shown(&world, "devon", TELNYX_NUMBER, MEMBER).await;
    assert_eq!(
        (&entry["text"], &entry["missing_media"]),
        (&json!("Hello"), &json!(2))
    );
    assert!(world.quarantined().await.is_empty());
}

#[tokio::test]
async fn a_telnyx_party_may_be_its_number_alone() {
    let world = World::new().await;
    let mut payload = telnyx_payload(MEMBER, &[]);
    payload["from"] = json!(MEMBER);
    payload["to"] = json!([OTHER, TELNYX_NUMBER]);
    assert_eq!(telnyx_brings(&world, &payload).await, 204);
    let entry = shown(&world, "devon", TELNYX_NUMBER, MEMBER).await;
    assert_eq!(
        (&entry["text"], &entry["others"]),
        (&json!("Hello"), &json!([OTHER]))
    );
}

/// What Twilio sends with a text, with some fields instead; those that are empty are left out.
fn twilio_fields<'a>(id: &'a str, with: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let usual = [
        ("MessageSid", id),
        ("AccountSid", TWILIO_SID),
        ("From", MEMBER),
        ("To", TWILIO_NUMBER),
        ("Body", "Hello"),
        ("NumMedia", "0"),
        ("NumSegments", "1"),
    ];
    let instead = |name: &str| with.iter().find(|(with, _)| *with == name);
    usual
        .into_iter()
        .map(|(name, value)| (name, instead(name).map_or(value, |(_, value)| *value)))
        .filter(|(_, value)| !value.is_empty())
        .collect()
}

#[tokio::test]
async fn a_count_of_media_that_is_none_tells_that_something_may_be_missing() {
    let world = World::new().await;
    let id = sid("SM1");
    let fields = twilio_fields(&id, &[("NumMedia", "x")]);
    let webhook = twilio_webhook("/webhooks/twilio", &fields, TWILIO_TOKEN);
    let answer = world.inbound().handle(webhook, "test", world.clock.now()).await;
    assert_eq!(answer.status_code, 204, "{}", body(&answer));
    let entry = shown(&world, "maria", TWILIO_NUMBER, MEMBER).await;
    assert_eq!(
        (&entry["text"], &entry["missing_media"]),
        (&json!("Hello"), &json!(1))
    );
}

/// A neighbour may have swallowed the field: nothing is done on it, and nothing of it is lost.
#[tokio::test]
async fn lesson_61_a_text_without_a_field_that_twilio_always_sends_lies_where_its_reason_is_told() {
    for missing in ["NumMedia", "NumSegments"] {
        let world = World::new().await;
        let id = sid("SM1");
        let fields = twilio_fields(&id, &[(missing, ""), ("Body", "STOP")]);
        let webhook = twilio_webhook("/webhooks/twilio", &fields, TWILIO_TOKEN);
        let answer = world.inbound().handle(webhook, "test", world.clock.now()).await;
        assert_eq!(answer.status_code, 422, "{}", body(&answer));
        let amara = world.agent("amara");
        let kept = amara.get("/v1/quarantine").await.body["items"][0].clone();
        assert_eq!(
            (&kept["reason"], &kept["standing"]),
            (&json!("missing_field"), &json!("signed"))
        );
        let detail = kept["detail"].as_str().unwrap_or_default();
        for part in [missing, "swallowed", "can be replayed"] {
            assert!(detail.contains(part), "{part}: {detail}");
        }
        let replay = format!("/v1/quarantine/{}/replay", kept["id"].as_str().unwrap());
        let replayed = amara.post(&replay, &json!({})).await;
        assert_eq!(
            (replayed.status, &replayed.body["code"]),
            (422, &json!("webhook_not_understood"))
        );
        let evidence = amara.get("/v1/evidence?number=%2B15552010001").await.body;
        assert_eq!(evidence["unheard"][0]["text"], "STOP", "{evidence}");
    }
}

/// API Gateway hands over what is no text in base 64. The signature is over the bytes.
#[tokio::test]
async fn lesson_12_a_stray_byte_in_a_signed_body_costs_no_text() {
    let world = World::new().await;
    let binary = |mut webhook: ApiGatewayV2httpRequest, bytes: &[u8]| {
        webhook.body = Some(STANDARD.encode(bytes));
        webhook.is_base64_encoded = true;
        webhook
    };
    let event = json!({ "data": {
        "id": "b301ed3f-1490-491f-995f-6e64e69674d4", "record_type": "event", "event_type": "message.received",
        "payload": telnyx_payload(MEMBER, &[TELNYX_NUMBER]),
    } });
    let mut bytes = event.to_string().into_bytes();
    let at = bytes.windows(5).position(|five| five == b"Hello").unwrap();
    bytes[at + 1] = 0xE9;
    let second = world.clock.now().as_second();
    let mut webhook = signed_by_telnyx(("/webhooks/telnyx", second), String::new(), &TELNYX_SEED);
    let signature = telnyx::sign(second, &bytes, &TELNYX_SEED).unwrap();
    webhook.headers.insert(
        "telnyx-signature-ed25519",
        HeaderValue::try_from(signature).unwrap(),
    );
    let answer = world
        .inbound()
        .handle(binary(webhook, &bytes), "test", world.clock.now())
        .await;
    assert_eq!(answer.status_code, 204, "{}", body(&answer));
    let entry = shown(&world, "devon", TELNYX_NUMBER, MEMBER).await;
    assert_eq!(entry["text"], "H\u{FFFD}llo");

    let id = sid("SM1");
    let mut fields = twilio_fields(&id, &[]);
    let mut webhook = twilio_webhook("/webhooks/twilio", &fields, TWILIO_TOKEN);
    // Escaped and not, both are the byte that was signed.
    for stray in [&b"%E9"[..], b"\xE9"] {
        let form = webhook.body.clone().unwrap().into_bytes();
        let at = form.windows(5).position(|five| five == b"Hello").unwrap();
        let form = [&form[..=at], stray, &form[at + 2..]].concat();
        fields.sort_unstable();
        let mut signed = format!("{PUBLIC_URL}/webhooks/twilio").into_bytes();
        for (name, value) in &fields {
            signed.extend(name.as_bytes());
            signed.extend(if *name == "Body" {
                b"H\xE9llo"
            } else {
                value.as_bytes()
            });
        }
        let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, TWILIO_TOKEN.as_bytes());
        let signature = STANDARD.encode(hmac::sign(&key, &signed));
        webhook
            .headers
            .insert("x-twilio-signature", HeaderValue::try_from(signature).unwrap());
        let answer = world
            .inbound()
            .handle(binary(webhook.clone(), &form), "test", world.clock.now())
            .await;
        assert_eq!(answer.status_code, 204, "{}", body(&answer));
    }
    let entry = shown(&world, "maria", TWILIO_NUMBER, MEMBER).await;
    assert_eq!(entry["text"], "H\u{FFFD}llo");
}

#[tokio::test]
async fn half_a_surrogate_pair_and_a_nul_leave_a_mark() {
    let world = World::new().await;
    let event = json!({ "data": {
        "id": "b301ed3f-1490-491f-995f-6e64e69674d4", "record_type": "event", "event_type": "message.received",
        "payload": telnyx_payload(MEMBER, &[TELNYX_NUMBER]),
    } });
    let text = event
        .to_string()
        .replace("\"Hello\"", r#""pat\u0000bank.example \ud83d""#);
    let at = world.clock.now().as_second();
    let webhook = signed_by_telnyx(("/webhooks/telnyx", at), text, &TELNYX_SEED);
    let answer = world.inbound().handle(webhook, "test", world.clock.now()).await;
    assert_eq!(answer.status_code, 204, "{}", body(&answer));
    let entry = shown(&world, "devon", TELNYX_NUMBER, MEMBER).await;
    assert_eq!(entry["text"], "pat\u{FFFD}bank.example \u{FFFD}");
}

#[tokio::test]
async fn a_short_codes_text_is_shown_and_nothing_can_be_sent_to_it() {
    let world = World::new().await;
    let id = sid("SM1");
    let fields = [
        ("MessageSid", id.as_str()),
        ("AccountSid", TWILIO_SID),
        ("From", "62015"),
        ("To", TWILIO_NUMBER),
        ("Body", "HELP"),
        ("NumMedia", "0"),
        ("NumSegments", "1"),
    ];
    let webhook = twilio_webhook("/webhooks/twilio", &fields, TWILIO_TOKEN);
    let answer = world.inbound().handle(webhook, "test", world.clock.now()).await;
    assert_eq!(answer.status_code, 204, "{}", body(&answer));
    world.flow().await;
    assert!(
        world.carrier.sent().is_empty(),
        "machines answer each other for ever"
    );

    let sender = PhoneNumber::sender("62015").unwrap();
    let tenant = world.tenant("lakeside").await;
    let thread = tenant.thread_id(&PhoneNumber::parse(TWILIO_NUMBER).unwrap(), &sender);
    let maria = world.agent("maria");
    let conversation = format!("{thread}-1");
    assert_eq!(maria.claims(&conversation).await.status, 200);
    let shown = maria.get(&format!("/v1/conversations/{conversation}")).await.body;
    assert_eq!(
        (&shown["customer"], &shown["can_send"]["code"]),
        (&json!("62015"), &json!("unanswerable"))
    );
    let refused = maria.writes(&conversation, "Hello?", "key").await;
    assert_eq!(
        (refused.status, &refused.body["code"]),
        (409, &json!("unanswerable"))
    );
}

/// Sets who answers keywords of our Twilio number.
async fn answered_by(world: &World, keywords: KeywordAnswers) {
    let tenant = world.tenant("lakeside").await;
    let ours = PhoneNumber::parse(TWILIO_NUMBER).unwrap();
    let number = Number {
        keywords,
        ..tenant.directory.number(&ours).unwrap().clone()
    };
    world.writes(Record::Number(number)).await;
    world.clock.pass(SignedDuration::from_mins(1));
}

#[tokio::test]
async fn lesson_29_a_keyword_is_answered_once_however_the_number_is_set_up() {
    for (keywords, answers) in [
        (KeywordAnswers::Carrier, 0),
        (KeywordAnswers::CarrierTells, 1),
        (KeywordAnswers::Product, 1),
    ] {
        let world = World::new().await;
        answered_by(&world, keywords).await;
        world.member(MEMBER).texts("SM1", "help").await;
        world.flow().await;
        assert_eq!(world.carrier.sent().len(), answers, "{keywords:?}");
        let thread = world.thread("lakeside", TWILIO_NUMBER, MEMBER);
        let timeline = world
            .agent("maria")
            .get(&format!("/v1/conversations/{thread}-1/timeline"))
            .await
            .body;
        let texts = timeline["items"].as_array().unwrap();
        let help = texts.iter().find(|entry| entry["kind"] == "message_in").unwrap();
        assert_eq!(help["answered_by_carrier"], json!(answers == 0), "{keywords:?}");
    }
}
